"""Marginal gain against brute force: all splits of a budget over the flows of a small assembly network."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from jitagents.studies.marginal import Greedy
from jitagents.studies.placement_trials import PlacementTrials, Search
from jitagents.studies.placements import draft
from jitagents.study import load

AGENTS = """name,kind,item,demand,demand_sd,value,lead_time
market,buyer,product,10,3,5,
plant,plant,product,,,5,1
maker_a,supplier,a,,,1,5
maker_b,supplier,b,,,2,5
"""
LANES = """seller,buyer,lead_time
plant,market,1
maker_a,plant,2
maker_b,plant,2
"""
TRIED = (1, 2, 4)
CRISES = {
    "each maker fails by itself": ["crisis=frequent_outages"],
    "both fail at once": ["crisis=supplier_outage", "crisis.outage.target={kind: supplier}", "crisis.outage.start=20"],
    "one fails": ["crisis=supplier_outage", "crisis.outage.target={name: maker_b}", "crisis.outage.start=20"],
}


def trials(folder: Path, budget: float, overrides: Sequence[str]) -> PlacementTrials:
    """Placements in an assembly of two parts, whose day of cover costs 10 and 20; one of the product costs 50."""
    (folder / "agents.csv").write_text(AGENTS)
    (folder / "lanes.csv").write_text(LANES)
    tables = [f"network.{name}={folder / f'{name}.csv'}" for name in ("agents", "lanes")]
    rule = ["ordering=hybrid", "ordering/placement=uniform", "ordering.days=null", f"ordering.money={budget}"]
    own = ["network=tables", *tables, "network.whole=false", "days=80", "warmup=10", "replications=1", *rule]
    config = load("single", [*own, *overrides]).config
    return PlacementTrials(*draft(config, ("ordering",)), "ordering", Search(days=TRIED, replications=8))


def splits(prices: Sequence[float], budget: float) -> np.ndarray:
    """All splits of a budget in whole days `(splits, groups)`."""
    most = [range(int(budget / price + 1e-9) + 1) for price in prices]
    every = np.array(list(product(*most)), dtype=float)
    return every[every @ prices <= budget + 1e-9]


@pytest.mark.parametrize("crisis", CRISES)
def test_it_saves_nearly_what_the_best_of_all_splits_saves(crisis: str, tmp_path: Path) -> None:
    """In the worlds of the search; parts of days, which it may buy with the rest of its money, can make it better."""
    view = trials(tmp_path, 120.0, CRISES[crisis])
    flows = [group for group in view.groups if not group.label.startswith("all parts")]
    every = splits([group.price for group in flows], view.budget)
    kits = np.zeros((len(every), len(view.groups) - len(flows)))
    best = view.losses(np.column_stack([every, kits])).mean(axis=1).min()
    greedy = Greedy(view, TRIED)
    steps = greedy.path()
    bare, found = greedy.bare.mean(), steps[-1].losses.mean()
    assert steps[-1].money <= view.budget * (1 + 1e-9)
    assert bare - best > 0.1 * bare, "there is something to save"
    assert bare - found >= 0.95 * (bare - best)
