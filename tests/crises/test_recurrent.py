"""Recurrent disruptions: the laws of up and down times, and what a single stage pays for them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal, norm

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.crises import Geometric, Lognormal, Recurrent
from jitagents.crises.distributions import Observed
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed, serial
from jitagents.worlds import Worlds
from tests.crises.conftest import scene
from tests.science.conftest import recorded, row, z_score

FAILURE, REPAIR = 0.04, 0.25
"""Snyder & Shen 2019, Ex. 9.3."""


def states(days: int, worlds: Worlds, names: tuple[str, ...] = ("a",), **parameters: Any) -> np.ndarray:
    """1 for down, 0 for up, day by day `(days, rows, worlds)`."""
    cause = Recurrent({}, **{"mtbf": 1 / FAILURE, "mttr": 1 / REPAIR} | parameters)
    course = cause.course(scene(worlds, pd.DataFrame({"name": names, "region": "here"})))
    return np.stack([course.intensity(day).copy() for day in range(1, days + 1)])


def test_the_share_of_days_down_is_that_of_the_chain() -> None:
    down = states(1100, Worlds(range(400)))[100:, 0].mean(axis=0)
    assert abs(z_score(down, FAILURE / (FAILURE + REPAIR))) < 4
    assert abs(z_score(down, FAILURE / (FAILURE + 2 * REPAIR))) > 20


@pytest.mark.parametrize("mttr", [2.0, 9.0])
def test_uptime_holds_whatever_the_time_to_repair(mttr: float) -> None:
    down = states(1300, Worlds(range(400)), mtbf=None, uptime=0.9, mttr=mttr)[300:, 0].mean(axis=0)
    assert abs(z_score(down, 0.1)) < 4
    assert abs(z_score(down, 0.12)) > 4


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8])
def test_outages_last_by_the_geometric_law(length: int) -> None:
    """P(n days) = (1 - repair)^(n - 1) repair, outages that the horizon cuts left out."""
    down = states(800, Worlds(range(300)))[:, 0].T
    shares, longer = [], []
    for world in down:
        edges = np.flatnonzero(np.diff(np.concatenate(([0.0], world))))
        begins, ends = edges[::2], edges[1::2]
        lasted = ends - begins[: len(ends)]
        shares.append((lasted[:-1] == length).mean())  # the last one is not independent of the horizon
        longer.append((lasted[:-1] == length + 1).mean())
    exact = (1 - REPAIR) ** (length - 1) * REPAIR
    assert abs(z_score(np.array(shares), exact)) < 4
    assert abs(z_score(np.array(longer), exact)) > 4


def cost_by_day(level: float, worlds: int, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cost and net stock at the end of each day, and the days that the outage has lasted `(days, worlds)`."""
    network = serial(stages=1, lead_time=1, demand=2000.0, whole=False)
    outages = Recurrent({"name": "outside"}, start=-98, mtbf=1 / FAILURE, mttr=1 / REPAIR)
    model = SupplyModel(
        network, worlds=worlds, warmup=100, demand=Constant(), crisis={"outages": outages},
        ordering=BaseStock(level={"stage_1": level, "outside": 0.0}),
    )  # fmt: skip
    model.run_for(99)
    kept = recorded(model, days + 1, "stock", "owed", "shippable")
    stage, outside = row(model, "stage_1"), row(model, "outside")
    net = (kept["stock"] - kept["owed"])[1:, stage]
    down, lasted = kept["shippable"][:-1, outside] < np.inf, np.zeros((days, worlds))
    for day in range(days):
        lasted[day] = down[day] * ((lasted[day - 1] if day else 0) + 1)
    return 0.25 * np.maximum(net, 0) + 3 * np.maximum(-net, 0), net, lasted


@pytest.mark.parametrize(("level", "exact"), [(8000.0, 2737.069), (2000.0, 3310.345)])
def test_what_a_stage_pays_whose_supplier_fails(level: float, exact: float) -> None:
    cost, net, lasted = cost_by_day(level, worlds=2000, days=300)
    assert abs(z_score(cost.mean(axis=0), exact)) < 4
    known = lasted[50:] < 50  # the age of an outage that was there on the first day is not known
    expected = np.maximum(level - (lasted[50:] + 1) * 2000, -np.inf)
    assert np.array_equal(net[50:][known], expected[known])


def test_rows_fail_by_themselves_whatever_their_order_and_company() -> None:
    names, worlds = ("a", "b", "c"), Worlds(range(3), entropy=5)
    down = states(200, worlds, names)
    assert np.array_equal(states(200, worlds, ("c", "a", "b"))[:, [1, 2, 0]], down)
    assert np.array_equal(states(200, Worlds((1,), entropy=5), names)[:, :, 0], down[:, :, 1])
    assert len({down[:, number, 0].tobytes() for number in range(3)}) == 3


