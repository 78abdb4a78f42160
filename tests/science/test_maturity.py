"""Maturity: the presets of books reach the record accuracy that they are solved for."""

import numpy as np
import pytest

from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.information import Books
from jitagents.behaviours.ordering import BaseStock
from jitagents.build import build
from jitagents.config import composed, plain
from jitagents.model import SupplyModel
from jitagents.network import serial
from tests.science.conftest import row

YEAR = 365
RIGHT = {0: 0.35, 1: 0.63, 2: 0.85, 3: 0.95, 4: 0.99}
"""Share of days on which the record of stock is right."""


def books(level: int) -> Books:
    """The preset of a level."""
    built = build(plain(composed([f"information=maturity_{level}"]))["information"], "information")
    assert isinstance(built, Books)
    return built


@pytest.mark.parametrize("level", RIGHT)
def test_records_are_right_as_often_as_the_preset_says(level: int) -> None:
    """A stage of class A that sells a unit in four days, over the second and third year: a z-score, beside rounding."""
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=0.25), worlds=1_000, demand=Poisson(), ordering=BaseStock(level=8.0),
        information=books(level),
    )  # fmt: skip
    model.run_for(YEAR)
    stage, right = row(model, "stage_1"), np.zeros(1_000)
    for _ in range(2 * YEAR):
        model.step()
        right += model.points["misrecorded"][stage] == 0.0
    right /= 2 * YEAR
    rounding = 0.05 * (1.0 - RIGHT[level])  # of the rates, which have two figures
    assert abs(right.mean() - RIGHT[level]) < rounding + 4.0 * right.std() / np.sqrt(len(right))


def test_lead_times_are_within_a_fifth_as_often_as_the_preset_says() -> None:
    """P(0.8 < factor < 1.2) = 0.314 for a median of 1 and a spread of 0.5, so that 1 - 0.686 p of all are."""
    for level, share in enumerate((0.6, 0.7, 0.8, 0.9, 0.95)):
        wrong = float(np.max(books(level).master_data.lead_time_wrong))
        assert 1 - 0.686 * wrong == pytest.approx(share, abs=0.01)
