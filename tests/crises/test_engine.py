"""Effects of shocks on the agents that they target, and on no others."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed

UNITS, DAYS, START, LENGTH = 8.0, 24, 6, 5
DOWN = range(START, START + LENGTH)


def network(**works: Any) -> Network:
    """Mine -> works -> two shops, by one carrier from the works."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 2, "region": "north"},
        {"name": "works", "kind": "plant", "item": "tool", "lead_time": 2, "region": "south"} | works,
        {"name": "left", "kind": "buyer", "item": "tool", "demand": UNITS, "stock": 100},
        {"name": "right", "kind": "buyer", "item": "tool", "demand": UNITS, "stock": 100},
    ]
    lanes = [
        {"seller": "mine", "buyer": "works", "lead_time": 3},
        {"seller": "works", "buyer": "left", "lead_time": 3, "carrier": "van"},
        {"seller": "works", "buyer": "right", "lead_time": 1, "carrier": "van"},
    ]
    return listed(name="chain", agents=agents, lanes=lanes, carriers=[{"name": "van"}], whole=False)


def disrupted(*shocks: Shock, warmup: int = 0, **works: Any) -> dict[str, np.ndarray]:
    """Columns of a disrupted world, day by day, from the first measured day on: `{agent.column: (days,)}`."""
    crisis = {f"shock_{number}": shock for number, shock in enumerate(shocks)}
    model = SupplyModel(network(**works), demand=Constant(), ordering=Jit(cover=0.0), crisis=crisis, warmup=warmup)
    for _ in range(warmup):
        model.step()
    kept: dict[str, list[float]] = {}
    for _ in range(DAYS):
        model.step()
        for name, agent in model.by_name.items():
            for column in ("output", "stock", "started", "finished", "wanted"):
                if hasattr(type(agent), column) and (
                    column not in ("started", "finished") or name in ("mine", "works")
                ):
                    kept.setdefault(f"{name}.{column}", []).append(float(getattr(agent, column)[0]))
        lanes = model.network.lanes.iloc[model.layout.lane_order]
        for number, (seller, buyer) in enumerate(zip(lanes["seller"], lanes["buyer"], strict=True)):
            kept.setdefault(f"{seller}-{buyer}", []).append(float(model.lanes["arrived"][number, 0]))
    return {name: np.array(numbers) for name, numbers in kept.items()}


def days_below(numbers: np.ndarray, usual: float) -> list[int]:
    """Days, the first is 1, on which less than usual happened."""
    return (1 + np.flatnonzero(numbers < usual - 1e-9)).tolist()


@pytest.fixture(scope="module")
def calm() -> dict[str, np.ndarray]:
    """Days without a shock, all alike."""
    found = disrupted()
    assert (found["works.output"] == 2 * UNITS).all()
    assert (found["mine.finished"] == 2 * UNITS).all()
    assert (found["works-left"] == UNITS).all()
    return found


@pytest.mark.parametrize("warmup", [0, 9])
def test_supply_starts_finishes_and_ships_nothing(warmup: int) -> None:
    found = disrupted(Shock({"name": "works"}, "supply", start=START, duration=LENGTH), warmup=warmup)
    for column in ("started", "finished", "output"):
        assert days_below(found[f"works.{column}"], 2 * UNITS)[:LENGTH] == list(DOWN)
        assert not found[f"works.{column}"][START - 1 : START - 1 + LENGTH].any()
    assert (found["mine.finished"][: START + 1] == 2 * UNITS).all()


def test_production_alone_ships_what_is_in_stock() -> None:
    found = disrupted(Shock({"name": "works"}, "production", start=START, duration=LENGTH), stock=3 * UNITS)
    assert days_below(found["works.started"], 2 * UNITS)[:LENGTH] == list(DOWN)
    assert found["works.output"][START - 1 : START + 1].tolist() == [2 * UNITS, UNITS]


