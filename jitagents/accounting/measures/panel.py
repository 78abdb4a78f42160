"""Panel: the number of suppliers, their rise and fall, and the cost of having them."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from jitagents.accounting import panel_accumulators as panel
from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.measures.measure import Single, ratio
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array

WEBER = "Weber, Current & Benton 1991, European Journal of Operational Research 50: vendor selection and its criteria"
OF_PANEL = ("administration", "qualification", "volume")
"""The parts of the cost that having several suppliers makes."""


class _OfLanes(Single):
    """A count of lanes, summed over the agents that buy on them."""

    by_day: ClassVar[bool] = False

    def of(self, ledger: WorldLedger) -> Array:
        buyers = ledger.layout.owner[ledger.layout.lane_buyer]
        numbers = self._counted(ledger)
        shape = (numbers.shape[0], ledger.worlds)
        return ledger.every(ledger.at(buyers, np.ascontiguousarray(np.broadcast_to(numbers, shape))))

    def of_lanes(self, ledger: WorldLedger) -> Array:
        numbers = self._counted(ledger)
        back = np.argsort(ledger.layout.lane_order)
        return np.broadcast_to(numbers, (numbers.shape[0], ledger.worlds))[back]

    def _counted(self, ledger: WorldLedger) -> Array:
        numbers = ledger.total(self.sums[0])
        return numbers / ledger.days if self.by_day else numbers


class SuppliersInUse(_OfLanes):
    """Suppliers in use: those that an agent buys from, flow by flow."""

    unit = "suppliers"
    label = "suppliers in use"
    formula = (
        "mean over days of the lanes on which orders are placed, as a panel has it or else as planned; tier and "
        "network: sum over agents, of what they buy"
    )
    source = WEBER
    sums = (panel.in_use,)
    by_day = True


class EffectiveSuppliers(Single):
    """Effective suppliers: as many equal ones would be as concentrated."""

    unit = "suppliers"
    label = "effective suppliers"
    formula = (
        "1 / HHI, the sum of the squared shares agreed with the suppliers of a flow, or planned; mean over days, and "
        "over flows by planned spend"
    )
    source = "Herfindahl 1950; effective number: Adelman 1969, Review of Economics and Statistics 51(1)"
    sums = (panel.squared_shares,)

    def of(self, ledger: WorldLedger) -> Array:
        lanes, planned = ledger.planned.lanes.buyers, ledger.planned
        price = ledger.layout.lane_column("price")[:, None]
        spend, squares = planned.lane_rate * price, ledger.total(panel.squared_shares) / ledger.days
        spend, squares = (np.broadcast_to(one, (len(lanes.key), ledger.worlds)) for one in (spend, squares))
        shape = (lanes.size, ledger.worlds)
        of_flow, concentration = (lanes.sum(np.ascontiguousarray(one), np.empty(shape)) for one in (spend, squares))
        return ratio(ledger.points(of_flow), ledger.points(of_flow * concentration))


class ClassChanges(_OfLanes):
    """Changes of class: suppliers that rise or fall."""

    unit = "changes"
    label = "changes of class"
    formula = (
        "reviews at which a supplier goes from one class to another; tier and network: sum over buyers; 0 without a "
        "panel"
    )
    source = WEBER
    sums = (panel.class_changes,)


class PhaseOuts(_OfLanes):
    """Suppliers phased out."""

    unit = "suppliers"
    label = "suppliers phased out"
    formula = "suppliers that get no more orders from a review on; tier and network: sum over buyers; 0 without a panel"
    source = WEBER
    sums = (panel.phase_outs,)


class Qualifications(_OfLanes):
    """Qualifications begun."""

    unit = "suppliers"
    label = "qualifications begun"
    formula = "candidates whose qualification begins; tier and network: sum over buyers; 0 without a panel"
    source = "AIAG 2006, Production Part Approval Process, 4th ed."
    sums = (panel.qualifications,)


class PanelCost(Single):
    """Cost of the panel: having these suppliers, and not one."""

    unit = "money/day"
    label = "cost of the panel a day"
    formula = (
        "mean daily cost of the administration of suppliers, of qualifications, and of volume divided among them, at "
        "the buyer; tier and network: sum over agents, without what these pay to one another"
    )
    source = "Berger, Gerstenfeld & Zeng 2004, Omega 32(1): cost of a number of suppliers"

    def needs(self, items: CostItems) -> Iterable[str | Setup]:
        return set[str | Setup]().union(*(items.sums(part) for part in OF_PANEL))

    def of(self, ledger: WorldLedger) -> Array:
        return sum((ledger.cost(part) for part in OF_PANEL), start=np.zeros((1, 1))) / ledger.days

    def of_lanes(self, ledger: WorldLedger) -> Array:
        return sum((ledger.lane_cost(part) for part in OF_PANEL), start=np.zeros((1, 1))) / ledger.days


MEASURES = (
    SuppliersInUse(),
    EffectiveSuppliers(),
    ClassChanges(),
    PhaseOuts(),
    Qualifications(),
    PanelCost(),
)