def test_a_carrier_goes_down_as_one() -> None:
    agents: list[dict[str, Any]] = [{"name": "source", "kind": "supplier", "item": "x"}]
    agents += [{"name": name, "kind": "buyer", "item": "x", "demand": 4} for name in ("left", "right")]
    lanes = [{"seller": "source", "buyer": name, "carrier": "van"} for name in ("left", "right")]
    network = listed(name="two", agents=agents, lanes=lanes, carriers=[{"name": "van"}])
    down = Recurrent({"name": "van"}, "carrier", mtbf=5, mttr=3)
    model = SupplyModel(network, worlds=20, demand=Constant(), crisis={"disruption": down})
    arrived = []
    for _ in range(100):
        model.step()
        arrived.append(model.lanes["arrived"].copy() > 0)
    came = np.stack(arrived)
    assert np.array_equal(came[:, 0], came[:, 1])
    assert 0.2 < came.mean() < 0.9


def test_severity_and_times_may_differ_by_world() -> None:
    severity, mttr = np.array([[1.0, 0.5]]), np.array([[1.0, 30.0]])
    down = states(2000, Worlds(range(2)), severity=severity, mttr=mttr)[:, 0]
    assert set(np.unique(down[:, 0])) == {0.0, 1.0}
    assert set(np.unique(down[:, 1])) == {0.0, 0.5}
    assert (down[:, 1] > 0).mean() > 3 * (down[:, 0] > 0).mean()


# ---------------------------------------------------------------- the law of the repair


def test_a_drawn_repair_keeps_uptime_and_has_its_law() -> None:
    """Up m / (m + r) of the days, r = 12 the mean of 4 and 20 days; as many outages of either length."""
    down = states(1600, Worlds(range(300)), mtbf=40.0, mttr=Observed([4.0, 20.0]))[:, 0]
    assert abs(z_score(down[400:].mean(axis=0), 12 / 52)) < 4
    assert abs(z_score(down[400:].mean(axis=0), 14 / 54)) > 4
    shares = []
    for world in down.T:
        edges = np.flatnonzero(np.diff(np.concatenate(([0.0], world))))
        lasted = edges[1::2] - edges[::2][: len(edges[1::2])]
        assert set(lasted) <= {4, 20}
        shares.append((lasted[:20] == 4).mean())
    assert abs(z_score(np.array(shares), 0.5)) < 4


def test_geometric_repairs_are_the_same_law_drawn_or_not() -> None:
    """The chance that a row that is down is down tomorrow: 1 - 1 / MTTR, whatever the age of the outage."""
    down = states(900, Worlds(range(300)), mttr=Geometric(1 / REPAIR))[:, 0]
    was, is_ = down[:-1], down[1:]
    assert abs(z_score((was * (is_ - (1 - REPAIR))).sum(axis=0), 0.0)) < 4
    assert abs(z_score(((1 - was) * (is_ - FAILURE)).sum(axis=0), 0.0)) < 4
    old = np.zeros_like(was)
    old[4:] = was[4:] * was[3:-1] * was[2:-2] * was[1:-3]
    assert abs(z_score((old * (is_ - (1 - REPAIR))).sum(axis=0), 0.0)) < 4


def test_a_drawn_repair_has_the_stated_mean() -> None:
    down = states(4000, Worlds(range(400)), mtbf=300.0, mttr=Lognormal(30.0, 1.0))[:, 0]
    assert abs(z_score(down[1000:].mean(axis=0), 30 / 330)) < 4
    assert abs(z_score(down[1000:].mean(axis=0), 40 / 340)) > 4


@pytest.mark.parametrize("law", [5.0, Lognormal(5.0, 1.0)])
def test_repairs_of_a_common_cause_end_together_if_stated(law: Any) -> None:
    table, worlds = pd.DataFrame({"name": list("ab"), "region": "north"}), Worlds(range(100))
    course = Recurrent({}, mtbf=20.0, mttr=law, common=1.0, repairs="together").course(scene(worlds, table))
    down = np.stack([course.intensity(day).copy() for day in range(1, 401)])
    assert np.array_equal(down[:, 0], down[:, 1])
    assert abs(z_score(down[100:, 0].mean(axis=0), 5 / 25)) < 4
    alone = Recurrent({}, mtbf=20.0, mttr=law, common=1.0).course(scene(worlds, table))
    apart = np.stack([alone.intensity(day).copy() for day in range(1, 401)])
    assert not np.array_equal(apart[:, 0], apart[:, 1])


def test_bad_times_are_refused() -> None:
    with pytest.raises(InputError, match=r"mttr = 0\.5: must be 1 or more"):
        Recurrent({}, mttr=0.5)
    with pytest.raises(InputError, match="exactly one of them is needed"):
        Recurrent({}, mtbf=10, uptime=0.9)
    with pytest.raises(InputError, match="too low for so short a time to repair"):
        Recurrent({}, mtbf=None, uptime=0.3, mttr=2)


# ---------------------------------------------------------------- common cause


