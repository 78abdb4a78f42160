"""Scalar rules: a function of plain numbers decides for one agent in one world, and is asked for each of them.

A loop over agents and worlds takes many times as long as arrays. It gives the same numbers, to the last bit.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import repeat
from typing import Any, Self

import numpy as np

from jitagents.behaviours.base import OBJECTS, Behaviour, Memory, Plan, Seen
from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.continuation import Index, Stateful
from jitagents.errors import InputError, nearest
from jitagents.guarded_ordering import checked
from jitagents.rule_errors import explained, file_of

MEMORY = "memory"
"""Argument of a function that keeps a mapping of its own from day to day."""
NUMBERS = ("stock", "owed", "on_order", "demand", "forecast")
SINGULAR = {"name": "names", "item": "items", "role": "role"}


class PlanOfOne:
    """The plan of one agent in one world: name, item, role, and the numbers of `Plan`."""

    __slots__ = ("_plan", "_row", "_world")

    def __init__(self, plan: Plan, row: int, world: int) -> None:
        self._plan, self._row, self._world = plan, row, world

    def __getattr__(self, attribute: str) -> Any:
        values = getattr(self._plan, SINGULAR.get(attribute, attribute), None)
        if not isinstance(values, np.ndarray):
            known = [*SINGULAR, *(name for name, value in vars(self._plan).items() if value.ndim > 1)]
            raise AttributeError(f"plan has no attribute {attribute!r}; {nearest(attribute, known)}")
        if values.ndim == 1:
            return values[self._row]
        return values[self._row, self._world if values.shape[1] > 1 else 0].item()


class SeenByOne(Stateful):
    """The records of one agent in one world, as plain numbers.

    Attributes:
        day: today; the first day is 1.
        stock, owed, on_order, demand: as in `Seen`, units.
        forecast: mean daily demand expected over the lead time, units.
        plan: mean flow, lead time and so on of the agent, known before day 1.
    """

    __slots__ = ("_mind", "day", "plan", *NUMBERS)

    def __init__(self, plan: PlanOfOne, mind: Any) -> None:
        self.plan, self._mind = plan, mind

    def __getattr__(self, attribute: str) -> Any:
        known = [*NUMBERS, "day", "plan", "position"]
        raise AttributeError(f"seen has no attribute {attribute!r}; {nearest(attribute, known)}")

    @property
    def position(self) -> float:
        """Inventory position: stock + on order - owed."""
        return self.stock + self.on_order - self.owed

    def continue_from(self, before: Self, index: Index) -> None:
        """Take over what the rule remembers of another world."""
        self._mind = deepcopy(before._mind)


@dataclass(frozen=True)
class Scalar(Ordering):
    """A rule of plain numbers, asked for each agent in each world.

    Attributes:
        rule: a function `decide(seen)` or `decide(seen, memory)` with a dict of its own for each agent and world; or a
            class, or an object that is copied, with the method `decide(self, seen)`.
        before: the rule in whose place it stands; it gives the inventory position before day 1.
        parameters: of the function, or of the class.
    """

    rule: Any
    before: Ordering
    parameters: Mapping[str, Any] = field(metadata={"replace": True})
    forecasts = True

    @property
    def name(self) -> str:
        """Name of the function or class."""
        return str(getattr(self.rule, "__name__", type(self.rule).__name__))

    def parts(self) -> dict[str, Behaviour]:
        """No other rules: the one before it does not decide."""
        return {}

    def fit(self, plan: Plan) -> Self:
        return type(self)(self.rule, self.before.fit(plan), self.parameters)

    def depths(self) -> dict[str, int]:
        """A column of what each agent sees and remembers."""
        return {"seen": OBJECTS}

    def opening(self, plan: Plan) -> Array:
        return self.before.opening(plan)

    def buffer(self, plan: Plan) -> Array:
        return self.before.buffer(plan)

    def begin(self, seen: Seen, memory: Memory) -> None:
        ones = memory["seen"]
        for row, world in np.ndindex(ones.shape):
            ones[row, world] = SeenByOne(PlanOfOne(seen.plan, row, world), self._mind(world))

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        shape, day = seen.stock.shape, seen.day
        ones: Any = memory["seen"].ravel().tolist()
        records = (np.broadcast_to(getattr(seen, name), shape).ravel().tolist() for name in NUMBERS)
        order, decide = list[Any](), self._deciding(ones, shape[1])
        try:
            for one, rule, *values in zip(ones, decide, *records, strict=True):
                one.day = day
                one.stock, one.owed, one.on_order, one.demand, one.forecast = values
                order.append(rule(one))
        except InputError:
            raise
        except Exception as error:
            place = f"{self.name} for {seen.plan.names[len(order) // shape[1]]}"
            raise explained(error, place, day, file_of(getattr(self.rule, "decide", self.rule))) from error
        if None in order:
            return checked(None, seen, self.name)
        return checked(np.array(order, dtype=object).reshape(shape), seen, self.name)

    @cached_property
    def _is_function(self) -> bool:
        return inspect.isroutine(self.rule)

    @cached_property
    def _remembers(self) -> bool:
        return self._is_function and MEMORY in inspect.signature(self.rule).parameters

    def _mind(self, world: int) -> Any:
        """The memory of one agent in one world: a mapping, an object of the class, or nothing."""
        if self._is_function:
            return {} if self._remembers else None
        return self.rule(**self._parameters(world)) if isinstance(self.rule, type) else deepcopy(self.rule)

    def _deciding(self, ones: list[SeenByOne], worlds: int) -> Iterable[Callable[[SeenByOne], Any]]:
        """The functions that are called with the records of each agent in each world."""
        if not self._is_function:
            return [one._mind.decide for one in ones]
        if not self.parameters and not self._remembers:
            return repeat(self.rule, len(ones))
        stated = [self._parameters(world) for world in range(worlds)]
        if not self._remembers:
            return [partial(self.rule, **one) for one in stated] * (len(ones) // worlds)
        return [partial(self.rule, **stated[number % worlds], **{MEMORY: one._mind}) for number, one in enumerate(ones)]

    def _parameters(self, world: int) -> dict[str, Any]:
        return {
            name: value[0, world].item() if isinstance(value, np.ndarray) else value
            for name, value in self.parameters.items()
        }


def scalar(rule: Any, before: Ordering, **parameters: Any) -> Scalar:
    """The ordering rule of a function or class of plain numbers; parameters may differ by world `(1, worlds)`."""
    return Scalar(rule, before, parameters)
