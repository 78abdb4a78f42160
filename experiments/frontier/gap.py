"""How far marginal gain is from the best that there is: all splits of a budget, tried one by one, on small networks.

In a crisis it is compared with the best of all splits; under plain demand noise with guaranteed service too. The best
split and the path are found in the same worlds, and measured in others: `python experiments/frontier/gap.py`.
"""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

import jitagents
from jitagents.formatting import words
from jitagents.studies.placement_trials import PlacementTrials, Search
from jitagents.studies.placements import draft

HERE = Path(__file__).parent / "assembly"
ASSEMBLY = ["network=tables", f"network.agents={HERE / 'agents.csv'}", f"network.lanes={HERE / 'lanes.csv'}"]
SERIAL = ["network=serial", "network.stages=3", "network.lead_time=2", "network.value=[4,2,1]", "network.demand_sd=3"]
COMMON = ["network.whole=false", "demand=normal", "days=200", "warmup=30", "workers=1", "ordering.days=null"]
MARGINAL = ["ordering=hybrid", "ordering/placement=marginal"]
OPTIMISE = "ordering.placement.steps.optimise"

FAILING = ["crisis=frequent_outages"]
TOGETHER = ["crisis=supplier_outage", "crisis.outage.target={kind: supplier}"]
NOISE = ["crisis=none", "serving=backorder", "ordering.cover=0"]
CASES = [
    ("assembly, each maker fails by itself", [*ASSEMBLY, *FAILING], (60, 120, 240), 1.0),
    ("assembly, both makers fail at once", [*ASSEMBLY, *TOGETHER], (60, 120, 240), 1.0),
    ("assembly, demand noise", [*ASSEMBLY, *NOISE], (20, 40, 80), 0.25),
    ("three in line, demand noise", [*SERIAL, *NOISE], (20, 40, 80), 0.25),
]
"""Name, overrides, budgets (money), and the days of cover by which splits differ."""


def best_split(overrides: list[str], search: Search, unit: float) -> tuple[str, int]:
    """The step of the best split of the budget, and how many there are."""
    config = jitagents.load("single", ["ordering=hybrid", "ordering/placement=uniform", *overrides]).config
    trials = PlacementTrials(*draft(config, ("ordering",)), "ordering", search)
    flows = [group for group in trials.groups if not group.label.startswith("all parts")]
    prices = np.array([group.price for group in flows])
    most = [range(int(trials.budget / price / unit + 1e-9) + 1) for price in prices]
    splits = unit * np.array(list(product(*most)), dtype=float)
    splits = splits[splits @ prices <= trials.budget + 1e-9]
    kits = np.zeros((len(splits), len(trials.groups) - len(flows)))
    best = splits[trials.losses(np.column_stack([splits, kits])).mean(axis=1).argmin()]
    step = ", ".join(f"{group.names[0]}: {days:g}" for group, days in zip(flows, best, strict=True) if days)
    return f"{{{step}}}", len(splits)


def compare(overrides: list[str], money: float, unit: float, noise: bool) -> dict[str, str]:
    """What each placement loses in other worlds: output lost in the crisis, or demand not met on its day."""
    own = [*COMMON, *overrides, f"ordering.money={money}"]
    search = Search("noise" if noise else "crisis", (unit, 2 * unit, 4 * unit, 8 * unit), 20)
    step, count = best_split(own, search, unit)
    asked = [f"{OPTIMISE}.against={search.against}", f"{OPTIMISE}.days={[*search.days]}", f"{OPTIMISE}.replications=20"]
    placed = {
        "nothing": ["ordering=hybrid", "ordering.unspent=1"],
        "uniform": ["ordering=hybrid", "ordering/placement=uniform"],
        "marginal": [*MARGINAL, *asked],
        "best split": ["ordering=hybrid", "ordering/placement=path", f"ordering.placement.steps=[{step}]"],
    }
    if noise:
        placed["guaranteed service"] = ["ordering=hybrid", "ordering/placement=guaranteed_service"]
    told = ", ".join(f"{name}: [{', '.join(f'"{one}"' for one in some)}]" for name, some in placed.items())
    results = jitagents.load("single", [f"variants={{{told}}}", *own, "replications=400"]).run(progress=False)
    metric, world = ("fill_rate", "calm") if noise else ("output_lost", "crisis")
    table = results.summary([metric], ["network"]).set_index("variant")[[world, f"{world}_low", f"{world}_high"]]
    table = 100 * (1 - table) if noise else table
    return {name: words(mean, *sorted(ends)) for name, mean, *ends in table.itertuples()} | {"splits": f"{count}"}


def main() -> None:
    rows = {}
    for name, overrides, budgets, unit in CASES:
        for money in budgets:
            rows[name, money] = compare(overrides, money, unit, noise="noise" in name)
    print(pd.DataFrame(rows).T.fillna("").to_string())


if __name__ == "__main__":
    main()
