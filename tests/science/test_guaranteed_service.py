"""Guaranteed service: the best service times against the textbook and against all that there are."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.behaviours.demand import Normal
from jitagents.errors import InputError
from jitagents.guaranteed_service import Stages, net_times, safety_days
from jitagents.model import SupplyModel
from jitagents.network import Network, serial


def stages(times: list[int], lanes: list[tuple[int, int, int]], worth: list[float], within: list[int]) -> Stages:
    """Stages from lanes (seller, buyer, days)."""
    seller, buyer, days = np.array(lanes, dtype=np.int64).reshape(-1, 3).T
    return Stages(np.array(times), seller, buyer, days, np.array(worth, dtype=float), np.array(within))


def cost(chain: Stages) -> float:
    return float(chain.worth @ np.sqrt(net_times(chain)))


def test_three_stages_in_line() -> None:
    """Snyder & Shen 2019, Ex. 6.3: 2.828427; the source waits a day for its supplier, customers wait a day."""
    chain = stages([1, 0, 2], [(2, 1, 0), (1, 0, 0)], [7, 4, 2], [1, -1, -1])
    assert cost(chain) == pytest.approx(2.828427, abs=1e-6)
    assert net_times(chain).tolist() == [0, 0, 2]


@st.composite
def trees(draw: st.DrawFn) -> Stages:
    """Up to four stages; every one after the first is joined to an earlier one, as its seller or its customer."""
    count = draw(st.integers(1, 4))
    lanes = []
    for stage in range(1, count):
        other, days = draw(st.integers(0, stage - 1)), draw(st.integers(0, 2))
        lanes.append((stage, other, days) if draw(st.booleans()) else (other, stage, days))
    times = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    worth = draw(st.lists(st.floats(0.1, 9), min_size=count, max_size=count))
    sellers = {seller for seller, *_ in lanes}
    within = [-1 if stage in sellers else draw(st.integers(0, 2)) for stage in range(count)]
    return stages(times, lanes, worth, within)


@given(trees())
def test_any_small_tree_by_trying_all_service_times(tree: Stages) -> None:
    net = net_times(tree)
    assert (net >= 0).all()
    assert tree.worth @ np.sqrt(net) == pytest.approx(least(tree), rel=1e-12)


def least(tree: Stages) -> float:
    """The least cost over all whole service times; what reaches a stage is then promised by its slowest seller."""
    longest = int(tree.times.sum() + tree.lane_times.sum())
    best = np.inf
    for outbound in product(*(range(limit + 1 if limit >= 0 else longest + 1) for limit in tree.within)):
        promised = np.array(outbound)
        inbound = np.zeros_like(promised)
        np.maximum.at(inbound, tree.buyers, promised[tree.sellers] + tree.lane_times)
        net = inbound + tree.times - promised
        if (net >= 0).all():
            best = min(best, float(tree.worth @ np.sqrt(net)))
    return best


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0.1, 9)), min_size=1, max_size=6))
def test_in_line_a_stage_covers_all_or_nothing(line: list[tuple[int, float]]) -> None:
    """Simpson 1958: a stage promises to ship at once, or holds nothing and passes on all that it waits."""
    times, worth = (list(column) for column in zip(*line, strict=True))
    lanes = [(stage + 1, stage, 0) for stage in range(len(line) - 1)]
    net = net_times(stages(times, lanes, worth, [0] + [-1] * (len(line) - 1)))
    waited = 0
    for stage in reversed(range(len(line))):
        waited += times[stage]
        assert net[stage] in (0, waited)
        waited -= net[stage]
    assert waited == 0


@pytest.mark.parametrize(
    "lanes",
    [
        [(0, 1, 1), (0, 2, 1), (1, 3, 1), (2, 3, 1)],  # a diamond
        [(0, 1, 1), (0, 1, 2), (1, 2, 0), (2, 3, 0)],  # two lanes
        [(0, 1, 1), (1, 0, 1), (1, 2, 0), (2, 3, 0)],  # a cycle
    ],
)
def test_other_networks_are_told_so(lanes: list[tuple[int, int, int]]) -> None:
    with pytest.raises(InputError, match="known for trees, and this network is none"):
        net_times(stages([1, 1, 1, 1], lanes, [1, 1, 1, 1], [-1, -1, -1, 0]))


def test_days_of_cover_follow_the_square_root_of_the_net_times() -> None:
    """Values that rise steeply keep the stages apart; equal ones bring all of it to the customer."""
    network = serial(stages=3, lead_time=[1, 2, 3], demand=10, demand_sd=4, value=[50, 4, 1], whole=False)
    assert days(network) == pytest.approx({"stage_1": 0.4, "stage_2": 0.4 * np.sqrt(2), "stage_3": 0.4 * np.sqrt(3)})
    flat = serial(stages=3, lead_time=[1, 2, 3], demand=10, demand_sd=4, value=1, whole=False)
    assert days(flat) == pytest.approx({"stage_1": 0.4 * np.sqrt(6)})


def days(network: Network) -> dict[str, float]:
    model = SupplyModel(network, demand=Normal())
    return safety_days(model.layout, model.planned, within=0)
