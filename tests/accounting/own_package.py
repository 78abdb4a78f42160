"""A package of a user's own, with measures, a cost part and daily series, and how a configuration names them."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "ledger_of_test"
MEASURES = '''
"""Measures of our plant."""

from dataclasses import dataclass

import numpy as np

from jitagents.accounting.measures import Accumulator, Number, Paired, Single, accumulators, param, ratio


class LargestOrder(Accumulator):
    """The largest order of each agent, units `(agents, worlds)`."""

    def __init__(self, model, ledger):
        self._order = model.points["order"][model.layout.agent_rows]
        super().__init__(np.zeros(self._order.shape))

    def add(self):
        np.maximum(self.total, self._order, out=self.total)


@dataclass(frozen=True)
class PeakOrder(Single):
    """Peak order: the largest order of a day."""

    unit = "units"
    label = "peak order"
    formula = "largest order of a day x factor; tier and network: sum over agents"
    source = "Our plant, 2026"
    sums = (LargestOrder,)
    factor: Number = param(1.0, "", "of the peak", low=0)

    def of(self, ledger):
        return self.factor * ledger.every(ledger.total(LargestOrder))


class ShareLost(Paired):
    """Share of the output lost."""

    unit = "share"
    label = "share of output lost"
    formula = "output lost / output of the calm twin"
    source = "Our plant, 2026"

    def of(self, twins):
        return ratio(twins.lost(twins.output), twins.days * twins.usual)
'''
COSTS = '''
"""Costs of our plant."""

from dataclasses import dataclass

import numpy as np

from jitagents.accounting.costs import CostItem, CostPart, Number, accumulators, param


@dataclass(frozen=True)
class Carbon(CostPart):
    """Carbon that transport emits."""

    meaning = "carbon emitted by what is shipped, at the buyer"
    source = "EN 16258, 2012"
    price: Number = param(0.1, "money/unit", "price of the carbon of a unit", low=0)

    def items(self, basis):
        buyer = basis.layout.lane_buyer
        yield CostItem(accumulators.shipped, self.price * np.ones((len(buyer), 1)), buyer)
'''
SERIES = '''
"""Daily series of our plant."""

import numpy as np

from jitagents.accounting.daily import ComputedSeries, SummedSeries


class Wanting(SummedSeries):
    """Wanting: units short of demand and backorders."""

    unit = "units"
    label = "wanting"
    formula = "demand + backorders; network: sum over buyers"
    source = "Our plant, 2026"

    def weights(self, basis):
        return {"demand": basis.flow, "owed": basis.flow}


class Empty(ComputedSeries):
    """Empty: share of agents without stock."""

    unit = "share"
    label = "agents without stock"
    formula = "agents with nothing on hand / agents"
    source = "Our plant, 2026"

    def begin(self, model, ledger):
        stock, scopes = model.points["stock"], ledger.scopes
        every = scopes.every[: scopes.daily, model.layout.agent_rows]
        return lambda: every @ (stock[model.layout.agent_rows] <= 0) / every.sum(axis=1)[:, None]
'''
KEPT = f"daily=[output, owed, {{_target_: {PACKAGE}.series.Wanting}}, {{_target_: {PACKAGE}.series.Empty}}]"
NODES = (
    f"measures=[fill_rate, cost, cost_carbon, output_lost, {{_target_: {PACKAGE}.measures.PeakOrder}}, "
    f"{{_target_: {PACKAGE}.measures.PeakOrder, name: double_peak, factor: 2}}, "
    f"{{_target_: {PACKAGE}.measures.ShareLost}}]"
)
CARBON = f"costs.parts={{carbon: {{_target_: {PACKAGE}.costs.Carbon, price: 0.5}}}}"
NAMES = ["fill_rate", "cost", "output_lost", "cost_carbon", "peak_order", "double_peak", "share_lost"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of the measures and the part."""
    folder = tmp_path / PACKAGE
    folder.mkdir()
    for name, text in (("__init__", ""), ("measures", MEASURES), ("costs", COSTS), ("series", SERIES)):
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    forget(monkeypatch)
    return folder


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        monkeypatch.delitem(sys.modules, name)


def own(module: str, name: str) -> Any:
    return getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)