def test_shipping_alone_goes_on_making() -> None:
    found = disrupted(Shock({"name": "works"}, "shipping", start=START, duration=LENGTH))
    assert days_below(found["works.output"], 2 * UNITS) == list(DOWN)
    assert (found["works.started"] == 2 * UNITS).all()
    after = START - 1 + LENGTH
    assert found["works.output"][after] == 2 * UNITS * (LENGTH + 1)
    assert found["works.stock"][after - 1] == 2 * UNITS * LENGTH


@pytest.mark.parametrize("severity", [0.25, 0.5])
def test_a_part_of_supply_is_a_part_of_the_mean_flow_or_of_the_capacity(severity: float) -> None:
    shock = Shock({"name": "works"}, "supply", severity=severity, start=START, duration=LENGTH)
    unlimited, limited = disrupted(shock), disrupted(shock, capacity=20.0)
    during = slice(START - 1, START - 1 + LENGTH)
    assert unlimited["works.started"][during] == pytest.approx((1 - severity) * 2 * UNITS)
    assert limited["works.started"][during].max() <= (1 - severity) * 20 + 1e-9
    assert unlimited["works.output"][during] == pytest.approx((1 - severity) * 2 * UNITS)


@pytest.mark.parametrize(("what", "target", "lanes"), [
    ("lane", {"buyer": "left"}, ["works-left"]), ("carrier", {"name": "van"}, ["works-left", "works-right"]),
])  # fmt: skip
def test_goods_on_a_closed_lane_wait_for_its_opening(
    what: str, target: dict[str, str], lanes: list[str], calm: dict[str, np.ndarray]
) -> None:
    found = disrupted(Shock(target, what, start=START, duration=LENGTH))
    for lane in ("works-left", "works-right", "mine-works"):
        lead = {"works-left": 3, "works-right": 1, "mine-works": 3}[lane]
        if lane not in lanes:
            assert np.array_equal(found[lane], calm[lane])
            continue
        assert not found[lane][START - 1 : START - 1 + LENGTH].any()
        assert found[lane][START - 1 + LENGTH] == lead * UNITS, "all that was under way comes at once"
        assert found[lane].sum() <= calm[lane].sum()
    assert (found["works.started"][:START] == 2 * UNITS).all()


def test_a_lane_that_is_narrowed_loads_the_rest_of_its_mean_flow(calm: dict[str, np.ndarray]) -> None:
    found = disrupted(Shock({"buyer": "right"}, "lane", severity=0.75, start=START, duration=LENGTH))
    assert found["works-right"][START : START + LENGTH] == pytest.approx(UNITS / 4)
    assert np.array_equal(found["works-left"], calm["works-left"])


@pytest.mark.parametrize("severity", [0.5, -0.5, -1.0, 2.0])
def test_demand_is_multiplied(severity: float, calm: dict[str, np.ndarray]) -> None:
    found = disrupted(Shock({"name": "left"}, "demand", severity=severity, start=START, duration=LENGTH))
    during = np.isin(np.arange(1, DAYS + 1), DOWN)
    assert found["left.wanted"].tolist() == np.where(during, (1 + severity) * UNITS, UNITS).tolist()
    assert np.array_equal(found["right.wanted"], calm["right.wanted"])


def test_where_shocks_meet_the_tightest_limit_holds_and_surges_multiply() -> None:
    halves = [Shock({"name": "works"}, severity=severity, start=START, duration=LENGTH) for severity in (0.5, 0.25)]
    both, one = disrupted(*halves), disrupted(halves[0])
    assert all(np.array_equal(both[name], one[name]) for name in one)
    surges = [Shock({"kind": "buyer"}, "demand", severity=0.5, start=START, duration=1) for _ in range(2)]
    assert disrupted(*surges)["left.wanted"][START - 1] == 2.25 * UNITS


@pytest.mark.parametrize(
    ("what", "target"), [("supply", {"region": "nroth"}), ("lane", {"seler": "mine"}), ("demand", {"name": "works"})]
)
def test_a_target_that_nobody_is_is_refused_with_its_place(what: str, target: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"crisis.shock_0.target"):
        disrupted(Shock(target, what))
