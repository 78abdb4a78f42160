"""Advice by hand, and that the improvements it names are enough."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.readiness.advice import AFTER, NEVER, NOW, advised, improvements
from jitagents.readiness.rules import LEVERS, Average, ElectreTri, Rule, Weakest
from jitagents.readiness.verification import Verification

RULES = (ElectreTri(), Weakest(), Average())
SCORES = st.lists(st.sampled_from([np.nan, *(round(0.05 * step, 2) for step in range(21))]), min_size=5, max_size=5)


def table(mode: str, scores: tuple[float, ...], kraljic: str = "leverage") -> pd.DataFrame:
    row = {"seller": "mill", "buyer": "shop", "item": "flour", "mode": mode, "kraljic": kraljic}
    return pd.DataFrame([row | dict(zip(LEVERS, scores, strict=True))])


def simulated(loss: tuple[float, float]) -> Verification:
    """Two replications, in calm and in one crisis a year that adds nothing."""
    flows, numbers = pd.DataFrame({"seller": ["mill"], "buyer": ["shop"], "item": ["flour"]}), np.array([loss])
    return Verification(flows, numbers, {"outage": np.zeros((1, 2))}, np.full((1, 2), 7.0), {"outage": 1.0})


@pytest.mark.parametrize(
    ("made", "loss", "expected"),
    [
        (table("jit", (1, 1, 1, 1, 1)), None, (NOW, "ready")),
        (table("jit", (1, 1, 1, 1, 1)), (-5.0, -5.1), (NOW, "ready, and pays in the simulation")),
        (table("jit", (1, 1, 1, 1, 1)), (-5.0, 5.0), (AFTER, "ready, but it is open whether it pays: shorter crises")),
        (table("jit", (1, 1, 1, 1, 1), "bottleneck"), None, (NEVER, "a bottleneck: little value, risky supply")),
        (table("kanban", (1, 0.5, 1, 1, 1)), None, (AFTER, "supplier: from 0.50 to 0.8")),
        (table("kanban", (1, 1, 1, np.nan, 1)), (-5.0, 5.0), (AFTER, "data: collect data, then 0.8")),
        (
            table("kanban", (1, 1, 1, np.nan, 1)),
            (-5.0, -5.1),
            (AFTER, "data: collect data, then 0.8; it pays in the simulation already"),
        ),
        (table("unknown", (np.nan,) * 5), None, (AFTER, "there are no data")),
    ],
)
def test_the_advice(made: pd.DataFrame, loss: tuple[float, float] | None, expected: tuple[str, str]) -> None:
    row = advised(made, ElectreTri(), simulated(loss) if loss else None).iloc[0]
    assert (row["advice"], row["why"]) == expected


def test_a_flow_that_loses_money_is_told_what_it_could_bear() -> None:
    """It saves 2 in calm and loses 8 in a crisis a year: with a quarter of the crises it breaks even."""
    verified = simulated((-2.0, -2.0))
    lossy = replace(verified, crises={"outage": np.full((1, 2), 8.0)})
    row = advised(table("jit", (1, 1, 1, 1, 1)), ElectreTri(), lossy).iloc[0]
    assert (row["advice"], row["why"]) == (NEVER, "loses money unless crises are 0.25 times as frequent, or shorter")
    assert (row["loss"], row["freed"], row["bearable"]) == pytest.approx((6, 7, 0.25))
    assert verified.bearable == np.inf


@given(scores=SCORES)
def test_the_improvements_are_enough_and_each_is_needed(scores: list[float]) -> None:
    for rule in RULES:
        weak = improvements(np.array(scores), rule)
        for count in range(len(weak) + 1):
            assert (mode_after(scores, weak[:count], rule) == 3) == (count == len(weak))


def mode_after(scores: list[float], raised: list[int], rule: Rule) -> int:
    state = rule.filled(np.array(scores))
    state[raised] = np.maximum(state[raised], rule.jit)
    return int(rule.modes(state[np.newaxis])[0])
