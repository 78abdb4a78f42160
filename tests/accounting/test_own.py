"""Measures and cost parts of a user's own, in a package of the user's own: from YAML, kept, shown, and checked."""

import sys
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

import jitagents
from jitagents import Results
from jitagents.errors import InputError
from jitagents.testing import check_cost_part, check_measure
from jitagents.trust import TRUST
from tests.accounting.own_package import CARBON, NAMES, NODES, PACKAGE, forget, own
from tests.studies.conftest import small


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
    assert "scrap, carbon; tier" in page, "the cost names all its parts"


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
