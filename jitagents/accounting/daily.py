"""Daily: what can be taken down day by day for the network and its tiers, and what of it is no plain sum of columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.accounting.measures.measure import ratio
from jitagents.accounting.names import picked
from jitagents.accounting.series import SERIES
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.ledger import Ledger
    from jitagents.model import SupplyModel


@dataclass(frozen=True)
class Figure:
    """A figure of the day.

    Attributes:
        make: gives what works out today's figure `(scopes, worlds)`; to be asked every measured day.
        alone: names of the measures of single worlds whose running sums it needs.
    """

    make: "Callable[[SupplyModel, Ledger], Callable[[], Array]]"
    alone: tuple[str, ...] = ()


def _service(model: "SupplyModel", books: "Ledger") -> Callable[[], Array]:
    """Share of today's final demand that is met today; 1 on a day without demand, NaN where there never is any."""
    wanted, filled = model.buying["wanted"], model.buying["filled"]
    buyers = books.scopes.flow[: books.scopes.daily, model.layout.market_rows]
    facing = (buyers.sum(axis=1) > 0)[:, None]

    def today() -> Array:
        met = ratio(buyers @ filled, buyers @ wanted)
        return np.where(facing & np.isnan(met), 1.0, met)

    return today


def _cost(model: "SupplyModel", books: "Ledger") -> Callable[[], Array]:
    """Money of today: by how much all costs so far have grown."""
    before = np.zeros((books.scopes.daily, model.worlds.count))

    def today() -> Array:
        spent = books.measure("cost")[: books.scopes.daily] * books.days
        grown = spent - before
        before[...] = spent
        return grown

    return today


FIGURES = {"service": Figure(_service), "cost": Figure(_cost, ("cost",))}
"""What can be taken down beside the series."""
DAILY = (*SERIES, *FIGURES)
"""All that can be taken down day by day."""
USUAL = ("output", "stock_value", "stock_units", "owed", "order")
"""What a study takes down unless it asks for something else."""


def recorded(asked: Any) -> list[str]:
    """The names of the daily figures asked for; there may be none.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, or names that there are not: all of them.
    """
    return picked(asked, DAILY, "daily")
