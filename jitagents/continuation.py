"""Continuation: the state of a model, taken over by the same parts of a model with other worlds."""

from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from jitagents.errors import InputError

type Index = npt.NDArray[np.int64]


class Stateful:
    """A part of a model that changes from day to day.

    Attributes:
        changing: names of the attributes in which it does: arrays whose last axis is the worlds (or 1 for all of them),
            other such parts, dicts and lists of these, generators, numbers. What is worked out anew every day before
            it is read may be left out.
    """

    __slots__ = ()
    changing: ClassVar[tuple[str, ...]] = ()

    def continue_from(self, before: Self, index: Index) -> None:
        """Take over the state of the same part of another model; arrays are written in place.

        Args:
            before: the part of a model that was built in the same way.
            index: the world of that model from which each world of this one continues `(worlds,)`.
        """
        for name in self.changing:
            now = getattr(self, name)
            if (state := continued(now, getattr(before, name), index)) is not now:
                setattr(self, name, state)


def continued(now: Any, before: Any, index: Index) -> Any:
    """Return the state that continues `before` in other worlds: `now`, which is written, or else a new one.

    Args:
        now: the state as it was built.
        before: the state of the same part of another model.
        index: the world of that model from which each world continues `(worlds,)`.
    """
    match before:
        case np.ndarray():
            return _continued_array(now, before, index)
        case Stateful():
            now.continue_from(before, index)
        case dict():
            for name, part in before.items():
                now[name] = continued(now[name], part, index)
        case list() | tuple():
            for one, part in zip(now, before, strict=True):
                continued(one, part, index)
        case np.random.Generator():
            now.bit_generator.state = before.bit_generator.state
        case _:
            return before
    return now


def alike(now: Any, before: Any, index: Index) -> bool:
    """Return whether the state of a part has the form of that of another model, which it could then continue.

    Args:
        now: the state as it was built.
        before: the state of the same part of another model.
        index: the world of that model from which each world would continue `(worlds,)`.
    """
    match before:
        case np.ndarray():
            form = (*before.shape[:-1], len(index) if before.shape[-1] > 1 else 1)
            same = isinstance(now, np.ndarray) and now.dtype == before.dtype and now.shape == form
            return same and before.dtype != object
        case Stateful():
            parts = ((getattr(now, name, None), getattr(before, name)) for name in before.changing)
            return type(now) is type(before) and all(alike(*both, index) for both in parts)
        case dict():
            return now.keys() == before.keys() and all(alike(now[name], part, index) for name, part in before.items())
        case list() | tuple():
            return len(now) == len(before) and all(alike(*both, index) for both in zip(now, before, strict=True))
        case _:
            return type(now) is type(before)


def _continued_array(now: Any, before: npt.NDArray[Any], index: Index) -> Any:
    if before.shape[-1] > 1 and alike(now, before, index):
        return np.take(before, index, axis=-1, out=now, mode="clip")  # other modes would write to a copy first
    state = before[..., index] if before.shape[-1] > 1 else before.copy()
    if before.dtype == object:
        for one, part in zip(now.flat, state.flat, strict=True):
            continued(one, part, index)
        return now
    if not isinstance(now, np.ndarray) or np.broadcast_shapes(now.shape, state.shape) != now.shape:
        return state
    now[...] = state
    return now


def checked_index(index: Any, worlds: int) -> Index:
    """Return an index of worlds as an array of whole numbers.

    Raises:
        InputError: it is empty, no list of whole numbers, or names a world that there is not.
    """
    numbers = np.array(index, dtype=object)
    whole = (isinstance(number, int | np.integer) and not isinstance(number, bool) for number in numbers.flat)
    if numbers.ndim != 1 or not numbers.size or not all(whole):
        raise InputError(f"repeat({index!r}): must be a list of whole numbers, the world that each new one continues")
    if (outside := numbers[(numbers < 0) | (numbers >= worlds)]).size:
        raise InputError(f"repeat: there is no world {outside[0]}; the worlds are 0 to {worlds - 1}")
    return numbers.astype(np.int64)
