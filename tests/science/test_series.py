"""Stages in series and assembly: Clark & Scarf (Snyder & Shen 2019, Ex. 6.1), Shang & Song 2003, exact assembly."""

import numpy as np
import pandas as pd
import pytest

from jitagents.accounting.costs import Costs
from jitagents.behaviours.demand import Normal, Poisson
from jitagents.behaviours.ordering import BaseStock
from jitagents.network import Network, serial
from tests.science.conftest import excess, poisson_law, run, z_score


def clark_scarf(last_lead_time: int, pipeline: float = 1.0) -> np.ndarray:
    """Cost a day of Ex. 6.1, by world; stock under way to a stage costs the rate of the stage that sent it."""
    network = serial(
        stages=3, lead_time=[1, 1, last_lead_time], demand=5.0, whole=False,
        holding_cost=[7, 4, 2], backorder_cost=[37.12, 0, 0],
    )  # fmt: skip
    levels = {"stage_1": 6.49, "stage_2": 5.53, "stage_3": 10.69}
    ledger = run(
        network, days=400, warmup=20, costs=Costs(pipeline=pipeline), worlds=1000, rng=1, start="empty",
        demand=Normal(5.0, 1.0), ordering=BaseStock(level=levels),
    )  # fmt: skip
    return ledger.metrics()["cost"][0]


def test_three_stages_cost_what_clark_and_scarf_say() -> None:
    assert abs(z_score(clark_scarf(2), 47.660)) < 4
    assert abs(z_score(clark_scarf(3), 47.660)) > 50


def test_goods_under_way_cost_the_rate_of_the_next_stage_up_and_nothing_from_outside() -> None:
    """A lane of one day carries a day's demand: 5 units at 4 to stage 1, 5 at 2 to stage 2, none at 0 to stage 3."""
    with_pipeline, without = clark_scarf(2), clark_scarf(2, pipeline=0.0)
    assert abs(z_score(with_pipeline - without, 5 * 4 + 5 * 2)) < 4
    assert abs(z_score(without, 47.660 - 30)) < 4


@pytest.mark.parametrize("extra", [0, 1])
def test_four_stages_cost_what_shang_and_song_say(extra: int) -> None:
    network = serial(
        stages=4, lead_time=[1, 1, 1, 1 + extra], demand=4.0,
        holding_cost=[1, 0.75, 0.5, 0.25], backorder_cost=[9, 0, 0, 0],
    )  # fmt: skip
    levels = {"stage_1": 8, "stage_2": 5, "stage_3": 5, "stage_4": 4}
    ledger = run(
        network, days=500, warmup=20, costs=Costs(pipeline=1.0), worlds=1000, rng=2, start="empty",
        demand=Poisson(4.0), ordering=BaseStock(level=levels),
    )  # fmt: skip
    score = abs(z_score(ledger.metrics()["cost"][0], 12.688))
    assert score > 50 if extra else score < 4


@pytest.mark.parametrize("extra", [0, 1])
def test_assembly_of_two_components(extra: int) -> None:
    """Both components see the same orders, so they are short together: net stock is that of two stages in series."""
    agents = pd.DataFrame(
        {
            "name": ["shop", "works", "left", "right"],
            "kind": ["buyer", "plant", "supplier", "supplier"],
            "item": ["final", "final", "part a", "part b"],
            "lead_time": [np.nan, 0, 0, 0],
            "demand": [5.0, np.nan, np.nan, np.nan],
            "holding_cost": [3.0, 2.0, 0.0, 0.0],
            "backorder_cost": [10.0, 0.0, 0.0, 0.0],
        }
    )
    lanes = pd.DataFrame(
        {"seller": ["works", "left", "right"], "buyer": ["shop", "works", "works"], "lead_time": [1, 1 + extra, 1]}
    )
    levels = {"shop": 8, "works": 0, "left": 0, "right": 0, "works/part a": 4, "works/part b": 4}
    ledger = run(
        Network.of(agents, lanes, name="assembly"), days=500, warmup=20,
        costs=Costs(capital=365.0, storage=0.0, obsolescence=0.0, pipeline=1.0),
        worlds=1000, rng=3, start="empty", demand=Poisson(5.0), ordering=BaseStock(level=levels),
    )  # fmt: skip
    day = poisson_law(5.0, 100)
    short = np.zeros(100)
    np.add.at(short, np.maximum(np.arange(100) - 4, 0), day)  # the law of what is owed to the works
    backorders = excess(np.convolve(day, short), 8)
    exact = 2 * excess(day[::-1], 95) + 3 * (8 - 5 - excess(day, 4) + backorders) + 10 * backorders + 2 * 5
    assert exact == pytest.approx(22.758925, abs=1e-6)
    score = abs(z_score(ledger.metrics()["cost"][0], exact))
    assert score > 50 if extra else score < 4
