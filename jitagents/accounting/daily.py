"""Daily series that can be recorded for the network and its tiers; some are no sums of columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.accounting.measures.cost import COST
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.names import parse_names
from jitagents.accounting.series import SERIES
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


@dataclass(frozen=True)
class Computed:
    """A daily series that is no sum of columns.

    Attributes:
        make: returns a function that computes today's values `(scopes, worlds)`, to be called every measured day.
        measures: those whose accumulators it needs.
    """

    make: "Callable[[SupplyModel, WorldLedger], Callable[[], Array]]"
    measures: tuple[Single, ...] = ()


def _service(model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
    """Service: share of today's final demand met today; 1 on a day without demand, NaN where there never is any."""
    wanted, filled = model.buying["wanted"], model.buying["filled"]
    markets = ledger.scopes.flow[: ledger.scopes.daily, model.layout.market_rows]
    with_demand = (markets.sum(axis=1) > 0)[:, None]

    def today() -> Array:
        met = ratio(markets @ filled, markets @ wanted)
        return np.where(with_demand & np.isnan(met), 1.0, met)

    return today


def _cost(model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
    """Cost of today: the growth of the cost so far."""
    before = np.zeros((ledger.scopes.daily, model.worlds.count))

    def today() -> Array:
        spent = COST.of(ledger)[: ledger.scopes.daily] * ledger.days
        growth = spent - before
        before[...] = spent
        return growth

    return today


COMPUTED = {"service": Computed(_service), "cost": Computed(_cost, (COST,))}
"""The daily series that are no sums of columns."""
DAILY = (*SERIES, *COMPUTED)
"""All daily series that can be recorded."""
USUAL = ("output", "stock_value", "stock_units", "owed", "order")
"""The daily series that a study records by default."""


def recorded(asked: Any) -> list[str]:
    """Read the names of the daily series asked for; there may be none.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, or names that there are not: all of them.
    """
    return parse_names(asked, DAILY, "daily")
