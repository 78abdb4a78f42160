"""Stock that perishes: days worked out by hand, the newsvendor, and the exact chain of ages of a short-lived stock."""

from typing import Any

import numpy as np
import pytest

from jitagents.agents import Buyer
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import LostSale
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from tests.science.conftest import Floats, excess, poisson_law, recorded, row, z_score

MEAN, LEVEL = 6.0, 10


def shop(life: float, stock: float = 0.0, **more: Any) -> Network:
    """One stage that buys from outside; its stock keeps for some days."""
    network = serial(stages=1, lead_time=1, demand=MEAN, stock=stock, **more)
    agents = network.agents.assign(shelf_life=[life, np.nan])
    return Network.of(agents, network.lanes, name="shop")


def spoiled(model: SupplyModel, name: str, days: int) -> list[float]:
    """Units thrown away each day in the first world."""
    return recorded(model, days, "spoiled")["spoiled"][:, row(model, name), 0].tolist()


# ---------------------------------------------------------------- by hand


@pytest.mark.parametrize("life", [1, 2, 5])
def test_what_came_on_a_day_is_thrown_away_in_the_evening_of_its_last_day(life: int) -> None:
    """Twenty units on day 0, nothing is wanted, nothing is ordered; with a life of 1 they are past it on day 1."""
    network = shop(life, stock=20.0)
    model = SupplyModel(network, start="empty", demand=Constant(0.0), ordering=BaseStock(level=0.0))
    assert spoiled(model, "stage_1", 8) == [20.0 if day == max(life - 1, 1) else 0.0 for day in range(1, 9)]


def test_the_oldest_is_issued_first() -> None:
    """Life 2, 3 wanted a day, 5 ordered a day: day by day what is left of each day's 5."""

    class Regular(Buyer):
        def decide(self) -> None:
            self.order = 5.0

    model = SupplyModel(shop(2), start="empty", demand=Constant(3.0), serving=LostSale(), classes={"buyer": Regular})
    kept = recorded(model, 7, "stock", "spoiled")
    stock, waste = (kept[name][:, row(model, "stage_1"), 0].tolist() for name in ("stock", "spoiled"))
    # Day 2: 5 come, 2 left. Day 3: 5 come, the 2 and 1 new go, 4 left. Day 4: 5 come, 3 of the 4 go, 1 spoils.
    assert stock == [0, 2, 4, 5, 5, 5, 5]
    assert waste == [0, 0, 0, 1, 2, 2, 2]


def test_inputs_keep_as_long_as_at_their_seller_and_products_from_the_day_they_are_made() -> None:
    """A mill without demand: ore (life 3, in stock before day 1), flour made on the evening of day 1 (life 2)."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore", "shelf_life": 3, "stock": 0},
        {"name": "farm", "kind": "supplier", "item": "corn", "stock": 0},
        {"name": "mill", "kind": "plant", "item": "flour", "lead_time": 0, "shelf_life": 2, "stock": 0},
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": 1, "stock": 0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "mill", "stock": 9}, {"seller": "farm", "buyer": "mill", "stock": 9},
        {"seller": "mill", "buyer": "shop"},
    ]  # fmt: skip
    model = SupplyModel(
        listed(name="mill", agents=agents, lanes=lanes), start="empty", demand=Constant(0.0),
        ordering=BaseStock(level=0.0),
    )  # fmt: skip
    model.making["open_orders"][model.layout.names[model.layout.maker_rows].tolist().index("mill")] = 4
    model.points["on_order"][row(model, "mill")] = 4
    model.points["owed"][[row(model, "mill/ore"), row(model, "mill/corn")]] = 4
    kept = recorded(model, 5, "spoiled", "stock")
    waste = {name: kept["spoiled"][:, row(model, name), 0].tolist() for name in ("mill/ore", "mill/corn", "mill")}
    assert waste == {"mill/ore": [0, 5, 0, 0, 0], "mill/corn": [0] * 5, "mill": [0, 4, 0, 0, 0]}
    assert kept["stock"][:2, row(model, "mill"), 0].tolist() == [4, 0]


def test_nothing_is_kept_where_nothing_perishes() -> None:
    model = SupplyModel(serial(stages=2))
    assert model.perishables is None
    assert "spoiled" not in model.points
    assert model.by_name["stage_1"].seen.spoiled is None


# ---------------------------------------------------------------- in the long run


class Newsvendor(Buyer):
    """Orders the same every day."""

    def decide(self) -> None:
        self.order = MEAN


def ages(life: int, level: int = LEVEL) -> float:
    """Mean units thrown away a day under base stock and lost sales, lead time 1, life 1 or 2: the chain of ages.

    A state is what is left in the evening of the goods that are in their last day, and of newer ones; the former are
    thrown away before the order, which fills up to the level.
    """
    law = poisson_law(MEAN, 80)
    law = np.append(law[:level], law[level:].sum())
    top = level + 1
    chance = np.zeros((top, top))
    chance[0, 0] = 1.0
    for _ in range(400):
        after = np.zeros_like(chance)
        for old, new in np.argwhere(chance > 0):
            came = level - new
            first, second = (0, came) if life == 2 else (came, 0)
            first += new if life == 2 else 0
            for wanted, share in enumerate(law):
                left = max(first - wanted, 0)
                after[left, max(second - max(wanted - first, 0), 0)] += chance[old, new] * share
        chance = after
    return float(np.arange(top) @ chance.sum(axis=1))


def waste(life: float, **model: Any) -> Floats:
    """Mean units thrown away a day, by world."""
    made = SupplyModel(shop(life), worlds=500, start="empty", demand=Poisson(MEAN), serving=LostSale(), **model)
    made.run_for(30)
    return recorded(made, 200, "spoiled")["spoiled"][:, row(made, "stage_1")].mean(axis=0)


def test_a_newsvendor_throws_away_what_is_left() -> None:
    """Life 1, the same order every day: E (Q - D)+ (Arrow, Harris & Marschak 1951)."""
    left = excess(poisson_law(MEAN), MEAN)  # as much as (D - Q)+, since Q is the mean
    assert abs(z_score(waste(1, classes={"buyer": Newsvendor}), left)) < 4
    assert abs(z_score(waste(2, classes={"buyer": Newsvendor}), left)) > 50


@pytest.mark.parametrize("life", [1, 2])
def test_base_stock_of_short_life(life: int) -> None:
    levels = BaseStock(level={"stage_1": float(LEVEL), "outside": 0.0})
    assert abs(z_score(waste(life, ordering=levels), ages(life))) < 4
    assert abs(z_score(waste(life + 1, ordering=levels), ages(life))) > 50


@pytest.mark.parametrize("life", [1, 2])
def test_pull_orders_again_what_perished(life: int) -> None:
    """So that the inventory position stays where it began, and the path is that of base stock."""
    network = shop(life, stock=float(LEVEL))
    levels = BaseStock(level={"stage_1": float(LEVEL), "outside": 0.0})
    paths = []
    for rule in (levels, Jit()):
        model = SupplyModel(network, worlds=20, start="empty", demand=Poisson(MEAN), serving=LostSale(), ordering=rule)
        paths.append(recorded(model, 40, "stock", "order", "spoiled"))
    assert paths[0]["spoiled"].any()
    assert all(np.array_equal(paths[0][name], paths[1][name]) for name in paths[0])
