"""How long goods take: laws of lead times, and who may overtake."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.transport import (
    AsStated,
    Gamma,
    Lognormal,
    Transport,
)
from jitagents.choice import Choice
from jitagents.errors import InputError
from jitagents.network import read_lead_times
from jitagents.simulation.transit import Transit
from jitagents.simulation.ways import ways_of
from jitagents.worlds import Worlds
from tests.behaviours.transport.line import lanes, line, model_of, z_score
from tests.simulation.shipments import days_of_arrival


@pytest.mark.parametrize("overtaking", [True, False])
def test_shipments_arrive_in_sequence_unless_they_may_overtake(overtaking: bool) -> None:
    times = read_lead_times([np.nan], [0.0], ["1:0.4 3:0.3 7:0.3"], 1)
    day_of = days_of_arrival(times, ways_of(Choice.same(AsStated(overtaking=overtaking), 1), times))
    assert (np.diff(day_of, axis=1) >= 0).all() == (not overtaking)


def test_a_shipment_that_waits_for_nobody_else_is_not_held_back() -> None:
    """The mean without overtaking: arrival = max over earlier shipments, P(L > k) = 1 - product of P(L <= k + j)."""
    network = line(1.0, lead_times="1:0.5 3:0.5")
    for overtaking, mean in ((True, 2.0), (False, 2.25)):
        model = model_of(AsStated(overtaking=overtaking), network, worlds=2000)
        [under_way] = lanes(model, 40, "under_way")
        assert abs(z_score(under_way[20:, 0].mean(axis=0), 4.0 * mean)) < 4


def test_an_empty_shipment_holds_nothing_back() -> None:
    """A lane on which goods go every tenth day has lead times of at most 7 days: nothing meets anything."""
    times = read_lead_times([np.nan], [0.0], ["1:0.5 7:0.5"], 1)
    runs = []
    for overtaking in (True, False):
        ways = ways_of(Choice.same(AsStated(overtaking=overtaking), 1), times)
        transit = Transit(times, ways, Worlds(range(9)), "x", np.array([0]), whole=True)
        kept = []
        for day in range(1, 60):
            kept.append(transit.pipe.due(day).copy())
            transit.send(day, np.full((1, 9), 5.0) * (day % 10 == 0))
        runs.append(np.stack(kept))
    assert np.array_equal(runs[0], runs[1])
    assert runs[0].any()


@pytest.mark.parametrize("law", [Gamma(cv=0.4), Lognormal(cv=0.4), Gamma(cv=0.4, per="unit")])
def test_the_plan_knows_the_law_and_the_goods_follow_it(law: Any) -> None:
    model = model_of(law, line(10.0), worlds=150)
    plan, shop = model.planned.plan, model.layout.names.tolist().index("shop_0")
    assert plan.lead_time[shop, 0] == pytest.approx(10.0, rel=0.01)
    assert plan.lead_time_sd[shop, 0] == pytest.approx(4.0, rel=0.02)
    [under_way] = lanes(model, 160, "under_way")
    assert abs(z_score(under_way[60:, 0].mean(axis=0), 4.0 * plan.lead_time[shop, 0])) < 4


@pytest.mark.parametrize("law", [Gamma(cv=0.0), Lognormal(cv=0.0)])
def test_without_spread_lead_times_are_as_stated(law: Transport) -> None:
    states = [lanes(model_of(rule, line(3.0), worlds=3), 20, "arrived") for rule in (law, AsStated())]
    assert np.array_equal(states[0], states[1])


def test_levels_share_the_splits_of_units() -> None:
    """More units on the same day never mean fewer in any part: levels stay ordered, and equal levels stay equal."""
    worlds = Worlds(range(4), levels=3)
    model = model_of(AsStated(per="unit"), line(1.0, lead_times="1:0.3 2:0.3 5:0.4"), worlds=worlds,
                     demand=Constant(mean=worlds.by_level([3.0, 3.0, 9.0])))  # fmt: skip
    [arrived] = lanes(model, 30, "arrived")
    low, again, high = (arrived[:, 0, 4 * level : 4 * level + 4] for level in range(3))
    assert np.array_equal(low, again)
    assert (low <= high).all()
    assert (arrived % 1 == 0).all()
    assert len(np.unique(low[10:])) > 3


def test_units_of_their_own_need_whole_units_and_overtake() -> None:
    with pytest.raises(InputError, match="whole units"):
        model_of(AsStated(per="unit"), line(1.0, whole=False, lead_times="1:0.5 3:0.5"))
    with pytest.raises(InputError, match="overtak"):
        AsStated(per="unit", overtaking=False)
