"""Placement: the division of a stock budget over stock points."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Plan
from jitagents.column import Array, Flags
from jitagents.errors import Faults, InputError, nearest
from jitagents.parameters import Number, Parameters, param


class Placement(Parameters):
    """A rule that turns money into days of cover."""

    @abstractmethod
    def __call__(self, plan: Plan, critical: Flags, money: Array) -> Array:
        """Days of cover added to each row `(rows, worlds)`: together they cost the money, no more and no less.

        Args:
            plan: of all rows that share the budget.
            critical: which of them are critical `(rows,)`.
            money: the budget `(1, worlds)`.

        Raises:
            InputError: there is nothing to spend the money on.
        """


def bought(plan: Plan) -> Flags:
    """Rows that buy what they hold `(rows,)`; the others make it."""
    return plan.sources[:, 0] > 0


def price(plan: Plan, days: Number) -> Array:
    """Cost of some days of cover of the rows, money `(1, worlds)`."""
    return (plan.rate * plan.cost * days).sum(axis=0, keepdims=True)


@dataclass(frozen=True)
class Critical(Placement):
    """Equal days of cover on every critical flow."""

    def __call__(self, plan: Plan, critical: Flags, money: Array) -> Array:
        return _spent(plan, critical, money, "ordering.criticality: marks no flow")


@dataclass(frozen=True)
class Uniform(Placement):
    """Equal days of cover on every flow that is bought."""

    def __call__(self, plan: Plan, critical: Flags, money: Array) -> Array:
        return _spent(plan, bought(plan), money, "ordering.placement: nothing is bought")


@dataclass(frozen=True)
class Path(Placement):
    """Steps that are bought one after the other as far as the money reaches, the last of them in part.

    Money that is left behind the last step buys all of them once more in the same proportions; so a path of one step is
    a placement in given proportions.
    """

    steps: Sequence[Mapping[str, Number]] = param(
        (), "days", "steps {flow or item: days of cover}, the first one first", replace=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        faults = Faults()
        for number, step in enumerate(self.steps):
            if not _is_step(step):
                text = "must be a mapping of flows or items to days, 0 or more, e.g. {chips: 6}"
                faults.add(f"Path.steps[{number}] = {step!r}: {text}")
        faults.tell()

    def __call__(self, plan: Plan, critical: Flags, money: Array) -> Array:
        steps = self._days(plan)
        prices = [price(plan, step) for step in steps]
        whole, reached = np.zeros((1, 1)), np.zeros((1, 1))
        for step, cost in zip(steps, prices, strict=True):
            part = np.clip(np.divide(money - reached, cost, out=np.zeros_like(money + cost), where=cost > 0), 0.0, 1.0)
            whole, reached = whole + part * step, reached + cost
        return whole * np.maximum(_ratio(money, reached, "ordering.placement.steps: cost nothing"), 1.0)

    def _days(self, plan: Plan) -> list[Array]:
        """Days of cover that each step adds to each row, `(rows, worlds)`."""
        rows, faults = plan.names.astype(str), Faults()
        items = np.where(bought(plan), plan.items.astype(str), "")
        days = [np.zeros((len(plan), 1)) for _ in self.steps]
        for number, step in enumerate(self.steps):
            for name, added in step.items():
                named = rows == name if name in rows else items == name
                if not named.any():
                    known = nearest(name, {*items[bought(plan)], *rows})
                    faults.add(f"ordering.placement.steps[{number}]: there is no item and no flow {name!r}; {known}")
                days[number] = days[number] + named[:, None] * added
        faults.tell()
        return days


def _is_step(step: object) -> bool:
    if not isinstance(step, Mapping) or not step:
        return False
    days = [np.asarray(value) for value in step.values()]
    return all(some.dtype.kind in "if" and (some >= 0).all() for some in days)


def _spent(plan: Plan, flows: Flags, money: Array, fault: str) -> Array:
    """Equal days of cover of some flows, that cost the money."""
    each = flows[:, None].astype(np.float64)
    return each * _ratio(money, price(plan, each), fault)


def _ratio(money: Array, cost: Array, fault: str) -> Array:
    """Money / cost; 0 where there is no money."""
    if ((cost == 0) & (money > 0)).any():
        raise InputError(f"{fault}, so that the money cannot be spent")
    return np.divide(money, cost, out=np.zeros_like(money + cost), where=cost > 0)
