"""The beer game (Sterman 1989), stage by stage and week by week, against a loop written from its rules."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Step
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.config import composed, plain
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.scenario.setup import network_of

STAGES = ("retailer", "wholesaler", "distributor", "factory")
TARGETS = dict(zip(STAGES, (28, 28, 28, 24), strict=True))
WEEKS = 36


def board() -> Network:
    """The network that is shipped with the package."""
    return network_of(plain(composed(["network=beer_game"])))


@dataclass
class Player:
    """One stage of the board: goods in boxes and order slips on their way, the nearest first."""

    stock: int = 12
    backlog: int = 0
    boxes: list[int] = field(default_factory=lambda: [4, 4])
    orders_in_transit: list[int] = field(default_factory=lambda: [4, 4])
    incoming: int = 0
    shipped: int = 0
    order: int = 0


def play(weeks: int) -> list[list[tuple[int, int, int]]]:
    """Stock, backlog and order of each player in each week, when everyone orders what was ordered from him."""
    players, weekly = [Player() for _ in STAGES], []
    players[-1].boxes = [4, 4, 4]  # the factory needs no slips: it brews for three weeks
    for week in range(1, weeks + 1):
        for player in players:
            player.stock += player.boxes.pop(0)
        for place, player in enumerate(players):
            player.incoming = (4 if week < 5 else 8) if place == 0 else players[place - 1].orders_in_transit.pop(0)
            player.backlog += player.incoming
            player.shipped = min(player.stock, player.backlog)
            player.stock -= player.shipped
            player.backlog -= player.shipped
            player.order = player.incoming
        for customer, supplier in pairwise(players):
            customer.boxes.append(supplier.shipped)
            customer.orders_in_transit.append(customer.order)
        players[-1].boxes.append(players[-1].order)
        weekly.append([(player.stock, player.backlog, player.order) for player in players])
    return weekly


@pytest.mark.parametrize("ordering", [Jit(), BaseStock(level=TARGETS)], ids=["pass-through", "position targets"])
def test_every_week_of_the_board_is_met(ordering: Any) -> None:
    model = SupplyModel(board(), demand=Step(before=4, after=8, day=5), ordering=ordering)
    for week, players in enumerate(play(WEEKS), start=1):
        model.step()
        firms = [model.by_name[name] for name in STAGES]
        found = [(float(firm.stock[0]), float(firm.owed[0]), float(firm.order[0])) for firm in firms]
        assert found == players, f"week {week}"


def test_costs_and_the_weeks_in_which_orders_step_up() -> None:
    model = SupplyModel(board(), demand=Step(before=4, after=8, day=5), ordering=Jit())
    ledger = Ledger(model, Costs(pipeline=0.0), WEEKS, measures=[MEASURES["cost"]])
    model.observers.append(ledger)
    orders = []
    for _ in range(WEEKS):
        model.step()
        orders.append([float(model.by_name[name].order[0]) for name in STAGES])
    cost = dict(zip(ledger.scopes.names, ledger.metrics()["cost"][:, 0] * WEEKS, strict=True))
    assert [cost[f"agent:{name}"] for name in STAGES] == pytest.approx([330, 242, 154, 66], rel=1e-12)
    assert cost["network"] == pytest.approx(792, rel=1e-12)
    stepped = np.array(orders) == 8
    assert (1 + stepped.argmax(axis=0)).tolist() == [5, 7, 9, 11]
    assert (np.array(orders)[~stepped] == 4).all()
    assert (np.diff(stepped.astype(int), axis=0) >= 0).all()
    retailer = model.by_name["retailer"]
    assert float(retailer.stock[0] - retailer.owed[0]) == -12