def in_regions(days: int, worlds: Worlds, common: float, **more: Any) -> np.ndarray:
    """Four rows, two of them in each region, `(days, rows, worlds)`."""
    table = pd.DataFrame({"name": list("abcd"), "region": ["north", "north", "south", "south"]})
    course = Recurrent({}, mtbf=20.0, mttr=4.0, common=common, **more).course(scene(worlds, table))
    return np.stack([course.intensity(day).copy() for day in range(1, days + 1)])


@pytest.mark.parametrize("common", [0.3, 1.0])
def test_common_causes_leave_each_row_its_law(common: float) -> None:
    """Share of days down, share of failures on days that begin up, share of repairs on days that begin down."""
    down = in_regions(600, Worlds(range(300)), common)
    before, now = down[100:-1], down[101:]
    for row_ in range(4):
        assert abs(z_score(down[100:, row_].mean(axis=0), 4 / 24)) < 4
        was, is_ = before[:, row_], now[:, row_]
        for begins, chance, wrong in ((1 - was, 1 / 20, 1 / 18), (was, 1 - 1 / 4, 1 - 1 / 4.5)):
            assert abs(z_score((begins * (is_ - chance)).sum(axis=0), 0.0)) < 4
            assert abs(z_score((begins * (is_ - wrong)).sum(axis=0), 0.0)) > 4


@pytest.mark.parametrize("common", [0.0, 0.3, 1.0])
def test_rows_of_a_region_fail_together_as_often_as_stated(common: float) -> None:
    """Both up: both fail by the common cause, probability c / MTBF, or each for itself, else."""
    down = in_regions(600, Worlds(range(300)), common)
    together = common / 20
    alone = (1 / 20 - together) / (1 - together)
    exact = {(0, 1): together + (1 - together) * alone**2, (1, 2): (1 / 20) ** 2}
    for (left, right), chance in exact.items():
        up = (1 - down[:-1, left]) * (1 - down[:-1, right])
        both = down[1:, left] * down[1:, right]
        assert abs(z_score((up * (both - chance)).sum(axis=0), 0.0)) < 4
        assert abs(z_score((up * (both - 1.3 * chance)).sum(axis=0), 0.0)) > 4


def test_correlated_rows_fail_together_as_often_as_the_copula_says() -> None:
    """Each fails with 1 / MTBF; two of a region on one day by the bivariate normal law, two others independently."""
    chance, correlation = 1 / 20, 0.5
    down = in_regions(600, Worlds(range(300)), 0.0, correlation=correlation)
    quantile = np.full(2, norm.ppf(chance))
    exact = {
        (0, 1): multivariate_normal(cov=[[1.0, correlation], [correlation, 1.0]]).cdf(quantile),
        (1, 2): chance**2,
    }
    assert exact[0, 1] > 4 * chance**2
    for (left, right), both_fail in exact.items():
        up = (1 - down[:-1, left]) * (1 - down[:-1, right])
        both = down[1:, left] * down[1:, right]
        assert abs(z_score((up * (both - both_fail)).sum(axis=0), 0.0)) < 4
        assert abs(z_score((up * (both - 1.3 * both_fail)).sum(axis=0), 0.0)) > 4
        for one in (left, right):
            begins = 1 - down[:-1, one]
            assert abs(z_score((begins * (down[1:, one] - chance)).sum(axis=0), 0.0)) < 4


def test_correlated_failures_and_common_causes_leave_each_row_its_law() -> None:
    down = in_regions(600, Worlds(range(300)), 0.3, correlation=0.4)
    begins, now = 1 - down[:-1], down[1:]
    for row_ in range(4):
        assert abs(z_score((begins[:, row_] * (now[:, row_] - 1 / 20)).sum(axis=0), 0.0)) < 4


def test_a_level_without_correlation_is_what_it_is_alone() -> None:
    worlds = Worlds(range(3), levels=2)
    both = in_regions(100, worlds, 0.0, correlation=worlds.by_level([0.0, 0.6]))
    assert np.array_equal(both[..., :3], in_regions(100, Worlds(range(3)), 0.0))
    assert np.array_equal(both[..., 3:], in_regions(100, Worlds(range(3)), 0.0, correlation=0.6))


def test_a_level_without_common_cause_is_what_it_is_alone() -> None:
    worlds = Worlds(range(3), levels=2)
    both = in_regions(100, worlds, worlds.by_level([0.0, 1.0]))  # type: ignore[arg-type]
    assert np.array_equal(both[..., :3], in_regions(100, Worlds(range(3)), 0.0))
    assert np.array_equal(both[..., 3:], in_regions(100, Worlds(range(3)), 1.0))


def test_groups_are_those_of_a_column_that_is_there() -> None:
    with pytest.raises(InputError, match=r"Recurrent\.by = 'regoin': there is no such column; did you mean 'region'"):
        Recurrent({}, common=0.5, by="regoin").course(scene(Worlds(), pd.DataFrame({"name": ["a"], "region": ["x"]})))
