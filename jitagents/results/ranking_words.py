"""The ranking in words: sentences and a short table; of several variants, the sentences are of the first."""

import pandas as pd

from jitagents.accounting.measures import MEASURES as METRICS
from jitagents.formatting import percent
from jitagents.results.centrality import MEASURES
from jitagents.results.estimate import Estimate
from jitagents.results.phrases import listed
from jitagents.results.ranking import TIMES, Ranking

SHOWN = 20
"""Agents of the short table and of the figure."""
NAMED = 3
"""Agents of a sentence."""


def compact(ranking: Ranking) -> pd.DataFrame:
    """The agents that hurt most as text: loss, times, and their ranks by spend and centrality."""
    top = ranking.table.groupby("variant", sort=False).head(SHOWN)
    several = top["variant"].nunique() > 1
    shown = pd.DataFrame(index=pd.MultiIndex.from_frame(top[["variant", "name"]]) if several else pd.Index(top["name"]))
    columns = {
        f"loss ({METRICS[ranking.metric].unit})": "loss",
        "days to first loss": TIMES[0],
        "days to last loss": TIMES[1],
    }
    for heading, name in columns.items():
        shown[heading] = [Estimate.read(row, name).with_interval for _, row in top.iterrows()]
    for measure, own in MEASURES.items():
        shown[f"rank by {own.label}"] = [f"{rank}" for rank in top[f"{measure}_rank"]]
    return shown


def findings(ranking: Ranking) -> list[str]:
    """Five sentences: loss, times, spend, centralities, uncertainty; two if nothing is lost."""
    table, agree = ranking.of_variant(ranking.variants[0])
    what = f"{ranking.disruption.replace('_', ' ')} of"
    if table["loss"].max() <= 0:
        return [f"The {what} none of the {len(table)} agents costs final output.", _sure(ranking, table)]
    return [_loss(table, what, METRICS[ranking.metric].unit), _times(table, what), _spend(table, agree),
            _centrality(table, agree), _sure(ranking, table)]  # fmt: skip


def _loss(table: pd.DataFrame, what: str, unit: str) -> str:
    first, *others = (str(name) for name in table.index[:NAMED] if table["loss"][name] > 0)
    then = f"; then that of {listed([_with(table, name, 'loss') for name in others])}" if others else ""
    half = int((table["loss"].cumsum() < table["loss"].sum() / 2).sum()) + 1
    share = f"; {half} of {len(table)} agents make up half of all losses" if 1 < half < len(table) / 2 else ""
    most = _number(table, first, "loss")
    amount = f"worth {most}" if unit == "money" else f"{most} {unit}"
    return f"The {what} {first} costs the most final output, {amount}{then}{share}."


def _times(table: pd.DataFrame, what: str) -> str:
    affected, count = table[table["loss_share"] > 0], len(table)
    if affected.empty:
        return f"Final demand as a whole has no day of loss, whichever of the {count} agents is disrupted."
    soon, late = str(affected[TIMES[0]].idxmin()), str(affected[TIMES[1]].idxmax())
    spared = f"; that of {count - len(affected)} of {count} agents costs no day of loss" * (len(affected) < count)
    return (
        f"The {what} {soon} is felt first, after {_number(affected, soon, TIMES[0])} days, and that of {late} longest, "
        f"until {_number(affected, late, TIMES[1])} days after it begins{spared}{_open(affected)}."
    )


def _open(table: pd.DataFrame) -> str:
    """From whose loss not all worlds recover in time; empty if all do."""
    share = table["not_recovered"]
    if not (share > 0).any():
        return ""
    name = str(share.idxmax())
    return f"; in {percent(share[name])} of the worlds without {name} it has not recovered by the end of the horizon"


def _spend(table: pd.DataFrame, agree: pd.DataFrame) -> str:
    if agree["rho"].isna()["spend"]:
        return "The same is spent with every agent, so that spend orders none."
    return (
        f"The order by loss agrees with that by spend at Spearman's rho {_rho(agree, 'spend')} (1: the same order, 0: "
        f"none): {_misled(table, 'spend')}."
    )


def _centrality(table: pd.DataFrame, agree: pd.DataFrame) -> str:
    known = agree.drop(index="spend")["rho"].dropna().sort_values(ascending=False)
    if known.empty:
        return "The centralities are the same for every agent, and order none."
    order = [str(name) for name in known.index]
    correlations = listed([f"{_rho(agree, name)} for {MEASURES[name].label}" for name in order])
    return f"With centralities it agrees at rho {correlations}; of the best of these, {_misled(table, order[0])}."


def _misled(table: pd.DataFrame, measure: str) -> str:
    """Of those that hurt most the one that a measure ranks lowest, of the measure's first the one that hurts least."""
    few = max(len(table) // 10, 1)
    ranks, losses = table[f"{measure}_rank"], table["rank"]
    small, large = str(ranks[losses <= few].idxmax()), str(losses[ranks <= few].idxmax())
    title = MEASURES[measure].label
    other = f", {large} has rank {ranks[large]} by {title} and {losses[large]} by loss" if large != small else ""
    return f"{small} has rank {losses[small]} by loss and {ranks[small]} by {title}{other}"


def _sure(ranking: Ranking, table: pd.DataFrame) -> str:
    variants, replications = ranking.variants, ranking.replications
    note = f"; all of this is said of {variants[0]}, the first of {len(variants)} variants" if len(variants) > 1 else ""
    if replications < 2:
        return f"This rests on one replication, so that no interval can be given: run more before you conclude{note}."
    alike = int((table["rank_low"] == 1).sum()) - 1
    tied = f"; {alike} of the others cannot be told from the first" if alike else ""
    over = f"Each ± is a 95 % interval over {replications} replications, each crisis paired with its calm twin"
    return f"{over}{tied}{note}."


def _rho(agree: pd.DataFrame, measure: str) -> str:
    return str(Estimate.read(agree.loc[[measure]].iloc[0], "rho"))


def _with(table: pd.DataFrame, name: str, column: str) -> str:
    """An agent with a number and its interval."""
    return f"{name} ({_number(table, name, column)})"


def _number(table: pd.DataFrame, name: str, column: str) -> str:
    return str(Estimate.read(table.loc[[name]].iloc[0], column))
