"""The three rules: the worked flows, dominance, veto, unknown levers, profiles that do not fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.readiness.rules import MODES, Average, ElectreTri, Rule, Weakest

A = (0.95, 0.90, 0.85, 0.90, 0.30)
B = (0.85, 0.82, 0.80, 0.78, 0.76)
RULES = (ElectreTri(), Weakest(), Average())
SCORES = st.lists(st.sampled_from([round(0.05 * step, 2) for step in range(21)]), min_size=5, max_size=5)


def mode(rule: Rule, *scores: float) -> str:
    return MODES[rule.modes(np.array([scores]))[0]]


@pytest.mark.parametrize(
    ("scores", "modes"), [(A, ("hybrid", "stock", "jit")), (B, ("jit", "kanban", "jit"))], ids=["A", "B"]
)
def test_the_worked_flows(scores: tuple[float, ...], modes: tuple[str, ...]) -> None:
    assert tuple(mode(rule, *scores) for rule in RULES) == modes


def test_the_credibilities_of_the_worked_flows_by_hand() -> None:
    both = np.array([A, B])
    assert ElectreTri().credibility(both, 0.8) == pytest.approx([0.0, 1.0])  # veto of .30; all within q
    assert ElectreTri().credibility(both, 0.4) == pytest.approx([0.85 + 0.15 * 0.5, 1.0])
    assert both @ Average().weights == pytest.approx([0.8125, 0.8085])


def test_discordance_below_the_veto_lowers_the_credibility_by_hand() -> None:
    """Demand .26 below: d = .11 / .15 is below c = .75. With a weight of .5, c = .5 is below it."""
    scores = np.array([[0.54, 1, 1, 1, 1]])
    assert ElectreTri().credibility(scores, 0.8) == pytest.approx([0.75])
    halves = ElectreTri(demand=1, supplier=0.25, process=0.25, data=0.25, exposure=0.25)
    assert halves.credibility(scores, 0.8) == pytest.approx([0.5 * (1 - 0.11 / 0.15) / 0.5])


def test_both_ends() -> None:
    assert {mode(rule, *[1.0] * 5) for rule in RULES} == {"jit"}
    assert {mode(rule, *[0.0] * 5) for rule in RULES} == {"stock"}


@pytest.mark.parametrize("lever", range(5))
def test_one_lever_at_the_veto_forbids_a_mode(lever: int) -> None:
    scores = [1.0] * 5
    scores[lever] = 0.5
    assert mode(ElectreTri(), *scores) == "kanban"
    assert mode(Average(), *scores) == "jit"


def test_an_unknown_lever_counts_as_stated() -> None:
    for rule in RULES:
        assert mode(rule, *B[:4], np.nan) == mode(rule, *B[:4], 0.4)
    assert mode(Weakest(unknown=0.7), *B[:4], np.nan) == "kanban"


@given(scores=SCORES, better=SCORES)
def test_dominance(scores: list[float], better: list[float]) -> None:
    """A flow that is better on all levers is never in a lower mode."""
    above = np.maximum(scores, better)
    for rule in RULES:
        low, high = rule.modes(np.array([scores, above]))
        assert low <= high


@given(rows=st.lists(SCORES, min_size=2, max_size=6), seed=st.integers(0, 99))
def test_the_order_of_flows_does_not_matter(rows: list[list[float]], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(rows))
    for rule in RULES:
        assert (rule.modes(np.array(rows)[order]) == rule.modes(np.array(rows))[order]).all()


def test_weights_are_shares() -> None:
    twice = Average(demand=0.5, supplier=0.5, process=0.4, data=0.3, exposure=0.3)
    assert twice.weights == pytest.approx([0.25, 0.25, 0.2, 0.15, 0.15])


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="profiles that rise"):
        Weakest(kanban=0.9)
    with pytest.raises(InputError, match="thresholds that rise"):
        ElectreTri(veto=0.1)
    with pytest.raises(InputError, match="all weights are 0"):
        Average(demand=0, supplier=0, process=0, data=0, exposure=0)
