"""Demand without memory: moments, quantiles, whole units, levels, and what is refused."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import (
    Buyers,
    Constant,
    Demand,
    Gamma,
    Marginal,
    NegativeBinomial,
    Normal,
    Poisson,
    Step,
)
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.worlds import Worlds

DAYS = 40_000
BUYERS = Buyers(np.array(["a", "b"], dtype=object), np.array([9.0, 30.0]), np.array([6.0, 3.0]))
MARGINALS = [Poisson(), Normal(), Gamma(), NegativeBinomial(), NegativeBinomial(sd=20.0)]


@pytest.mark.parametrize("by", ["draws", "quantiles"])
@pytest.mark.parametrize("law", MARGINALS)
def test_both_moments_are_met(law: Marginal, by: str) -> None:
    """Of the mean and of the variance, each by its z-score (kurtosis taken from the draws)."""
    rng = np.random.default_rng(1)
    units = law.draw(rng, 1, DAYS, BUYERS, {}) if by == "draws" else law.bend(rng.standard_normal((DAYS, 2)), BUYERS)
    mean, sd = law.moments(BUYERS)
    squares = (units - mean) ** 2
    assert np.abs((units.mean(axis=0) - mean) / (sd / np.sqrt(DAYS))).max() < 4
    assert np.abs((squares.mean(axis=0) - sd**2) / (squares.std(axis=0) / np.sqrt(DAYS))).max() < 4


@pytest.mark.parametrize("law", MARGINALS)
def test_a_higher_score_is_a_higher_demand(law: Marginal) -> None:
    """Up to scores of which the probability is rounded to 1; then demand is still a number."""
    score = np.linspace(-12.0, 12.0, 97)[:, None] * np.ones(2)
    units = law.bend(score, BUYERS)
    assert np.isfinite(units).all()
    assert (np.diff(units, axis=0) >= 0).all()
    assert (units[80] > units[16]).all()


def test_negative_binomial_is_poisson_where_the_variance_is_not_above_the_mean() -> None:
    sd = NegativeBinomial().moments(BUYERS)[1]
    assert sd.tolist() == [6.0, np.sqrt(30.0)]
    units = NegativeBinomial().draw(np.random.default_rng(1), 1, DAYS, BUYERS, {})
    assert (units % 1 == 0).all()


@pytest.mark.parametrize("law", [NegativeBinomial(), Gamma(), Poisson(), Constant()])
def test_a_mean_of_zero_is_no_demand(law: Demand) -> None:
    nobody = Buyers(BUYERS.names, np.zeros(2), np.ones(2))
    assert not law.draw(np.random.default_rng(1), 1, 50, nobody, {}).any()
    assert not np.any(law.moments(nobody))


def test_normal_is_cut_and_rounded_only_when_asked() -> None:
    rng = np.random.default_rng
    wide: dict[str, Any] = {"mean": 2.0, "sd": 4.0}
    plain, cut, whole = (
        Normal(**wide, **how).draw(rng(1), 1, 200, BUYERS, {}) for how in ({}, {"clip": True}, {"whole": True})
    )
    assert plain.min() < 0
    assert np.array_equal(cut, np.maximum(plain, 0))
    assert np.array_equal(whole, np.rint(plain))


def test_step_changes_on_its_day_wherever_a_block_of_days_begins() -> None:
    law = Step(before=4.0, after=8.0, day=5)
    whole = law.draw(np.random.default_rng(1), 1, 9, BUYERS, {})
    parts = [law.draw(np.random.default_rng(1), first, 3, BUYERS, {}) for first in (1, 4, 7)]
    assert whole[:, 0].tolist() == [4] * 4 + [8] * 5
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("law", [Normal(), Gamma()])
def test_a_spread_that_nobody_states_is_asked_for_by_name(law: Demand) -> None:
    silent = Buyers(BUYERS.names, BUYERS.mean, np.array([1.0, np.nan]))
    with pytest.raises(InputError, match=r"demand.sd.* b$"):
        law.moments(silent)


@pytest.mark.parametrize("parameter", [{"mean": [2.0, 9.0]}, {"mean": 9.0, "sd": [1.0, 5.0]}])
def test_levels_of_a_law_share_their_draws(parameter: dict[str, Any]) -> None:
    """Each level has its own parameters and the same random numbers: it is what it would be alone."""
    worlds = Worlds(range(3), levels=2)
    swept = {name: worlds.by_level(value) if isinstance(value, list) else value for name, value in parameter.items()}
    wanted = []
    for law, block in [(Gamma(**({"sd": 2.0} | swept)), worlds)] + [
        (Gamma(**({"sd": 2.0} | {name: np.atleast_1d(value)[-1 if level else 0] for name, value in parameter.items()})),
         Worlds(range(3)))
        for level in (0, 1)
    ]:  # fmt: skip
        model = SupplyModel(serial(stages=2, demand=4.0, whole=False), worlds=block, demand=law)
        model.run_for(4)
        wanted.append(model.buyers.get("wanted"))
    together, *alone = wanted
    assert np.array_equal(together, np.concatenate(alone, axis=1))
