"""Exception messages of planning runs, of which planners act on some only: by hand, by z-score and in a model."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant, Normal
from jitagents.behaviours.forecasting import ExponentialSmoothing, Perfect, Planned
from jitagents.behaviours.ordering import BaseStock, LotMultiples, Mrp
from jitagents.calendars import Calendars
from jitagents.crises import Dark, Shock
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.reference.responses import Given
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from tests.science.test_frozen_plans import CHANGES, DAYS, OUTSIDE, planned, plans

STAND, NEW = [10, 12, 8, 5, 10], [15, 0, 40, 20, 10]


@pytest.mark.parametrize(("accepted", "chance", "acts"), [(0.3, 0.29, True), (0.3, 0.3, False), (0.0, 0.0, False)])
def test_a_plan_stands_if_the_planner_does_not_act_on_its_message(accepted: float, chance: float, acts: bool) -> None:
    """Of the 85 that are needed 35 are planned for four days: 50 are for the fifth, which is new."""
    assert planned(Mrp(horizon=4, accepted=accepted), 1, stock=25.0, chance=chance) == (
        NEW if acts else [10, 12, 8, 5, 50]
    )


def test_days_since_the_last_run_are_planned_in_any_case() -> None:
    """Every second day two days are new: up to the fourth 75 are needed, and 30 are planned for three."""
    rule = Mrp(horizon=4, every=2, accepted=0.0)
    assert planned(rule, 3, stock=25.0, chance=0.5) == [10, 12, 8, 45, 10]
    assert planned(rule, 2, stock=25.0, chance=0.5) == STAND


def test_messages_within_the_filters_are_none() -> None:
    """They reach no planner: the plan stands as by the filters alone."""
    rule = Mrp(horizon=4, filter_share=0.5, filter_days=2, accepted=0.0)
    assert planned(rule, 1, stock=46.0, chance=0.5) == STAND


@pytest.mark.parametrize("change", [{}, *CHANGES, {"every": 7, "frozen": 2}])
@pytest.mark.parametrize("lots", ["lot_for_lot", "fixed", "period"])
@pytest.mark.parametrize("accepted", [0.0, 0.4])
def test_where_all_comes_as_planned_there_is_nothing_to_accept(
    change: dict[str, Any], lots: str, accepted: float
) -> None:
    daily, standing = (
        plans(Mrp(horizon=10, lot_sizing=lots, lot=120.0, **more), Constant(50.0))[:, 0]
        for more in ({}, {"accepted": accepted, **change})
    )
    np.testing.assert_allclose(standing, daily, atol=1e-9)


def test_on_working_days_neither() -> None:
    """Of the shop alone: who sells to it learns its working days beyond the horizon one after the other."""
    calendars = Calendars(week=(1, 1, 1, 1, 1, 0, 0), demand="every_day", start="2024-01-01")
    found = []
    for accepted in (1.0, 0.0):
        model = SupplyModel(
            serial(stages=1, lead_time=2, demand=10.0), demand=Constant(), forecasting=Perfect(), calendar=calendars,
            ordering=Mrp(horizon=14, every=3, accepted=accepted),
        )  # fmt: skip
        row, orders = model.by_name["stage_1"].row, []
        for _ in range(70):
            model.step()
            orders.append(model.points["order"][row].copy())
        found.append(np.array(orders))
    assert found[0].any()
    np.testing.assert_allclose(found[1], found[0], atol=1e-9)


# ---------------------------------------------------------------- in a model, demand at random


def shop(rule: Any, worlds: int = 4, demand: Any = None, **stages: Any) -> SupplyModel:
    network = serial(stages=1, lead_time=3, demand=50.0, whole=False)
    return SupplyModel(
        network, worlds=worlds, demand=demand or Normal(50.0, 9.0), ordering=rule, forecasting=ExponentialSmoothing(),
        exemptions=OUTSIDE, **stages,
    )  # fmt: skip


@pytest.mark.parametrize("accepted", [0.2, 0.7])
@pytest.mark.parametrize("every", [1, 3])
def test_share_of_the_messages_acted_on(accepted: float, every: int) -> None:
    """A plan that was kept is what it was, day by day; one that was changed is not. The share, by z-score."""
    model = shop(Mrp(horizon=8, every=every, accepted=accepted), worlds=30)
    model.count_messages()
    row, sent, acted, before = model.by_name["stage_1"].row, 0, 0, None
    for day in range(1, 121):
        model.step()
        message, plan = model.points["messages"][row] > 0.0, model.releases.plan[row]
        if before is not None:
            now = np.concatenate((model.points["order"][[row]], plan[: 8 - every]))
            changed = (np.abs(now - before[: len(now)]) > 1e-6).any(axis=0)
            assert not (changed & ~message).any()
            assert message.all() or (day - 1) % every or day < 9
            assert np.array_equal(changed[message], (model.extras.extras["chance"][row] < accepted)[message])
            sent, acted = sent + int(message.sum()), acted + int(changed.sum())
        before = plan.copy()
    assert abs(acted - accepted * sent) < 4.0 * np.sqrt(accepted * (1.0 - accepted) * sent)


def test_a_plan_that_nobody_changes_stands_for_good() -> None:
    """What is ordered was planned as many days ago as the horizon is long, when its day was new."""
    made = plans(Mrp(horizon=6, accepted=0.0), Normal(50.0, 9.0))
    np.testing.assert_array_equal(made[6:, 0], made[:-6, 6])
    assert made[:, 6].std() > 1.0


def test_what_is_ordered_is_what_was_wanted_and_what_the_position_gained() -> None:
    model = shop(Mrp(horizon=6, accepted=0.3))
    row, points = model.by_name["stage_1"].row, model.points

    def position() -> np.ndarray:
        return np.asarray(points["stock"][row] + points["on_order"][row] - points["owed"][row])

    begins, ordered, wanted = position(), 0.0, 0.0
    for _ in range(DAYS):
        model.step()
        ordered, wanted = ordered + points["order"][row], wanted + points["demand"][row]
    np.testing.assert_allclose(ordered - wanted, position() - begins, atol=1e-6)


@pytest.mark.parametrize("lots", ["lot_for_lot", "fixed", "period", "wagner_whitin"])
def test_who_acts_on_all_is_not_changed_by_worlds_that_do_not(lots: str) -> None:
    """To the last bit, and what the others want is the same, too."""
    rule: dict[str, Any] = {"horizon": 8, "lot_sizing": lots, "lot": 120.0}
    mixed, usual = shop(Mrp(accepted=np.array([[1.0, 0.3]]), **rule), 2), shop(Mrp(**rule), 2)
    differs = False
    for _ in range(60):
        mixed.step()
        usual.step()
        for name in ("order", "stock"):
            assert np.array_equal(mixed.points[name][:, 0], usual.points[name][:, 0])
        assert np.array_equal(mixed.buying["wanted"], usual.buying["wanted"])
        differs |= not np.array_equal(mixed.points["stock"][:, 1], usual.points["stock"][:, 1])
    assert differs


# ---------------------------------------------------------------- messages a week


def messages(rule: Any, spikes: dict[int, float], **stages: Any) -> float:
    """Exception messages in two weeks of a stage that is asked for 10 units, but for some days, and plans for 10."""
    wanted = np.array([spikes.get(day, 10.0) for day in range(1, 61)])
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0, whole=False), demand=Given(wanted), ordering=rule,
        forecasting=Planned(horizon=365), **{"exemptions": OUTSIDE, **stages},
    )  # fmt: skip
    ledger = Ledger(model, Costs(), 14, measures=[MEASURES["exception_messages"]])
    model.observers.append(ledger)
    model.run_for(14)
    return 2.0 * float(ledger.metrics()["exception_messages"][0, 0])


SPIKES = {3: 15.0, 4: 12.0, 9: 6.0}


@pytest.mark.parametrize("wrapped", [False, True])
def test_messages_by_hand(wrapped: bool) -> None:
    """Daily runs see each spike; of the weekly ones, on days 1 and 8, the second sees the two before it."""

    def sent(spikes: dict[int, float], **rule: Any) -> float:
        one = Mrp(horizon=7, **rule)
        return messages(LotMultiples(rule=one, lot=0.5) if wrapped else one, spikes)

    assert sent({}) == 0.0
    assert sent(SPIKES) == 3.0
    assert sent(SPIKES, every=7) == 1.0
    assert sent({3: 15.0}, filter_days=1) == 0.0  # 5 units of 10 a day: half a day late
    assert sent({3: 25.0}, filter_days=1) == 1.0


@pytest.mark.parametrize("horizon", [3, 5])
def test_a_message_that_nobody_acts_on_comes_back(horizon: int) -> None:
    """5 units are added at the end of the plan; until they are ordered, every run wants them today."""
    assert messages(Mrp(horizon=horizon, accepted=0.0), {3: 15.0}) == horizon


def test_agents_that_switch_to_another_plan_are_sent_none() -> None:
    """The rule of day 6 begins without a plan, and sees the spike of day 9 alone."""
    late = [*OUTSIDE, Exemption({"name": "stage_1"}, ordering=Mrp(horizon=5), when=When(start=6))]
    assert messages(Mrp(horizon=7), SPIKES, exemptions=late) == 3.0
    assert messages(BaseStock(level=30.0), SPIKES, exemptions=late) == 1.0


def test_a_system_that_is_down_sends_none() -> None:
    """From day 2 to 5 the last order goes out again; on day 6 what was missed is a message."""
    down = {"down": Shock({}, Dark(), start=2, duration=4)}
    assert messages(Mrp(horizon=7), SPIKES, crisis=down) == 2.0


def test_without_plans_there_are_none() -> None:
    assert messages(BaseStock(level=30.0), SPIKES) == 0.0
