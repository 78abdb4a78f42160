"""Terms of lanes: the relations of a model, lane by lane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, Flags
from jitagents.parameters import Number
from jitagents.relations.terms import Relation

SHARES = ("outside", "reserved", "reservation_fee", "penalty", "bonus", "price", "administration")
"""Terms that are numbers, 0 without a relation."""


@dataclass(frozen=True)
class LaneTerms:
    """Terms by lane, arrays `(lanes, 1)` or `(lanes, worlds)`; without a relation a lane has neutral ones.

    Attributes:
        shared_demand: weight of final demand in what the seller sees.
        trust_pace: share of the gap to the promises kept today by which trust moves.
        managed: 1 where the seller decides.
        least, most: stock of the buyer that the seller is to keep, days of mean flow; 0 and infinite without limits.
        outside: share of the price, paid for a unit beyond these limits on a day.
        reserved: units that the buyer gets first, days of mean flow.
        classed: 1 where the relation states the class of the buyer.
        at_use, at_shipment: 1 where goods pass to the buyer at their use, and at shipment; else they do at receipt.
        warning_lag, passing_lag: days until the buyer is told of outages; infinite where it never is.
        recovery_help, helpers: factor on the seller's time to recover, and how many customers must offer one.
        reservation_fee, bonus, price: shares of the price; `price` is its change.
        penalty, penalty_days: share of the price a day, and for how many days at most.
        administration: money a year.
    """

    shared_demand: Array
    trust_pace: Array
    managed: Array
    least: Array
    most: Array
    outside: Array
    reserved: Array
    classed: Array
    at_use: Array
    at_shipment: Array
    warning_lag: Array
    passing_lag: Array
    recovery_help: Array
    helpers: Array
    reservation_fee: Array
    penalty: Array
    penalty_days: Array
    bonus: Array
    price: Array
    administration: Array

    @classmethod
    def of(cls, relations: Sequence[tuple[Relation, Flags]], lanes: int) -> Self:
        """Return the terms of lanes, of which each relation has some `(lanes,)`."""
        take = _taker(relations, lanes)
        return cls(
            shared_demand=take(lambda relation: relation.shared_demand),
            trust_pace=take(lambda relation: relation.trust_pace),
            managed=take(lambda relation: float(relation.decides == "seller")),
            least=take(lambda relation: 0.0 if relation.least is None else relation.least),
            most=take(lambda relation: _days(relation.most), np.inf),
            classed=take(lambda relation: float(relation.allocation_class is not None)),
            at_use=take(lambda relation: float(relation.ownership == "use")),
            at_shipment=take(lambda relation: float(relation.ownership == "shipment")),
            warning_lag=take(lambda relation: _days(relation.warning_lag), np.inf),
            passing_lag=take(lambda relation: _days(relation.passing_lag), np.inf),
            recovery_help=take(lambda relation: relation.recovery_help, 1.0),
            helpers=take(lambda relation: float(relation.helpers), 1.0),
            penalty_days=take(lambda relation: _days(relation.penalty_days), np.inf),
            **{name: take(lambda relation, name=name: getattr(relation, name)) for name in SHARES},
        )

    @property
    def tell(self) -> bool:
        """Whether sellers are told anything of their customers."""
        return bool(np.any(self.shared_demand) or np.any(self.managed))

    def at(self, rows: npt.NDArray[np.int64]) -> Self:
        """The terms of some lanes."""
        return type(self)(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


def _days(days: Number | None) -> Number:
    return np.inf if days is None else days


def _taker(relations: Sequence[tuple[Relation, Flags]], lanes: int) -> Callable[..., Array]:
    def take(term: Callable[[Relation], Any], neutral: float = 0.0) -> Array:
        column = np.full((lanes, 1), neutral)
        for relation, chosen in relations:
            column = np.where(chosen[:, None], term(relation), column)
        return column

    return take
