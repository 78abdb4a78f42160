"""Quality: bad units that leave their makers, reach customers and go back."""

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.accounting.scopes import Index
from jitagents.column import Array

MILLION = 1e6


class Ppm(Single):
    """Bad units received, in parts per million."""

    unit = "1/million"
    label = "bad units received"
    formula = (
        "bad units among a million that are received over lanes, found or not, of whatever item; tier: of what its "
        "agents receive; network: of what final customers receive; none where nothing is received"
    )
    source = "Juran & De Feo 2010, Juran's Quality Handbook, 6th ed., ch. 1"
    sums = (accumulators.arrived, accumulators.bad_received, accumulators.bad_sold, accumulators.handed_back)

    def of(self, ledger: WorldLedger) -> Array:
        layout = ledger.layout
        buyers, markets = layout.owner[layout.lane_buyer], np.arange(layout.market_rows.stop)
        bad, units = (
            ledger.every(ledger.at(buyers, ledger.total(of)))
            for of in (accumulators.bad_received, accumulators.arrived)
        )
        sold = ledger.total("output")[markets] + ledger.total(accumulators.handed_back)
        bad[0], units[0] = ledger.total(accumulators.bad_sold).sum(axis=0), sold.sum(axis=0)
        return MILLION * ratio(bad, units)


class Escapes(Single):
    """Escapes: bad units that leave their maker unnoticed."""

    unit = "units/day"
    label = "escapes"
    formula = (
        "bad units started and not found by their maker / days; tier and network: sum over plants and sources; none "
        "where these have several items: see ppm"
    )
    source = "Porteus 1986, Operations Research 34(1)"
    sums = (accumulators.escaped,)

    def of(self, ledger: WorldLedger) -> Array:
        makers = ledger.layout.maker_rows
        return _a_day(ledger, makers, ledger.total(accumulators.escaped)) + ledger.scopes.several(makers)


class Returns(Single):
    """Returns: bad units that are sent back to their sellers."""

    unit = "units/day"
    label = "returns"
    formula = (
        "bad units found by an agent, in inspection, in use or by its final customers, and sent back / days; tier and "
        "network: sum over agents; none where several items are bought: see ppm"
    )
    source = "Monden 1983, Toyota Production System, ch. 9"
    sums = (accumulators.returned,)

    def of(self, ledger: WorldLedger) -> Array:
        layout = ledger.layout
        returned = _a_day(ledger, layout.owner[layout.lane_buyer], ledger.total(accumulators.returned))
        return returned + ledger.scopes.several(layout.lane_buyer)


def _a_day(ledger: WorldLedger, agents: Index, units: Array) -> Array:
    """Sum units of makers or lanes over their agents, a day `(scopes, worlds)`."""
    return ledger.every(ledger.at(agents, units * np.ones((1, ledger.worlds)))) / ledger.days


MEASURES = (Ppm(), Escapes(), Returns())
