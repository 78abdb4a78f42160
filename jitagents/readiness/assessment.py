"""The table of readiness: each flow with its mode, levers, what is weakest, what is unknown, and its classes."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.network import Network, read_lead_times
from jitagents.readiness.classes import Pattern, abc, kraljic, pattern, xyz
from jitagents.readiness.histories import Known
from jitagents.readiness.indicators import LANE, demand_rate, indicators, weekly
from jitagents.readiness.levers import Indicator, counted, lever_scores, relative
from jitagents.readiness.rules import LEVERS, MODES, Rule, Scores

UNKNOWN = "unknown"
"""The mode of a flow without any data, and its weakest lever."""


def flows_of(network: Network) -> pd.DataFrame:
    """Return the flows of a network: a line each with seller, buyer, site of the buyer, item, price and days on record.

    The days are those from order to receipt that the network states.
    """
    agents = network.agents.set_index("name")
    stated = network.lanes
    times = read_lead_times(stated["lead_time"], stated["lead_time_sd"], stated["lead_times"], least=1)
    lanes = stated.assign(days=times.mean + stated["order_delay"])
    flows = lanes[[*LANE, "price", "days"]].drop_duplicates(LANE).reset_index(drop=True).astype({"price": float})
    flows.insert(2, "site", agents["site"].reindex(flows["buyer"]).to_numpy())
    flows.insert(3, "item", agents["item"].reindex(flows["seller"]).to_numpy())
    flows["price"] = flows["price"].fillna(flows["seller"].map(agents["value"].astype(float)))
    return flows


def known_of(flows: pd.DataFrame) -> Known:
    """Return the names that histories of flows may have."""
    return Known(
        frozenset(zip(flows["seller"], flows["buyer"], strict=True)),
        frozenset(zip(flows["site"], flows["item"], strict=True)),
    )


def assess(
    flows: pd.DataFrame, found: Mapping[str, pd.DataFrame], rule: Rule, stated: Mapping[str, Scores] | None = None
) -> pd.DataFrame:
    """Return the table of readiness, the readiest flows first, and those without any data last.

    Args:
        flows: as `flows_of` says.
        found: histories by name.
        rule: of joint judgement.
        stated: values of indicators `(flows,)` that count where the histories have none.

    Returns:
        seller, buyer, item, mode, `score` of the rule (NaN: no data at all), score of each lever (NaN: unknown),
        weakest lever, unknown indicators, those `assumed` (as stated), value (money/day), and the classes: abc, xyz,
        pattern and kraljic.
    """
    used, measured, known = values_of(flows, found, rule, stated)
    values = {name: known[name] for name in used}
    scores = lever_scores(values, used)
    places = rule.modes(scores)
    table = flows[["seller", "buyer", "item"]].copy()
    blank = np.isnan(scores).all(axis=1)
    table["mode"] = [UNKNOWN if none else MODES[place] for place, none in zip(places, blank, strict=True)]
    table["score"] = np.where(blank, np.nan, rule.score(rule.filled(scores)))
    table[list(LEVERS)] = scores
    table["weakest"] = _weakest(scores)
    missing = np.array([np.isnan(one) for one in values.values()])
    table["unknown"] = _named(list(values), missing)
    table["assumed"] = _named(list(values), np.array([np.isnan(measured[name]) for name in values]) & ~missing)
    table = table.join(_classes(flows, found, known["weekly_cv"]))
    table["kraljic"] = [
        kraljic(*one) for one in zip(table["abc"], table["supplier"], table["exposure"], strict=True)
    ]  # fmt: skip
    order = np.lexsort((table["buyer"], table["seller"], -places, blank))
    return table.iloc[order].reset_index(drop=True)


def values_of(
    flows: pd.DataFrame, found: Mapping[str, pd.DataFrame], rule: Rule, stated: Mapping[str, Scores] | None = None
) -> tuple[dict[str, Indicator], dict[str, Scores], dict[str, Scores]]:
    """Return the indicators that count, and the values `(flows,)` of all of them: measured, and filled as stated.

    Args:
        flows, found, rule, stated: as `assess` takes them.
    """
    measured = indicators(flows, found)
    known = {name: _filled(own, (stated or {}).get(name)) for name, own in measured.items()}
    used = counted(rule.ends)
    return relative(used, known, rule.ends) if rule.relative else used, measured, known


def _filled(measured: Scores, stated: Scores | None) -> Scores:
    return measured if stated is None else np.where(np.isnan(measured), stated, measured)


def _named(names: Sequence[str], flags: npt.NDArray[np.bool_]) -> list[str]:
    """The names whose flag is set for each flow; flags are `(names, flows)`."""
    return [", ".join(name for name, flag in zip(names, own, strict=True) if flag) for own in flags.T]


def _weakest(scores: Scores) -> list[str]:
    """Return the known lever with the lowest score of each flow, `UNKNOWN` if there is none."""
    lowest = np.where(np.isnan(scores), np.inf, scores).argmin(axis=1)
    known = ~np.isnan(scores).all(axis=1)
    return [LEVERS[lever] if one else UNKNOWN for lever, one in zip(lowest, known, strict=True)]


def _classes(flows: pd.DataFrame, found: Mapping[str, pd.DataFrame], variation: Scores) -> pd.DataFrame:
    value, kinds = np.full(len(flows), np.nan), [str(Pattern.UNKNOWN)] * len(flows)
    if "demand" in found:
        lanes = pd.MultiIndex.from_frame(flows[LANE])
        value = demand_rate(found["demand"]).reindex(lanes).to_numpy(float) * flows["price"].to_numpy()
        weeks = weekly(found["demand"])
        kinds = [str(pattern(weeks[lane].to_numpy(float))) if lane in weeks else kinds[0] for lane in lanes]
    classes = {"value": value, "abc": abc(value), "xyz": [xyz(one) for one in variation], "pattern": kinds}
    return pd.DataFrame(classes, index=flows.index)
