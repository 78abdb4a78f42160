"""Ranking of agents by what their loss costs, beside their ranks by spend and centrality."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.results.centrality import MEASURES, centralities
from jitagents.results.cube import cube
from jitagents.results.estimate import Floats
from jitagents.results.final_loss import LATE, final_loss
from jitagents.results.intervals import interval
from jitagents.results.ranks import rank_range, ranks, spearman

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

TIMES = ("first_loss", "last_loss")
LOSS_DAYS = ("first_loss_if_any", "last_loss_if_any")
"""The same two, over the replications with a loss only."""
COLUMNS = [
    "variant", "rank", "rank_low", "rank_high", "name", "kind", "tier",
    *(f"{name}{end}" for name in ("loss", *TIMES, *LOSS_DAYS) for end in ("", "_low", "_high")),
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
            `first_loss_if_any` and `last_loss_if_any` are the mean days over the replications with a loss, NaN if there
            are none;
            `loss_share` is the share of replications with a day of loss, `not_recovered` (if it was measured) of those
            that still lose in the last week of the horizon.
        correlations: a row per variant and measure: Spearman's rank correlation of spend or a centrality with the
            losses of a replication, the mean over replications with its 95 % interval (1: the same order, 0: none, -1:
            the opposite; NaN where all are equal).
        metric: the measure of loss.
        disruption: the name of the disruption.
        replications: how many there are.
    """

    table: pd.DataFrame
    correlations: pd.DataFrame
    metric: str
    disruption: str
    replications: int

    @classmethod
    def of(cls, results: "BaseTables") -> Self:
        """Rank the agents that the levels of a study disrupt, one at each level.

        Raises:
            InputError: the levels do not run over agents, or the losses were not measured.
        """
        if not ranks_agents(results):
            levels = "levels={crisis.removal.target.name: {not: {kind: buyer}}}"
            needed = f"measure sales_lost, {' and '.join(TIMES)}"
            raise InputError(f"there is nothing to rank: disrupt one agent at each level, as {levels}, and {needed}")
        metric = _metric(results)
        measured = [name for name in (metric, *TIMES, "not_recovered") if results.has(name)]
        data = cube(results.replications, results.variants, measured, ["network"])
        values = {name: data.crisis[:, at] for at, name in enumerate(data.metrics)}
        disrupted = data.cells.assign(name=data.cells["level"].map(results.manifest.disrupted))
        properties = results.agents.set_index("name")[["kind", "tier"]].join(
            centralities(results.agents, results.lanes)
        )
        tables, correlations = [], []
        for variant, rows in disrupted.groupby("variant", sort=False):
            table = rows[["variant", "name"]].join(properties, on="name")
            values_here = {name: part[rows.index] for name, part in values.items()}
            tables.append(_ranked(table, values_here[metric], values_here))
            correlations.append(_correlated(str(variant), table, values_here[metric]))
        disruption = str(results.points.columns[1]).split(".")[1]
        table, agree = (pd.concat(parts, ignore_index=True) for parts in (tables, correlations))
        return cls(table, agree, metric, disruption, data.crisis.shape[-1])

    @property
    def variants(self) -> list[str]:
        """Names of the variants."""
        return list(pd.unique(self.table["variant"]))

    def of_variant(self, variant: str) -> "tuple[pd.DataFrame, pd.DataFrame]":
        """The table of one variant by agent, and its correlations by measure."""
        parts = ((self.table, "name"), (self.correlations, "measure"))
        table, agree = (part[part["variant"] == variant].set_index(key) for part, key in parts)
        return table, agree


def ranks_agents(results: "BaseTables") -> bool:
    """Whether each level of a study disrupts one agent, and the loss was measured."""
    disrupted, known = results.manifest.disrupted, {*results.agents["name"]}
    measured = results.has(*TIMES) and results.has(_metric(results))
    return bool(disrupted) and measured and known.issuperset(disrupted.values())


def _metric(results: "BaseTables") -> str:
    """The measure of loss: days late or lost where customers wait, otherwise money, or else the output lost."""
    metric = final_loss(results)
    return "sales_lost" if metric != LATE and results.has("sales_lost") else metric


def _ranked(table: pd.DataFrame, losses: Floats, values: dict[str, Floats]) -> pd.DataFrame:
    """The agents of one variant with losses and times (agents, replications), the one that hurts most first."""
    table = table.copy()
    has_loss = values["last_loss"] > 0
    days = {day: np.where(has_loss, values[name], np.nan) for day, name in zip(LOSS_DAYS, TIMES, strict=True)}
    for name, part in {"loss": losses, **{name: values[name] for name in TIMES}, **days}.items():
        mean = interval(part)
        table[name], table[f"{name}_low"], table[f"{name}_high"] = mean.mean, mean.low, mean.high
    worst = table["loss"].max()
    table["exposure"] = table["loss"] / worst if worst > 0 else 0.0
    table["loss_share"] = has_loss.mean(axis=1)
    table["not_recovered"] = values["not_recovered"].mean(axis=1) if "not_recovered" in values else np.nan
    table["rank"] = ranks(table["loss"].to_numpy())
    table["rank_low"], table["rank_high"] = rank_range(losses)
    table["first_loss_rank"] = ranks(-table["first_loss"].to_numpy())
    for name in ("last_loss", *MEASURES):
        table[f"{name}_rank"] = ranks(table[name].to_numpy())
    return table.sort_values(["rank", "first_loss", "name"])[COLUMNS]


def _correlated(variant: str, table: pd.DataFrame, losses: Floats) -> pd.DataFrame:
    found = {name: spearman(losses, table[name].to_numpy()) for name in MEASURES}
    rows = [(variant, name, float(rho.mean), float(rho.low), float(rho.high)) for name, rho in found.items()]
    return pd.DataFrame(rows, columns=["variant", "measure", "rho", "rho_low", "rho_high"])
