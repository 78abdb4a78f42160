"""Advice for each flow: convert now, after an improvement, or never; with the money where it was simulated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.diagnosis.words import Say, number
from jitagents.readiness.assessment import UNKNOWN
from jitagents.readiness.rules import LEVERS, MODES, Rule, Scores
from jitagents.readiness.verification import Verification

NOW, AFTER, NEVER = "convert now", "after this improvement", "never"
ADVICE = (NOW, AFTER, NEVER)
BOTTLENECK = "bottleneck"
MONEY = ["freed", "freed_low", "freed_high", "loss", "loss_low", "loss_high", "bearable"]


@dataclass(frozen=True)
class Advice:
    """An advice for a flow, and its reason.

    Attributes:
        what: one of `ADVICE`.
        why: the improvement, or the reason.
    """

    what: str
    why: str


def advised(table: pd.DataFrame, rule: Rule, verified: Verification | None = None, say: Say = str) -> pd.DataFrame:
    """Return the table of readiness with `advice` and `why`, and, where it was simulated, the money.

    A flow is converted now if the rule finds it ready and, where it was simulated, it surely pays; never if it is a
    bottleneck, or surely loses money; else after the weak levers reach the profile of just-in-time.

    Args:
        table: as `assess` returns it.
        rule: by which it was made.
        verified: the simulation of its flows; None: there was none.
        say: gives the reasons in the reader's language.

    Returns:
        The table with columns advice and why, and with `verified` also `freed` (value of stock) and `loss` (money a
        year, below 0 where conversion pays) with their intervals, and `bearable` (factor on the frequency of crises).
    """
    whole = table
    if verified is not None:
        money = verified.table[["seller", "buyer", *MONEY]]
        whole = table.merge(money, on=["seller", "buyer"], how="left", validate="one_to_one")
    given = [_advice(row, rule, say) for row in whole.to_dict("records")]
    return whole.assign(advice=[one.what for one in given], why=[one.why for one in given])


def _advice(row: Mapping[Any, Any], rule: Rule, say: Say) -> Advice:
    ready = row["mode"] == MODES[-1]
    low, high = (float(row.get(f"loss_{end}", np.nan)) for end in ("low", "high"))
    if low > 0:
        share = float(row["bearable"])
        unless = say("loses money unless crises are {share} times as frequent, or shorter")
        return Advice(NEVER, unless.format(share=number(f"{share:.2g}", say)))
    if row["kraljic"] == BOTTLENECK:
        return Advice(NEVER, say("a bottleneck: little value, risky supply"))
    if row["mode"] == UNKNOWN:
        return Advice(AFTER, say("there are no data"))
    if ready and (np.isnan(high) or high < 0):
        return Advice(NOW, say("ready" if np.isnan(high) else "ready, and pays in the simulation"))
    if ready:
        return Advice(AFTER, say("ready, but it is open whether it pays: shorter crises"))
    scores = np.array([row[lever] for lever in LEVERS], dtype=np.float64)
    parts = [_told(lever, scores[lever], rule, say) for lever in improvements(scores, rule)]
    return Advice(AFTER, "; ".join([*parts, *([say("it pays in the simulation already")] if high < 0 else [])]))


def improvements(scores: Scores, rule: Rule) -> list[int]:
    """Return the levers that have to reach the profile of just-in-time, the weakest first, until the rule is content.

    Args:
        scores: of one flow `(levers,)`, NaN where a lever is unknown.
        rule: of joint judgement.
    """
    state: npt.NDArray[np.float64] = rule.filled(scores)
    weak = list[int]()
    for lever in np.argsort(state, kind="stable").tolist():
        if rule.modes(state[np.newaxis])[0] == len(MODES) - 1:
            break
        weak.append(lever)
        state[lever] = max(state[lever], rule.jit)
    return weak


def _told(lever: int, score: float, rule: Rule, say: Say) -> str:
    profile, name = number(f"{rule.jit:g}", say), say(LEVERS[lever])
    if np.isnan(score):
        return say("{lever}: collect data, then {profile}").format(lever=name, profile=profile)
    return say("{lever}: from {score} to {profile}").format(
        lever=name, score=number(f"{score:.2f}", say), profile=profile
    )
