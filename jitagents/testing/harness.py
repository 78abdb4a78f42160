"""The harness: the contract of any behaviour, and of those that decide on each stock point by itself."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, ClassVar

import numpy as np

from jitagents.behaviours.base import Behaviour, Memory, remember
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.testing.samples import ROWS, WORLDS, Sample, sample

BY_WORLD = (0.2, 0.5, 1.0), (1.0, 2.0, 4.0)
"""Values of a parameter that is at most 1, as shares of that, and of any other."""
EXACT, CLOSE = 1e-12, 1e-9


def must(holds: Any, text: str) -> None:
    """Raise an `AssertionError` that says what does not hold: a truth, an array of truths, or a list of arrays."""
    if not (all(map(np.all, holds)) if isinstance(holds, list) else np.all(holds)):
        raise AssertionError(text)


def same(first: Sequence[Array], second: Sequence[Array], text: str, rtol: float = EXACT, atol: float = 0.0) -> None:
    """The same, but for rounding."""
    must(len(first) == len(second), text)
    must([np.allclose(*pair, rtol=rtol, atol=atol, equal_nan=True) for pair in zip(first, second, strict=True)], text)


def must_keep(memory: Memory, held: Memory) -> None:
    """The columns of a memory are still those that were held, and no more."""
    must(set(memory) == set(held), "its memory has other columns than it declares")
    kept = all(memory[name] is column for name, column in held.items())
    must(kept, "it puts an array in the place of a column of its memory; write into that: memory[name][...] = …")


def made_of(given: Any, kinds: Any, words: str) -> Any:
    """The object that is checked; made of its class if that was given."""
    try:
        made = given() if isinstance(given, type) else given
    except (TypeError, InputError) as error:
        raise AssertionError(f"{given.__name__} cannot be made without arguments; give an object ({error})") from error
    must(isinstance(made, kinds), f"{given!r} is no {words}")
    return made


class Harness:
    """Checks a behaviour; every method `it_…` is a check, and its docstring says what must hold.

    Args:
        behaviour: to be checked.

    Attributes:
        stage: name of its stage.
    """

    stage: ClassVar[str]

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour: Any = behaviour

    @classmethod
    def checks(cls) -> list[str]:
        """The names of the checks, those of the stage first."""
        return list(dict.fromkeys(name for owner in cls.__mro__ for name in vars(owner) if name.startswith("it_")))

    def check(self, name: str) -> None:
        """Make a check.

        Raises:
            AssertionError: it does not hold.
        """
        promise = " ".join(str(getattr(self, name).__doc__).split())
        try:
            getattr(self, name)()
        except AssertionError as error:
            raise AssertionError(f"{type(self.behaviour).__name__}: {error} ({promise})") from error
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            raise AssertionError(f"{type(self.behaviour).__name__}: {text} ({promise})") from error

    def check_sweep(self, name: str, **companions: Any) -> bool:
        """Check that a parameter may differ by world; whether it changes anything in the sample.

        Args:
            name: of the parameter.
            companions: values of other parameters.

        Raises:
            AssertionError: a world gets something else from an array than from its number alone.
        """
        values = self.values(name)
        behaviour = replace(self.behaviour, **companions | {name: float(values[0])})
        together = self.days(replace(behaviour, **{name: np.array(values)[None]}), None)
        matters, text = False, f"{type(behaviour).__name__}.{name}: given by world, it is not what each world has alone"
        for world, value in enumerate(values):
            alone = self.days(replace(behaviour, **{name: float(value)}), world)
            other = self.days(replace(behaviour, **{name: float(values[world - 1])}), world)
            matters |= any(not np.array_equal(*pair) for pair in zip(alone, other, strict=True))
            same([part[..., [world]] for part in together], alone, text, rtol=CLOSE, atol=EXACT)
        return matters

    def values(self, name: str) -> list[float]:
        """Values by world of a parameter, within its limits."""
        limits = next(item.metadata for item in fields(self.behaviour) if item.name == name)
        high, low = limits.get("high", np.inf), limits.get("low", -np.inf)
        shares, free = BY_WORLD
        return [max(share * high, low) for share in shares] if high <= 1 else [max(value, low) for value in free]

    def days(self, behaviour: Any, world: int | None) -> list[Array]:
        """The answers of a behaviour on some days, in all worlds or in one of them, full arrays `(…, worlds)`."""
        raise NotImplementedError

    def it_is_frozen(self) -> None:
        """A behaviour keeps nothing on itself: it is a frozen dataclass."""
        try:
            self.behaviour.anything = 1.0
        except AttributeError:
            return
        raise AssertionError("an attribute can be set")

    def it_explains_itself(self) -> None:
        """The docstring begins with a sentence."""
        words = str(type(self.behaviour).__doc__ or "")
        must(words and not words.startswith(f"{type(self.behaviour).__name__}("), "it has no docstring")
        must("." in words, "its docstring has no sentence")

    def it_runs_in_a_model(self) -> None:
        """Twenty days of a serial system with it give finite stocks."""
        network = serial(stages=2, lead_time=2, demand=10.0, demand_sd=3.0, whole=False)
        network.lanes["load"] = 15.0
        model = SupplyModel(network, worlds=2, **{self.stage: self.behaviour})
        model.run_for(20)
        must(np.isfinite(model.points["stock"]) & np.isfinite(model.points["owed"]), "stocks are not finite")


class Elementwise(Harness):
    """Contract of behaviours that decide on each stock point by itself: arrays `(rows, worlds)` in and out."""

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        """The answer of the behaviour on a day."""
        raise NotImplementedError

    def memory(self, behaviour: Any, shown: Sample) -> Memory:
        """The memory before day 1."""
        memory = remember(behaviour, *shown.days[0]["stock"].shape)
        behaviour.begin(shown.seen(0), memory)
        return memory

    def run(self, behaviour: Any, shown: Sample) -> list[Array]:
        """The answers on all days, copied."""
        fitted = behaviour.fit(shown.plan)
        memory = self.memory(fitted, shown)
        days = range(1, len(shown.days) + 1)
        return [np.array(part) for day in days for part in self.call(fitted, shown, day, memory)]

    def days(self, behaviour: Any, world: int | None) -> list[Array]:
        shown = sample() if world is None else sample().at(worlds=[world])
        width = WORLDS if world is None else 1
        return [np.broadcast_to(part, (ROWS, width)) for part in self.run(behaviour, shown)]

    def it_answers_for_every_stock_point_and_world(self) -> None:
        """The answer is finite, not negative, and `(rows, worlds)` or can be broadcast to that."""
        for part in self.run(self.behaviour, sample()):
            shape = np.broadcast_shapes(part.shape, (ROWS, WORLDS))
            must(shape == (ROWS, WORLDS), f"it returns the shape {part.shape} for {(ROWS, WORLDS)}")
            must(np.isfinite(part), "it returns numbers that are not finite")
            must(part >= 0, "it returns negative numbers")

    def it_is_pure(self) -> None:
        """The same days give the same answers; what it is shown and what it is stay as they are."""
        shown, before = sample(), repr(vars(self.behaviour))
        first = self.run(self.behaviour, shown)
        again = self.run(self.behaviour, sample())
        must([np.array_equal(*pair) for pair in zip(first, again, strict=True)], "the second time it answers otherwise")
        untouched = zip(shown.days, sample().days, strict=True)
        must([np.array_equal(day[name], copy[name]) for day, copy in untouched for name in day], "it writes records")
        must(repr(vars(self.behaviour)) == before, "its parameters have changed")

    def it_writes_no_memory_but_its_own(self) -> None:
        """The columns of its memory are those that it declares, written in place."""
        fitted, shown = self.behaviour.fit(sample().plan), sample()
        memory = self.memory(fitted, shown)
        must(set(memory) == set(self.behaviour.depths()), "its memory has other columns than it declares")
        held = dict(memory)
        self.call(fitted, shown, 1, memory)
        must_keep(memory, held)

    def it_does_not_matter_who_stands_where(self) -> None:
        """Rows and worlds in another order get the same answers in that order."""
        whole = self.days(self.behaviour, None)
        rows, worlds = np.array([3, 0, 4, 2, 1]), np.array([2, 0, 1])
        for text, moved in (("rows", (rows, slice(None))), ("worlds", (slice(None), worlds))):
            parts = [np.broadcast_to(part, (ROWS, WORLDS)) for part in self.run(self.behaviour, sample().at(*moved))]
            same(parts, [part[moved[0]][:, moved[1]] for part in whole], f"the order of the {text} changes its answers")
