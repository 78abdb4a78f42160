"""Accumulators of what the books say beside the truth, over all stock points."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jitagents.accounting.accumulator import Accumulator, Sum
from jitagents.column import Array
from jitagents.simulation.books.counting import abc

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel

type Daily = Callable[["SupplyModel"], Array]


def _of_books(daily: Daily, otherwise: float = 0.0) -> "Callable[[SupplyModel, WorldLedger], Accumulator]":
    """Set up the sum of what is worked out of the books each day; where nobody has any, the same number every day."""

    def make(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        points = model.points
        if "misrecorded" not in points:
            return Accumulator(np.full((points.rows, 1), otherwise * ledger.days))
        return Sum(points["stock"].shape, lambda: daily(model))

    return make


@dataclass(frozen=True)
class Right:
    """Days on which the record of stock is right `(rows, worlds)`.

    Attributes:
        a, b, c: share of stock, of one unit at least, up to which an error does not count, by class of value.
    """

    a: float
    b: float
    c: float

    def __call__(self, model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        classes = abc(model.planned, model.layout.name_rank)
        tolerance = np.array([self.a, self.b, self.c])[classes][:, None]

        def today(model: "SupplyModel") -> Array:
            stock, error = model.points["stock"], model.points["misrecorded"]
            return (np.abs(error) <= tolerance * np.maximum(stock, 1.0) + 1e-9).astype(float)

        return _of_books(today, 1.0)(model, ledger)


def _phantom(model: "SupplyModel") -> Array:
    """1 where nothing is on hand, something is wanted, and the record says that there is stock `(rows, worlds)`."""
    points, markets = model.points, model.layout.market_rows
    stock, error = points["stock"], points["misrecorded"]
    wanted = points["owed"] > 1e-9
    wanted[markets] |= model.buying["lost"] > 1e-9
    return np.asarray((stock <= 1e-9) & (stock + error > 1e-9) & wanted, dtype=float)


phantom = _of_books(_phantom)
"""Days with phantom stock `(rows, worlds)`."""
frozen = _of_books(lambda model: _phantom(model) * (model.points["order"] <= 0.0))
"""Those of them on which nothing is ordered `(rows, worlds)`."""
record_error = _of_books(lambda model: np.abs(model.points["misrecorded"]))
"""Size of the errors of the records of stock, unit days `(rows, worlds)`."""
target = _of_books(lambda model: model.targets(), 1.0)
"""Positions that the ordering rules ask for at the mean flow, unit days `(rows, worlds)`."""
hidden = _of_books(lambda model: np.maximum(-model.points["misrecorded"], 0.0))
"""Stock that the records do not show, unit days `(rows, worlds)`."""
mended = _of_books(lambda model: (model.points["adjusted"] != 0.0).astype(float))
"""Days on which a count, a review or an audit corrects a record `(rows, worlds)`."""


def reschedules(model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
    """Set up the days on which a planning run would change what is planned `(rows, worlds)`; 0 where nobody plans."""
    shape = model.points["stock"].shape
    if not model.releases.days:
        return Accumulator(np.zeros((shape[0], 1)))
    model.count_messages()
    return Sum(shape, lambda: model.points["messages"])


class Decided(Accumulator):
    """Size of what orders differ from those on true records, and these `(2, rows, worlds)`; the model works them out.

    Args:
        model: that orders.
        ledger: of the model.
    """

    def __init__(self, model: "SupplyModel", ledger: "WorldLedger") -> None:
        model.compare_orders()
        self._wrong, self._true = model.points["wrong_order"], model.points["true_order"]
        super().__init__(np.zeros((2, *self._true.shape)))

    def add(self) -> None:
        self.total[0] += self._wrong
        self.total[1] += self._true


class Replanned(Accumulator):
    """Change of plans from day to day, and orders placed by rows that plan `(2, rows, worlds)`.

    The days that both plans cover count: not those that a plan which stands between two runs does not reach.

    Args:
        model: whose plans they are.
        weight: of the change of a day's order, a day nearer than the next, over that of the next; from 0 to 1.
    """

    changing = ("total", "_before", "_covered")

    def __init__(self, model: "SupplyModel", weight: float) -> None:
        releases = model.releases
        shape = model.points["stock"].shape
        super().__init__(np.zeros((2, *shape)))
        self._points, self._releases, self._plan, self._plans = model.points, releases, releases.plan, releases.plans
        self._weights = (1.0 - weight) * weight ** np.arange(releases.days)
        self._before: Array | None = None
        self._covered = releases.covered.copy()

    def add(self) -> None:
        if not self._plan.shape[1]:
            return
        order, before, covered = self._points["order"], self._before, self._releases.covered
        both = np.minimum(self._covered, covered + 1.0)
        self._before, self._covered = self._plan.copy(), covered.copy()
        if before is None:
            return
        change = np.abs(np.concatenate((order[:, None], self._plan[:, :-1]), axis=1) - before)
        change *= np.arange(before.shape[1])[:, None] < both[:, None]
        self.total[0] += np.einsum("rdw,d->rw", change, self._weights) * self._plans
        self.total[1] += (order > 0.0) * self._plans


@dataclass(frozen=True)
class Plans:
    """Sets up `Replanned`.

    Attributes:
        weight: as there.
    """

    weight: float

    def __call__(self, model: "SupplyModel", ledger: "WorldLedger") -> Accumulator:
        return Replanned(model, self.weight)
