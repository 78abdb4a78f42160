"""Wrappers of ordering rules: limits and lot sizes set by a supplier or a lorry."""

from abc import abstractmethod
from copy import copy
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen, memory_of, read_only
from jitagents.behaviours.ordering.base import Ordering
from jitagents.behaviours.ordering.cards import in_line
from jitagents.behaviours.ordering.levels import BaseStock
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Wrapper(Ordering):
    """An ordering rule that changes the orders of another one, and is in all else like it."""

    rule: Ordering = field(default_factory=BaseStock)

    @property
    def incremental(self) -> bool:
        return self.rule.incremental

    def opening(self, plan: Plan) -> Array:
        return self.rule.opening(plan)

    def cancelled(self, memory: Memory) -> Array:
        return self.rule.cancelled(memory_of("rule", memory))

    def releases(self, memory: Memory) -> Array:
        return self.rule.releases(memory_of("rule", memory))

    def covered(self, seen: Seen) -> Number:
        return self.rule.covered(seen)

    def messages(self, seen: Seen, memory: Memory) -> Array:
        return self.rule.messages(seen, memory_of("rule", memory))


def without(seen: Seen, units: Array) -> Seen:
    """The view as it would be if so many units had not been ordered `(rows, worlds)`."""
    view = copy(seen)
    view.on_order = read_only(seen.on_order - units)
    if seen.echelon_position is not None:
        view.echelon_position = read_only(seen.echelon_position - units)
    return view


@dataclass(frozen=True)
class Rounding(Wrapper):
    """A wrapper that rounds or limits an order.

    Where the rule is incremental, what it asked for and what was ordered are balanced in memory.
    """

    def depths(self) -> dict[str, int]:
        return super().depths() | ({"due": 0} if self.incremental else {})

    @abstractmethod
    def changed(self, wanted: Array, seen: Seen) -> Array:
        """Units that are ordered where so many are wanted `(rows, worlds)`, not negative."""

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        wanted = self.rule(seen, memory_of("rule", memory))
        if not self.incremental:
            return self.changed(wanted, seen)
        due = memory["due"]
        due += wanted
        order = self.changed(np.maximum(due, 0.0), seen)
        due -= order
        return order


@dataclass(frozen=True)
class MinimumOrder(Rounding):
    """Minimum order quantity: an order is at least so large.

    Minimum and pack together: LotMultiples around MinimumOrder, which orders the least whole lots that reach both.

    Formula:
        order = max(quantity, wanted) if wanted > 0, else 0

    Source:
        Silver, Pyke & Thomas 2017, ch. 6; Zhao & Katehakis 2006, on stochastic demand.
    """

    lot_names: ClassVar = ("quantity",)
    quantity: Number = param(10.0, "units", "least that is ordered at a time", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        lot = self.rule.lot if isinstance(self.rule, LotMultiples) else None
        lots = 0.0 if lot is None else np.asarray(self.quantity) / lot
        if (np.abs(lots - np.rint(lots)) > ROUNDING).any():
            raise InputError(
                f"MinimumOrder.quantity = {self.quantity}: is no multiple of the lot {lot} that it stands around, so "
                "that broken lots would be ordered; put LotMultiples around MinimumOrder (ordering=lot_multiples "
                "ordering@ordering.rule=minimum_order)"
            )

    def changed(self, wanted: Array, seen: Seen) -> Array:
        return np.where(wanted > ROUNDING, np.maximum(wanted, self.quantity), 0.0)


@dataclass(frozen=True)
class LotMultiples(Rounding):
    """Batch ordering: whole lots only.

    Formula:
        order = lot x ceil(wanted / lot)

    Source:
        Veinott 1965; Silver, Pyke & Thomas 2017, ch. 6.
    """

    lot_names: ClassVar = ("lot",)
    lot: Number = param(10.0, "units", "units in a lot: a container, a pallet", low=1e-6)

    def changed(self, wanted: Array, seen: Seen) -> Array:
        return np.ceil(wanted / self.lot - ROUNDING) * self.lot


@dataclass(frozen=True)
class WholeUnits(Rounding):
    """Whole units: orders are rounded up.

    Formula:
        order = ceil(wanted)

    Source:
        Silver, Pyke & Thomas 2017, ch. 6.
    """

    def changed(self, wanted: Array, seen: Seen) -> Array:
        return np.ceil(wanted - ROUNDING)


@dataclass(frozen=True)
class OrderLimits(Rounding):
    """Quantity contract: at least so much every day, and at most so much.

    Formula:
        order = min(most, max(least, wanted))

    Source:
        Federgruen & Zipkin 1986, on the most; Anupindi & Bassok 1999, on the least.
    """

    least: Number = param(0.0, "units/day", "taken every day", low=0)
    most: Number | None = param(None, "units/day", "supplied in a day; None: any number", low=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.most is not None and (np.asarray(self.least) > self.most).any():
            raise InputError(f"OrderLimits.least = {self.least}: must not be more than most = {self.most}")

    def changed(self, wanted: Array, seen: Seen) -> Array:
        order = np.maximum(wanted, self.least)
        return order if self.most is None else np.minimum(order, self.most)


@dataclass(frozen=True)
class WipCap(Rounding):
    """Cap on the work in process of a line, around the rule of its head: `Kanban` behind it is hybrid kanban-CONWIP.

    For the first stage of a line, by an exemption. It counts what is on hand and under way from there down to the final
    customers, as `Conwip` does; the stages behind it keep cards of their own, and the last may move on what it gets, by
    `PassOn`.

    Formula:
        order = min(wanted, max(0, cards - (echelon position + what final customers wait for)))

    Source:
        Bonvik, Couch & Gershwin 1997, International Journal of Production Research 35(3).
    """

    echelon: ClassVar[bool] = True
    cards: Number = param(100.0, "units", "most that is in the line, from here down to the customers", low=0)

    def changed(self, wanted: Array, seen: Seen) -> Array:
        return np.minimum(wanted, np.maximum(self.cards - in_line(seen), 0.0))
