"""Smoothing of orders: the variance of the proportional order-up-to policy, and Sterman's rule on the board."""

import numpy as np
import pytest

from jitagents.behaviours.demand import Normal, Step
from jitagents.behaviours.ordering import AnchorAndAdjust, BaseStock, FractionalOrderUpTo, Ordering
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.science.conftest import MAKE_TO_ORDER, Floats, levels, recorded, row, z_score
from tests.science.test_beer_game import STAGES, WEEKS, Player, board

MEAN, SD = 100.0, 8.0
OUTSIDE = [Exemption({"name": "outside"}, ordering=BaseStock(level=MAKE_TO_ORDER))]


def variances(rule: Ordering, lead_time: int, worlds: int = 400) -> Floats:
    """Mean square of orders about the mean, over the variance of demand, by world."""
    network = serial(stages=1, lead_time=lead_time, demand=MEAN, whole=False)
    model = SupplyModel(network, worlds=worlds, demand=Normal(MEAN, SD), ordering=rule, exemptions=OUTSIDE)
    orders = recorded(model, 250, "order")["order"][100:, row(model, "stage_1")]
    assert (orders > 0).all()
    return ((orders - MEAN) ** 2).mean(axis=0) / SD**2


@pytest.mark.parametrize("time", [1.0, 2.0, 4.0, 8.0])
def test_variance_with_known_mean_is_one_over_twice_the_time_less_one(time: float) -> None:
    """Independent demand, T_w = T_i: 1 / (2 T_i - 1), whatever the lead time is (Disney & Towill 2003)."""
    for lead_time in (1, 3):
        found = variances(FractionalOrderUpTo(stock_time=time, expected="mean"), lead_time)
        assert abs(z_score(found, 1 / (2 * time - 1))) < 4
        assert abs(z_score(found, 1 / (2 * time + 1))) > 8


@pytest.mark.parametrize(("stock_time", "pipeline_time", "lead_time"), [(4.0, 2.0, 3), (3.0, 6.0, 2), (5.0, 8.0, 4)])
def test_variance_with_two_times_is_the_sum_of_the_squared_impulse_response(
    stock_time: float, pipeline_time: float, lead_time: int
) -> None:
    """The rule is linear: the order days after one unit of demand, worked out from its difference equation."""
    net, pipe, response = 0.0, [0.0] * lead_time, []
    for day in range(100):
        net += pipe.pop(0) - (day == 0)
        response.append(-net / stock_time - sum(pipe) / pipeline_time)
        pipe.append(response[-1])
    exact = float(np.sum(np.square(response)))
    rule = FractionalOrderUpTo(stock_time=stock_time, pipeline_time=pipeline_time, expected="mean")
    found = variances(rule, lead_time)
    assert abs(z_score(found, exact)) < 4
    with_one_time = variances(FractionalOrderUpTo(stock_time=stock_time, expected="mean"), lead_time)
    assert abs(z_score(with_one_time, exact)) > 8


def test_the_time_may_be_swept_and_one_day_is_order_up_to() -> None:
    worlds, times = levels([1.0, 3.0])
    network = serial(stages=1, lead_time=2, demand=MEAN, whole=False)
    found = [
        recorded(SupplyModel(network, worlds=worlds, demand=Normal(MEAN, SD), ordering=rule), 30, "order")["order"]
        for rule in (FractionalOrderUpTo(stock_time=times, expected="mean"), BaseStock())
    ]
    np.testing.assert_allclose(found[0][..., 0], found[1][..., 0])
    assert found[0][5:, 0, 1].std() < 0.7 * found[0][5:, 0, 0].std()


def play(theta: float, alpha: float, beta: float, target: float) -> list[list[tuple[float, float, float]]]:
    """Stock, backlog and order of each player in each week, when all order by Sterman's rule, in whole cases."""
    players, weekly = [Player() for _ in STAGES], list[list[tuple[float, float, float]]]()
    expected, supply_line = [4.0] * 4, [16.0, 16.0, 16.0, 12.0]
    players[-1].boxes = [4, 4, 4]
    for week in range(1, WEEKS + 1):
        for place, player in enumerate(players):
            arrived = player.boxes.pop(0)
            player.stock += arrived
            supply_line[place] -= arrived
        for place, player in enumerate(players):
            player.incoming = (4 if week < 5 else 8) if place == 0 else players[place - 1].orders_in_transit.pop(0)
            player.backlog += player.incoming
            player.shipped = min(player.stock, player.backlog)
            player.stock -= player.shipped
            player.backlog -= player.shipped
            expected[place] = theta * player.incoming + (1 - theta) * expected[place]
            gap = target - (player.stock - player.backlog) - beta * supply_line[place]
            player.order = int(np.ceil(max(0.0, expected[place] + alpha * gap) - 1e-9))
            supply_line[place] += player.order
        for place, player in enumerate(players):
            if place < 3:
                player.boxes.append(players[place + 1].shipped)
                player.orders_in_transit.append(player.order)
        players[-1].boxes.append(players[-1].order)
        weekly.append([(player.stock, player.backlog, player.order) for player in players])
    return weekly


@pytest.mark.parametrize("theta_alpha_beta_target", [(0.36, 0.26, 0.34, 17.0), (0.0, 1.0, 1.0, 28.0), (1, 0.5, 0, 12)])
def test_every_week_of_the_board_by_the_anchor_and_adjust_rule(theta_alpha_beta_target: tuple[float, ...]) -> None:
    rule = AnchorAndAdjust(*theta_alpha_beta_target)
    model = SupplyModel(board(), demand=Step(before=4, after=8, day=5), ordering=rule)
    for week, players in enumerate(play(*theta_alpha_beta_target), start=1):
        model.step()
        firms = [model.by_name[name] for name in STAGES]
        found = [(float(firm.stock[0]), float(firm.owed[0]), float(firm.order[0])) for firm in firms]
        assert found == players, f"week {week}"


def test_neglect_of_the_supply_line_makes_orders_swing() -> None:
    """Sterman's finding: the less of the supply line is taken into account, the larger the factory's orders vary."""
    worlds, beta = levels([0.0, 0.34, 1.0])
    model = SupplyModel(
        board(), worlds=worlds, demand=Step(before=4, after=8, day=5), ordering=AnchorAndAdjust(beta=beta, target=None)
    )
    orders = recorded(model, WEEKS, "order")["order"][:, row(model, "factory")]
    spread = orders.std(axis=0)
    assert spread[0] > spread[1] > spread[2]
