"""A warehouse and its depots: who waits for what is missing at the warehouse (Graves 1985)."""

import numpy as np
from scipy import stats

from jitagents.behaviours.allocation import Allocation, OldestFirst
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.model import SupplyModel
from jitagents.network import listed
from tests.science.conftest import Floats, z_score

RATES = {"large": 3.0, "small": 1.0}
LEAD_TIME, STOCK = 2, 8
WORLDS = 3000


def waiting(allocation: Allocation) -> Floats:
    """Units that the warehouse owes to the large depot after some days `(worlds,)`."""
    agents = [
        {"name": name, "kind": "buyer", "item": "part", "value": 1, "demand": rate} for name, rate in RATES.items()
    ]
    agents += [
        {"name": "warehouse", "kind": "supplier", "item": "part", "value": 1},
        {"name": "maker", "kind": "supplier", "item": "part", "value": 1, "lead_time": 1},
    ]
    lanes = [{"seller": "warehouse", "buyer": name, "lead_time": 1} for name in RATES]
    lanes.append({"seller": "maker", "buyer": "warehouse", "lead_time": LEAD_TIME})
    model = SupplyModel(
        listed(name="depots", agents=agents, lanes=lanes), worlds=WORLDS, rng=5, start="empty", demand=Poisson(),
        allocation=allocation, ordering=BaseStock(level={"large": 8, "small": 3, "warehouse": STOCK, "maker": 10_000}),
    )  # fmt: skip
    model.run_for(30)
    lane = int(np.flatnonzero(model.layout.names[model.layout.buyer] == "large")[0])
    return model.lanes["owed"][lane]


def moments() -> tuple[float, float]:
    """Exact mean of what the large depot waits for, and of its square: of b units that are missing, a binomial part."""
    missing = np.arange(60)
    chance = stats.poisson(sum(RATES.values()) * LEAD_TIME).pmf(missing + STOCK)
    share = RATES["large"] / sum(RATES.values())
    mean = float(chance @ (missing * share))
    return mean, float(chance @ (missing * share * (1 - share) + (missing * share) ** 2))


def test_in_random_order_a_binomial_part_of_what_is_missing_belongs_to_a_depot() -> None:
    owed = waiting(OldestFirst(same_day="random"))
    mean, square = moments()
    assert abs(z_score(owed, mean)) < 4, z_score(owed, mean)
    assert abs(z_score(owed**2, square)) < 4


def test_in_proportion_the_mean_is_the_same_and_the_parts_vary_less() -> None:
    """On the same demand: what is missing at the warehouse is the same, its parts differ."""
    owed, drawn = waiting(OldestFirst()), waiting(OldestFirst(same_day="random"))
    assert abs(z_score(owed, moments()[0])) < 4
    assert z_score(drawn**2 - owed**2, 0.0) > 4
