"""Sensitivity of what a model measures, against a closed form, and what is said and drawn of it."""

from pathlib import Path

import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.views import SensitivityView
from jitagents.study import load
from tests.studies.conftest import Forbidden

STOCK = (
    "network=serial", "network.stages=1", "network.whole=false", "demand=constant", "crisis=none",
    "ordering=base_stock", "replications=1", "days=1", "warmup=0", "workers=1",
    "measures=[cost_capital, stock_units, output, cost]",
    "design.ranges={ordering.cover: [0, 8], costs.capital: [0.05, 0.25]}",
)  # fmt: skip


@pytest.fixture(scope="module")
def stock() -> Results:
    return load("single", ["design=saltelli", "design.base=256", *STOCK]).run(progress=False)


def test_the_cost_of_capital_is_a_product(stock: Results) -> None:
    """Stock is cover times demand and costs capital times its value: indices of a product of independent factors."""
    mean, variance = np.array([4.0, 0.15]), np.array([8.0**2, 0.2**2]) / 12
    whole = np.prod(mean**2 + variance) - np.prod(mean**2)
    alone = variance * mean[::-1] ** 2 / whole
    found = stock.sensitivity(["cost_capital"])
    assert found["key"].to_list() == ["ordering.cover", "costs.capital"]
    for name, exact in (("first_order", alone), ("total_order", 1 - alone[::-1])):
        error = (found[f"{name}_high"] - found[f"{name}_low"]) / 2 / 1.96
        assert (np.abs(found[name] - exact) < 4 * error).all()
        assert (error < 0.07).all()


def test_a_key_without_influence_has_none(stock: Results) -> None:
    rows = stock.sensitivity(["stock_units"]).set_index("key").loc["costs.capital"]
    assert rows["first_order"] == rows["total_order"] == rows["total_order_high"] == 0


def test_a_constant_says_why_it_has_no_indices(stock: Results) -> None:
    rows = stock.sensitivity(["output"])
    assert rows[["first_order", "total_order"]].isna().all(axis=None)
    assert rows["remark"].eq("the same at all points: there is no variance to divide").all()
    assert isinstance(stock.view, SensitivityView)
    assert "cover makes" in stock.findings()[0]
    assert len(stock.table()) == 2


def test_elementary_effects_of_a_model() -> None:
    results = load("single", ["design=morris", "design.trajectories=6", *STOCK]).run(progress=False)
    rows = results.sensitivity(["stock_units"]).set_index("key")
    level = results.summary(["stock_units"], ["network"])
    slope = (level["calm"] / level["ordering.cover"]).dropna().iloc[0]
    assert rows.loc["ordering.cover", "mu"] == pytest.approx(8 * slope)
    assert rows.loc["costs.capital", ["mu_star", "sigma"]].eq(0).all()
    assert rows["unit"].eq("units").all()
    assert "Across its whole range" in results.findings()[0]
    assert "mean size of an effect" in {text.get_text() for text in results.plot.sensitivity().legends[0].get_texts()}


def test_what_was_saved_is_read_again(stock: Results, tmp_path: Path) -> None:
    stock.save(tmp_path)
    again = Results.open(tmp_path)
    assert again.sensitivity().equals(stock.sensitivity())
    assert stock.plot.sensitivity().get_suptitle() == "cover moves cost a day most"


def test_other_studies_have_none(stock: Results) -> None:
    study = load("single", [*STOCK[:-1], "levels={ordering.cover: [1, 2]}"])
    with pytest.raises(InputError, match="design=saltelli or design=morris"):
        study.run(progress=False).sensitivity()
    with pytest.raises(InputError, match="world = 'storm'"):
        stock.sensitivity(world="storm")


def test_a_design_and_levels_are_too_much() -> None:
    with pytest.raises(InputError, match="levels, design: there are both"):
        load("single", ["design=sobol", *STOCK, "levels={ordering.cover: [1]}"])
    with pytest.raises(InputError, match=r"design\.ranges\.ordering\.cuver: .*did you mean 'cover'"):
        load("single", ["design=sobol", *STOCK[:-1], "design.ranges={ordering.cuver: [1, 2]}"])
    with pytest.raises(InputError, match=r"design\.ranges: must be given"):
        load("single", ["design=sobol", *STOCK[:-1]])


def test_a_design_is_one_model_and_counts_by_its_points() -> None:
    study = load("single", ["design=sobol", "design.count=512", *STOCK])
    assert len(study.chunks()) == 1
    assert len(study.levels.points) == 512
    stated = load("single", [*STOCK[:-1]], levels=study.levels.stated)
    assert stated.hash == study.hash
    assert study.sweep({"ordering.cover": [1, 2]}).config["design"] == {}
    with pytest.raises(AssertionError, match="nothing should be simulated"):
        study.run(progress=False, executor=Forbidden())
