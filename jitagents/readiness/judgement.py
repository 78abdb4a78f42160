"""The judgement of the rules themselves: each rule and each lever beside what conversion saves in the simulation."""

from collections.abc import Mapping

import pandas as pd

from jitagents.readiness.prediction import Prediction, falling_trend, loss_by_mode, predict
from jitagents.readiness.rules import LEVERS, MODES
from jitagents.readiness.verification import Verification

LANE = ["seller", "buyer"]


def predictions(verified: Verification, tables: Mapping[str, pd.DataFrame]) -> list[Prediction]:
    """Return how well each rule, and each lever alone, predicts which flows save money.

    Args:
        verified: the simulation.
        tables: of readiness, by the name of their rule; levers are taken from the first.
    """
    laid = {name: in_order(verified, table) for name, table in tables.items()}
    first = next(iter(laid.values()))
    rules = [predict(name, table["score"].to_numpy(float), verified.losses) for name, table in laid.items()]
    known = [lever for lever in LEVERS if first[lever].notna().any()]
    return [*rules, *(predict(f"{lever} alone", first[lever].to_numpy(float), verified.losses) for lever in known)]


def in_order(verified: Verification, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of readiness in the order of the flows that were simulated."""
    return table.set_index(LANE).loc[pd.MultiIndex.from_frame(verified.flows[LANE])].reset_index()


def prediction_table(found: list[Prediction]) -> pd.DataFrame:
    """Return a row per rule and lever: name, spearman, kendall and auc with intervals, flows, paying, in words."""
    rows = []
    for one in found:
        numbers = {**one.spearman.columns("spearman"), **one.kendall.columns("kendall"), **one.auc.columns("auc")}
        rows.append({"name": one.name, **numbers, "flows": one.flows, "paying": one.paying, "words": one.words})
    return pd.DataFrame(rows)


def mode_table(verified: Verification, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the mean loss of the flows of each mode, by rule, with the p-value of a falling trend over the modes."""
    parts = []
    for name, table in tables.items():
        modes = in_order(verified, table)["mode"].tolist()
        _, chance = falling_trend(modes, verified.losses.mean(axis=1), MODES)
        parts.append(loss_by_mode(modes, verified.losses, MODES).assign(trend_p=chance, rule=name))
    columns = ["rule", "mode", "flows", "loss", "loss_low", "loss_high", "trend_p"]
    return pd.concat(parts, ignore_index=True)[columns]
