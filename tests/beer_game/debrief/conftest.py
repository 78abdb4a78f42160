"""Boards of the debrief's tests: a simulated class, and boards on which everybody passes orders on."""

import pandas as pd
import pytest

from jitagents.beer_game import SEATS, Chain, Setup, records_of, robot
from jitagents.beer_game.debrief import Debrief, simulated_class


def passed_on(setup: Setup) -> pd.DataFrame:
    """Records of a board whose players order what was ordered from them."""
    return records_of(Chain(setup, {seat: robot("pass_through", setup) for seat in SEATS}).play(), ["1"])


@pytest.fixture(scope="module")
def through() -> Debrief:
    return Debrief(passed_on(Setup()))


@pytest.fixture(scope="module")
def lesson() -> Debrief:
    return Debrief(simulated_class(3, seed=2)[0])
