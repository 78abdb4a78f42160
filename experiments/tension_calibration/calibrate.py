"""Tension against simulation: agents that are out in turn, and random placements of one budget under failing suppliers.

`python experiments/tension_calibration/calibrate.py` prints the numbers and draws the figures.
"""

from dataclasses import replace
from pathlib import Path as File

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import rc_context
from matplotlib.figure import Figure
from scipy.stats import bootstrap, spearmanr

import jitagents
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.base import Plan
from jitagents.behaviours.placement import Path, bought, price
from jitagents.column import Array
from jitagents.plots.style import RC
from jitagents.scenario.setup import make_parts
from jitagents.worlds import Worlds

PLACEMENTS, SHARE, COVER = 50, 0.25, 0.5
RANDOM_NETWORKS = 4
HAZARDS = {
    "a month in eight years": ["crisis=unreliable_suppliers", "days=365", "replications=12"],
    "a week in three months": ["crisis=frequent_outages", "days=182", "replications=8"],
}
BASE = [
    "network.exemptions=null",
    "serving=lost_sale",
    "warmup=30",
    "ordering=hybrid",
    "ordering.days=null",
    f"ordering.cover={COVER}",
]


def transmissions() -> pd.DataFrame:
    """Predicted and measured transmission of each agent that is out, by network and variant."""
    networks = {"car maker": ["replications=10"]} | {
        f"random {seed}": ["network=layered", "network.agents=40", f"network.seed={seed}", "replications=5"]
        for seed in range(1, RANDOM_NETWORKS + 1)
    }
    parts = []
    for name, overrides in networks.items():
        results = jitagents.load("single", ["+experiment=tension_calibration", *overrides]).run(progress=False)
        found = results.summary(scopes=["network"]).pivot(index=["variant", "level"], columns="metric", values="crisis")
        columns = found[["network_tension", "measured_transmission"]].dropna()
        parts.append(columns.reset_index().assign(network=name.partition(" ")[0] if "random" in name else name))
    return pd.concat(parts, ignore_index=True)


def old_index(plan: Plan, buffers: Array) -> Array:
    """What was called tension before: exposed days over exposed days and cover, by the value of flows `(worlds,)`."""
    cover = COVER + np.divide(buffers, plan.rate, out=np.zeros_like(buffers), where=plan.rate > 0)
    weight = plan.rate * plan.value * (plan.sources > 0)
    exposed = np.divide(plan.reach, plan.reach + cover, out=np.zeros_like(cover), where=plan.reach > 0)
    index: Array = (weight * exposed).sum(axis=0) / weight.sum()
    return index


def random_days(plan: Plan, rng: np.random.Generator) -> dict[str, float]:
    """Days of cover of some items, drawn, with money between equal and in proportion to the value of their flows."""
    items = np.unique(plan.items[bought(plan)].astype(str))
    chosen = rng.permutation(items)[: rng.integers(1, len(items) + 1)]
    daily = np.array([price(plan, ((plan.items == item) & bought(plan))[:, None]).sum() for item in chosen])
    days = rng.exponential(size=len(chosen)) * daily ** -rng.uniform(0, 1)
    return dict.fromkeys(items.tolist(), 0.0) | dict(
        zip(chosen.tolist(), (100 * days / days.max()).tolist(), strict=True)
    )


