"""Measures and cost parts of a user's own, in a package of the user's own: from YAML, kept, shown, and checked."""

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

import jitagents
from jitagents import Results
from jitagents.accounting.measures import Array, Single, WorldLedger
from jitagents.errors import InputError
from jitagents.testing import check_cost_part, check_measure
from jitagents.trust import TRUST
from tests.studies.conftest import small

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


@pytest.mark.usefixtures("package")
def test_they_run_from_a_configuration_if_the_package_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stated in ([NODES.replace("cost_carbon, ", "")], [CARBON]):
        with pytest.raises(InputError, match="is not of a trusted package"):
            small(*stated)
    monkeypatch.setenv(TRUST, PACKAGE)
    results = small(NODES, CARBON).run(tmp_path / "run", progress=False)
    assert results.measures == NAMES
    calm = results.summary(scopes=["network"]).set_index("metric")["calm"]
    assert calm["double_peak"] == pytest.approx(2 * calm["peak_order"], rel=1e-12)
    assert calm["share_lost"] == 0.0
    assert calm["cost_carbon"] > 0
    assert results.risk("peak_order")["unit"].eq("units").all()
    forget(monkeypatch)
    monkeypatch.delenv(TRUST)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path != str(tmp_path)])
    opened = Results.open(tmp_path / "run")
    assert opened.definitions["peak_order"].label == "peak order"
    assert_frame_equal(opened.summary(), results.summary())
    page = opened.report()
    assert all(words in page for words in ("largest order of a day x factor", "Our plant, 2026", "carbon emitted by"))
    assert "overtime, carbon; tier" in page, "the cost names all its parts"


@pytest.mark.usefixtures("package")
def test_series_are_kept_day_by_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="is not of a trusted package"):
        small(KEPT)
    monkeypatch.setenv(TRUST, PACKAGE)
    results = small(KEPT, "measures=[bullwhip, fill_rate]").run(tmp_path / "run", progress=False)
    days = results.daily(scopes=["network"]).pivot(index="day", columns="metric", values="crisis")
    assert {*days} == {"output", "owed", "wanting", "empty"}
    assert (days["wanting"] >= days["owed"]).all()
    assert days["empty"].between(0, 1).all()
    forget(monkeypatch)
    monkeypatch.delenv(TRUST)
    opened = Results.open(tmp_path / "run")
    assert opened.plot.daily("wanting").axes[0].get_ylabel() == "wanting (units)"
    assert opened.plot.fan("empty").axes[0].get_ylabel() == "agents without stock lost (share)"


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (KEPT.replace("Wanting}", "Wanting, name: output}"), "daily[2]: the name 'output' is taken already"),
        (KEPT.replace(".series.Wanting", ".measures.PeakOrder"), "daily[2]"),
        (KEPT.replace("owed", "owned"), "daily: there is no 'owned'; did you mean 'owed'"),
    ],
)
def test_series_that_cannot_be_kept_are_refused(stated: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, PACKAGE)
    with pytest.raises(InputError, match=re.escape(told)):
        small(stated)


@pytest.mark.usefixtures("package")
def test_a_part_is_paid_beside_the_others_and_may_be_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, PACKAGE)
    measures = "measures=[cost, cost_carbon, cost_added, lost_units]"
    swept = small(measures, CARBON, "levels={costs.parts.carbon.price: [0, 2, 4]}", "chunk=2").run(progress=False)
    table = swept.summary(scopes=["network"]).pivot(index="level", columns="metric", values="calm")
    free = small("measures=[cost]").run(progress=False).summary(scopes=["network"])["calm"].iloc[0]
    assert table["cost"].iloc[0] == free
    carbon = table["cost_carbon"].to_numpy()
    np.testing.assert_allclose(carbon, carbon[1] * np.array([0, 1, 2]), rtol=1e-12)
    np.testing.assert_allclose(table["cost"] - free, carbon, rtol=1e-9)
    assert swept.plot.levels(["cost_carbon"]).axes[0].get_ylabel().startswith("carbon cost a day")


@pytest.mark.usefixtures("package")
def test_an_own_measure_is_an_objective_and_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, PACKAGE)
    results = small(NODES, CARBON, "objective=peak_order").run(progress=False)
    assert jitagents.results.objective.objective(results, "peak_order") > 0
    assert results.plot.tradeoff("peak_order").axes[0].get_xlabel() == "peak order in calm (units)"
    with pytest.raises(InputError, match="objective = 'peak_orders': is no measure; did you mean 'peak_order'"):
        small(NODES, CARBON, "objective=peak_orders")


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("measures=[{_target_: PKG.measures.PeakOrde}]", r"measures\[0\]\._target_: .* did you mean 'PeakOrder'"),
        ("measures=[cost, {_target_: PKG.measures.PeakOrder, name: cost}]", r"measures\[1\]: the name 'cost' is taken"),
        (
            "measures=[{_target_: PKG.measures.PeakOrder, name: A b}]",
            r"measures\[0\]: name = 'A b': must be lower-case",
        ),
        ("measures=[{_target_: PKG.measures.PeakOrder, factor: -1}]", r"factor = -1: must be 0 or more"),
        ("measures=[{_target_: PKG.costs.Carbon}]", r"measures\[0\] = .*: must be a name, or \{_target_"),
        ("measures=[{name: x}]", r"measures\[0\] = .*: must be a name, or \{_target_"),
        ("costs.parts={capital: {_target_: PKG.costs.Carbon}}", r"parts\.capital: every cost model has a part of this"),
        ("costs.parts={x: {_target_: PKG.measures.PeakOrder}}", r"parts\.x = .*: must be a cost part"),
        ("costs.parts={X: {_target_: PKG.costs.Carbon}}", r"parts\.X: a part is named by lower-case"),
        ("measures=[cost_carbon]", "there is no 'cost_carbon'"),
    ],
)
def test_bad_ones_are_refused(stated: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, PACKAGE)
    with pytest.raises(InputError, match=told):
        small(stated.replace("PKG", PACKAGE))


@pytest.mark.usefixtures("package")
def test_they_keep_the_contract() -> None:
    check_measure(own("measures", "PeakOrder"), own("measures", "ShareLost"))
    check_cost_part(own("costs", "Carbon"))


class Bad(Single):
    """A measure that breaks its contract."""

    unit = label = formula = source = "bad"

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.total("owed")[:1]


class Undeclared(Bad):
    """A measure that uses a sum that it does not declare."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.stock


class Chunky(Bad):
    """A measure that depends on the worlds beside it."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total("demand")) * 0 + ledger.total("demand").mean()


class Infinite(Bad):
    """A measure that divides by nothing."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total("demand")) + np.inf


class Placed(Bad):
    """A measure that depends on the order of the agents."""

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.every(ledger.total("demand") * ledger.layout.agent[ledger.layout.agent_rows, None])


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Bad, r"of\(\) returns the shape"),
        (Undeclared, "input_stock: a measure uses this sum and does not declare it"),
        (Chunky, "a replication alone has other values"),
        (Infinite, "a value is infinite"),
        (Placed, "the order of the agents changes its values"),
    ],
)
def test_a_broken_contract_is_told(kind: type[Single], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_measure(kind)
