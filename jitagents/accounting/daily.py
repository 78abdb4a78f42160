"""Daily series that a study can keep for the network and its tiers, by name; some are no sums of columns."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy import sparse

from jitagents.accounting.measures.cost import COST
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.measures.service import CANCELLED
from jitagents.accounting.names import parse_objects
from jitagents.accounting.series import DailySeries, Matrix, SeriesBasis, SummedSeries
from jitagents.accounting.summed_series import BY_VALUE, SUMMED
from jitagents.build import build
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import InputError
from jitagents.weighted_sums import WeightedSums

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class ComputedSeries(DailySeries):
    """A daily series that is no sum of columns.

    Attributes:
        measures: those whose accumulators it needs.
    """

    measures: ClassVar[tuple[Single, ...]] = ()

    @abstractmethod
    def begin(self, model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
        """Begin a simulation; the result computes today's values `(scopes, worlds)`, and is called every measured day.

        The scopes are the network and its tiers, the first `ledger.scopes.daily` ones.
        """


class Service(ComputedSeries):
    """Service: share of today's final demand that is met today."""

    unit = "share"
    label = "final demand met on its day"
    formula = "units met / units asked for; 1 on a day without demand; NaN where there never is any"
    source = "Silver, Pyke & Thomas 2017, sec. 6.2"

    def begin(self, model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
        wanted, filled = model.buying["wanted"], model.buying["filled"]
        markets = ledger.scopes.flow[: ledger.scopes.daily, model.layout.market_rows]
        with_demand = (markets.sum(axis=1) > 0)[:, None]

        def today() -> Array:
            met = ratio(markets @ filled, markets @ wanted)
            return np.where(with_demand & np.isnan(met), 1.0, met)

        return today


class StockValue(ComputedSeries):
    """Stock value: money in stock, at cost."""

    unit = "money"
    label = "stock value"
    formula = (
        "unit cost x units on hand, inputs included, and work in process at the cost of what went into it and half of "
        "the value added; tier and network: sum over agents"
    )
    source = "Silver, Pyke & Thomas 2017, sec. 1.3"

    def begin(self, model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
        worth, makers, daily = ledger.planned.valuation, model.layout.maker_rows, ledger.scopes.daily
        held = WeightedSums(ledger.scopes.stock[:daily] @ sparse.diags_array(worth.cost[:, 0]))
        made = WeightedSums(ledger.scopes.every[:daily, makers] @ sparse.diags_array(worth.in_process[makers, 0]))
        stock, on_order, waiting = model.points["stock"], model.points["on_order"], model.making["open_orders"]
        return lambda: held @ stock + made @ (on_order[makers] - waiting)


class DailyCost(ComputedSeries):
    """Cost of the day: the growth of the cost so far."""

    unit = "money/day"
    label = "cost"
    formula = COST.formula
    source = COST.source
    measures = (COST,)

    def usual_name(self) -> str:
        return COST.name

    def begin(self, model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
        return _Growth(COST, model, ledger)


class DailyCancelled(ComputedSeries):
    """Cancelled orders of the day."""

    unit = CANCELLED.unit
    label = CANCELLED.label
    formula = CANCELLED.formula
    source = CANCELLED.source
    measures = (CANCELLED,)

    def usual_name(self) -> str:
        return CANCELLED.name

    def begin(self, model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
        return _Growth(CANCELLED, model, ledger)


class DailyCash(ComputedSeries):
    """Cash at the end of the day."""

    unit = "money"
    label = "cash"
    formula = "cash less debt; tier and network: sum over agents; NaN where no money is followed"
    source = "Richards & Laughlin 1980, Financial Management 9(1)"

    def usual_name(self) -> str:
        return "cash"

    def begin(self, model: "SupplyModel", ledger: WorldLedger) -> Callable[[], Array]:
        treasury, daily = model.treasury, ledger.scopes.daily
        if treasury is None:
            nothing = np.full((daily, model.worlds.count), np.nan)
            return lambda: nothing
        return lambda: ledger.every(treasury.credit.net_cash)[:daily]


class _Growth(Stateful):
    """The growth of the total of a mean daily measure.

    Args:
        measure: of single worlds.
        model: that is followed.
        ledger: that records it.
    """

    changing: ClassVar = ("_before",)

    def __init__(self, measure: Single, model: "SupplyModel", ledger: WorldLedger) -> None:
        self._measure, self._ledger = measure, ledger
        self._before = np.zeros((ledger.scopes.daily, model.worlds.count))

    def __call__(self) -> Array:
        """Return the growth of today `(scopes, worlds)`."""
        total = self._measure.of(self._ledger)[: len(self._before)] * self._ledger.days
        growth = total - self._before
        self._before[...] = total
        return growth


DAILY: dict[str, DailySeries] = {
    series.name: series
    for series in (
        *SUMMED[:2],
        StockValue(),
        *SUMMED[2:],
        Service(),
        DailyCost(),
        DailyCancelled(),
        DailyCash(),
        *BY_VALUE,
    )
}  # fmt: skip
"""The daily series of ours, in the order of tables."""
USUAL = tuple(DAILY[name] for name in ("output", "stock_value", "stock_units", "owed", "order"))
"""The daily series that a study keeps by default."""


def recorded(asked: Any) -> list[DailySeries]:
    """The daily series that a configuration asks for, in the order of tables; a user's own come last.

    Args:
        asked: a list of names and of nodes of a user's own, or `all`; it may be empty.

    Raises:
        InputError: no such list, names that there are not, or series that cannot be built: all of them.
    """
    return parse_objects(asked, DAILY, "daily", _built)


def own_series(asked: Any) -> dict[str, dict[str, Any]]:
    """The words for the daily series of a configuration that are not ours, as plain values."""
    own = [one for one in recorded(asked) if one.name not in DAILY]
    instead = [one for one in own if isinstance(one, SummedSeries) and one.definition.in_units and one.value_name]
    return {
        **{one.value_name: asdict(one.definition.by_value) for one in instead},
        **{one.name: asdict(one.definition) for one in own},
    }


def _built(node: Any, place: str) -> DailySeries:
    built = build(node, place)
    if not isinstance(built, SummedSeries | ComputedSeries):
        raise InputError(f"{place} = {node!r}: must be a name, or {{_target_: mypackage.series.MySeries}}")
    return built


__all__ = [
    "DAILY", "USUAL", "Array", "ComputedSeries", "DailySeries", "Matrix", "SeriesBasis", "SummedSeries", "WorldLedger",
    "own_series", "ratio", "recorded",
]  # fmt: skip
