"""The 2^5 design: shares by hand from costs that are made up, and the study as it stands."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from jitagents import InputError, load
from jitagents.readiness.rules import LEVERS
from jitagents.readiness.views import LeverShares, WeakestLever
from jitagents.readiness.weakest_lever import name_of, weakest_lever
from jitagents.results import Results


@pytest.fixture(scope="module")
def results() -> Results:
    return load("single", ["+experiment=weakest_lever", "workers=1", "replications=2", "days=40", "warmup=10"]).run(
        progress=False
    )


def with_costs(results: Results, cost: Callable[[npt.NDArray[np.int64]], float]) -> Results:
    """The results with a cost that is a function of the bad levers."""
    states = {name_of(state): state for state in np.ndindex(2, 2, 2, 2, 2)}
    frame = results.replications.copy()
    made = [cost(np.array(states[name])) for name in frame["variant"]]
    frame["cost.crisis"] = np.asarray(made) * (1.0 + frame["replication"])
    return replace(results, replications=frame)


def test_every_state_of_the_levers_is_a_variant(results: Results) -> None:
    assert len(results.variants) == 32
    assert name_of((0, 0, 0, 0, 0)) == "none"
    assert name_of((1, 0, 0, 1, 0)) == "demand_and_data"
    bad = {name_of(tuple(int(one == lever) for one in LEVERS)) for lever in LEVERS}
    assert bad == set(LEVERS)


def test_where_losses_add_up_each_lever_has_its_part(results: Results) -> None:
    table = weakest_lever(with_costs(results, lambda bad: 10 + float(bad @ [1.0, 2.0, 3.0, 14.0, 30.0]))).set_index(
        "lever"
    )
    assert table["share"].to_numpy() == pytest.approx([0.02, 0.04, 0.06, 0.28, 0.6])
    assert table["share_low"].to_numpy() == pytest.approx(table["share"].to_numpy())
    assert table["effect"].to_numpy() == pytest.approx(1.5 * np.array([1, 2, 3, 14, 30]))
    assert table["alone"].to_numpy() == pytest.approx(table["effect"].to_numpy())
    assert table["spoils"].tolist() == ["little", "little", "little", "part", "all"]


def test_where_the_worst_lever_alone_counts_each_spoils_all(results: Results) -> None:
    table = weakest_lever(with_costs(results, lambda bad: 1 + 7.0 * bad.max()))
    assert table["share"].to_numpy() == pytest.approx(np.ones(5))
    assert set(table["spoils"]) == {"all"}
    assert table["effect"].to_numpy() == pytest.approx(np.full(5, 1.5 * 7 / 16))


def test_other_studies_are_refused() -> None:
    other = load("single", ["network=serial", "replications=1", "workers=1", "days=5", "crisis=none"]).run(
        progress=False
    )
    with pytest.raises(InputError, match=r"\+experiment=weakest_lever"):
        weakest_lever(other)


def test_the_view_tells_what_the_numbers_say(results: Results) -> None:
    made = with_costs(results, lambda bad: 10 + float(bad @ [1.0, 2.0, 3.0, 14.0, 30.0]))
    assert isinstance(made.view, WeakestLever)
    table = made.table()
    assert list(table.index) == list(LEVERS)
    assert table["share of the loss"].tolist()[3] == "0.28 (0.28 to 0.28)"
    told = made.findings()
    assert told[0] == "One bad lever spoils most of the whole for 1 of 5 levers."
    assert "wrong about demand, supplier, process:" in told[1]
    assert told[2].endswith("exposure.")
    assert "add up to 1.00" in told[3]
    assert list(made.figures()) == ["levers"]


def test_the_bars_are_the_shares(results: Results) -> None:
    made = with_costs(results, lambda bad: 10 + float(bad @ [1.0, 2.0, 3.0, 14.0, 30.0]))
    axis = LeverShares().draw(made).axes[0]
    assert [bar.get_width() for bar in axis.patches] == pytest.approx([0.02, 0.04, 0.06, 0.28, 0.6])  # type: ignore[attr-defined]


def test_the_figure_keeps_the_contract(results: Results) -> None:
    assert LeverShares().drawable(results)
    assert "weakest_lever" in results.report()
