"""Ranking: whom the network misses most, beside what spend and centrality would lead one to expect."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.results.centrality import MEASURES, centralities
from jitagents.results.cube import cube
from jitagents.results.intervals import Floats, interval
from jitagents.results.ranks import rank_range, ranks, spearman

if TYPE_CHECKING:
    from jitagents.results import Results

LOSSES = ("sales_lost", "output_lost")
"""What is ranked by: the first that was measured."""
TIMES = ("time_to_survive", "time_to_recover")
COLUMNS = [
    "variant", "rank", "rank_low", "rank_high", "name", "kind", "tier",
    *(f"{name}{end}" for name in ("loss", *TIMES) for end in ("", "_low", "_high")),
    "exposure", "loss_share", "not_recovered", *MEASURES, *(f"{name}_rank" for name in (*TIMES, *MEASURES)),
]  # fmt: skip


@dataclass(frozen=True)
class Ranking:
    """Agents by what their loss costs the network.

    The loss of final output is what Simchi-Levi, Schmidt & Wei (2014, Harvard Business Review 92(1-2)) call the
    performance impact of a node; `exposure` is their risk exposure index, the impact over the largest one.

    Attributes:
        table: a row per variant and agent, the one whose loss hurts most first. Agents with the same loss have the same
            rank; `rank_low` and `rank_high` are the ranks that the paired differences of losses leave open, at 95 %;
            `loss_share` is the share of replications with a day of loss, `not_recovered` (if it was measured) of those
            that still lose in the last week of the horizon.
        correlations: a row per variant and measure: Spearman's rank correlation of spend or a centrality with the
            losses of a replication, the mean over replications with its 95 % interval (1: the same order, 0: none, -1:
            the opposite; NaN where all are equal).
        metric: the measure of loss.
        shock: the name of what strikes them.
        replications: how many there are.
    """

    table: pd.DataFrame
    correlations: pd.DataFrame
    metric: str
    shock: str
    replications: int

    @classmethod
    def of(cls, results: "Results") -> Self:
        """Rank the agents that the levels of a study strike.

        Raises:
            InputError: the levels do not run over agents, or the losses were not measured.
        """
        if not ranks_agents(results):
            levels = "levels={crisis.removal.target.name: {not: {kind: buyer}}}"
            needed = f"measure {LOSSES[-1]}, {' and '.join(TIMES)}"
            raise InputError(f"there is nothing to rank: strike one agent at each level, as {levels}, and {needed}")
        metric = next(name for name in LOSSES if results.has(name))
        measured = [name for name in (metric, *TIMES, "not_recovered") if results.has(name)]
        data = cube(results.replications, results.variants, measured, ["network"])
        values = {name: data.crisis[:, at] for at, name in enumerate(data.metrics)}
        struck = data.cells.assign(name=data.cells["level"].map(results.manifest["struck"]))
        own = results.agents.set_index("name")[["kind", "tier"]].join(centralities(results.agents, results.lanes))
        tables, correlations = [], []
        for variant, rows in struck.groupby("variant", sort=False):
            table = rows[["variant", "name"]].join(own, on="name")
            here = {name: part[rows.index] for name, part in values.items()}
            tables.append(_ranked(table, here[metric], here))
            correlations.append(_correlated(str(variant), table, here[metric]))
        shock = str(results.points.columns[1]).split(".")[1]
        table, agree = (pd.concat(parts, ignore_index=True) for parts in (tables, correlations))
        return cls(table, agree, metric, shock, data.crisis.shape[-1])

    @property
    def variants(self) -> list[str]:
        """Names of the variants."""
        return list(pd.unique(self.table["variant"]))

    def of_variant(self, variant: str) -> "tuple[pd.DataFrame, pd.DataFrame]":
        """The table of one variant by agent, and its correlations by measure."""
        parts = ((self.table, "name"), (self.correlations, "measure"))
        table, agree = (part[part["variant"] == variant].set_index(key) for part, key in parts)
        return table, agree


def ranks_agents(results: "Results") -> bool:
    """Whether each level of a study strikes one agent, and what that costs was measured."""
    struck, known = results.manifest.get("struck") or {}, {*results.agents["name"]}
    measured = results.has(*TIMES) and any(results.has(name) for name in LOSSES)
    return bool(struck) and measured and known.issuperset(struck.values())


def _ranked(table: pd.DataFrame, losses: Floats, values: dict[str, Floats]) -> pd.DataFrame:
    """The agents of one variant with losses and times (agents, replications), the one that hurts most first."""
    table = table.copy()
    for name, part in {"loss": losses, **{name: values[name] for name in TIMES}}.items():
        found = interval(part)
        table[name], table[f"{name}_low"], table[f"{name}_high"] = found.mean, found.low, found.high
    worst = table["loss"].max()
    table["exposure"] = table["loss"] / worst if worst > 0 else 0.0
    table["loss_share"] = (values["time_to_recover"] > 0).mean(axis=1)
    table["not_recovered"] = values["not_recovered"].mean(axis=1) if "not_recovered" in values else np.nan
    table["rank"] = ranks(table["loss"].to_numpy())
    table["rank_low"], table["rank_high"] = rank_range(losses)
    table["time_to_survive_rank"] = ranks(-table["time_to_survive"].to_numpy())
    for name in ("time_to_recover", *MEASURES):
        table[f"{name}_rank"] = ranks(table[name].to_numpy())
    return table.sort_values(["rank", "time_to_survive", "name"])[COLUMNS]


def _correlated(variant: str, table: pd.DataFrame, losses: Floats) -> pd.DataFrame:
    found = {name: spearman(losses, table[name].to_numpy()) for name in MEASURES}
    rows = [(variant, name, float(rho.mean), float(rho.low), float(rho.high)) for name, rho in found.items()]
    return pd.DataFrame(rows, columns=["variant", "measure", "rho", "rho_low", "rho_high"])