def placements(hazard: list[str]) -> pd.DataFrame:
    """Loss, tension and the old index of random placements of the same budget, all side by side in one model."""
    budget = ["ordering/placement=uniform", f"ordering.money={{share: {SHARE}}}"]
    config = next(iter(jitagents.load("single", [*BASE, *hazard, *budget]).configs.values()))
    worlds = Worlds(range(config["replications"]), levels=PLACEMENTS, twins=True, entropy=config["seed"])
    parts, rng = make_parts(config, worlds), np.random.default_rng(1)
    plan = parts.model(config, Worlds((0,))).planned.plan
    drawn = [random_days(plan, rng) for _ in range(PLACEMENTS)]
    step = {item: worlds.by_level([one[item] for one in drawn]) for item in drawn[0]}
    ordering = replace(parts.stages["ordering"], placement=Path([step]))
    model = replace(parts, stages=parts.stages | {"ordering": ordering}).model(config, worlds)
    measures = [MEASURES[name] for name in ("network_tension", "flow_tension", "days_lost")]
    ledger = Ledger(model, parts.costs, config["days"], measures=measures, daily=())
    twins = Resilience(model, ledger, measures=measures)
    model.observers += [ledger, twins]
    model.run_for(config["warmup"] + config["days"])
    single, by_level = ledger.metrics(), (PLACEMENTS, config["replications"])
    columns = {name: single[f"{name}_tension"][0, worlds.crisis] for name in ("network", "flow")}
    columns |= {"lost": twins.metrics()["days_lost"][0], "old": old_index(plan, model.buffers)[worlds.crisis]}
    return pd.DataFrame({name: values.reshape(by_level).mean(axis=1) for name, values in columns.items()})


def ranks(table: pd.DataFrame) -> dict[str, str]:
    """Rank correlation of each index with the loss, with a bootstrap interval of 95 % over the placements."""
    told = {}
    for index in ("network", "flow", "old"):
        pair = (table[index].to_numpy(), table["lost"].to_numpy())
        rho = spearmanr(*pair).statistic
        ends = bootstrap(
            pair, lambda *some: spearmanr(*some).statistic, paired=True, vectorized=False, n_resamples=2000, rng=1
        ).confidence_interval
        told[index] = f"{rho:.2f} ({ends.low:.2f} to {ends.high:.2f})"
    return told


def draw_transmissions(passed: pd.DataFrame) -> Figure:
    """Predicted against measured transmission."""
    with rc_context(RC):
        figure = Figure(figsize=(5.5, 4.6), layout="constrained")
        axis = figure.add_subplot()
        sns.scatterplot(passed, x="network_tension", y="measured_transmission", hue="variant", style="network", ax=axis)
        axis.axline((0, 0), slope=1, color="0.6", zorder=0)
        axis.set(xlabel="predicted: network tension", ylabel="measured transmission", title="Agents out for 30 days")
    return figure


def draw_placements(placed: dict[str, pd.DataFrame]) -> Figure:
    """The loss of placements against tension and the old index."""
    table = pd.concat([one.assign(hazard=name) for name, one in placed.items()])
    table["share"] = table["lost"] / table.groupby("hazard")["lost"].transform("max")
    with rc_context(RC):
        figure = Figure(figsize=(9, 4.2), layout="constrained")
        for axis, index in zip(figure.subplots(1, 2, sharey=True), ("network", "old"), strict=True):
            left = index == "network"
            sns.scatterplot(table, x=index, y="share", hue="hazard", style="hazard", legend=left, ax=axis)
            axis.set(xlabel={"network": "network tension", "old": "the old index"}[index])
            axis.set(ylabel="days lost / those of the worst placement")
        figure.suptitle("Fifty random placements of one budget")
    return figure


def main() -> None:
    passed = transmissions()
    passed["error"] = passed["measured_transmission"] - passed["network_tension"]
    by = passed.groupby(["network", "variant"])
    told = by["error"].describe()[["count", "mean", "min", "50%", "max"]]
    told["within 0.05"] = by["error"].apply(lambda error: (error.abs() <= 0.05).mean())
    told["spearman"] = by[["network_tension", "measured_transmission"]].apply(lambda rows: spearmanr(rows).statistic)
    print(told.round(3).to_string())
    placed = {name: placements(hazard) for name, hazard in HAZARDS.items()}
    for name, table in placed.items():
        print(name, f"days lost {table['lost'].min():.2f} to {table['lost'].max():.2f};", ranks(table))
    here = File(__file__).parent
    draw_transmissions(passed).savefig(here / "transmissions.png", dpi=100)
    draw_placements(placed).savefig(here / "placements.png", dpi=100)


if __name__ == "__main__":
    main()
