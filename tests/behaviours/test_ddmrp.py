"""DDMRP: factors by class, and order spikes, by hand and in a model."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import Replay
from jitagents.behaviours.forecasting import ExponentialSmoothing
from jitagents.behaviours.ordering import BaseStock, Ddmrp
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from tests.behaviours.conftest import plan, seen

LEAD_TIME = {"short": 0.8, "medium": 0.5, "long": 0.3}
VARIATION = {"low": 0.3, "medium": 0.5, "high": 0.8}


def test_factors_by_class_of_lead_time_and_variation() -> None:
    """Top of green = usage x L (1 + f (1 + v) + f), f and v of the class; a limit belongs to the class below it."""
    known = plan(4, rate=10.0, lead_time=[7, 8, 28, 29], demand_sd=[2.5, 2.6, 7.5, 7.6])
    rule = Ddmrp(LEAD_TIME, VARIATION, cycle=0.0)
    factors = [(0.8, 0.3), (0.5, 0.5), (0.5, 0.5), (0.3, 0.8)]
    expected = [10 * days * (1 + f * (1 + v) + f) for days, (f, v) in zip([7, 8, 28, 29], factors, strict=True)]
    assert rule.fit(known).opening(known)[:, 0] == pytest.approx(expected)


def test_the_factor_of_a_class_may_differ_by_world() -> None:
    known = plan(2, lead_time=[5, 50])
    rule = Ddmrp(LEAD_TIME | {"long": np.array([[0.2, 0.4]])}, variability=0.0, cycle=0.0)
    assert rule.fit(known).opening(known) == pytest.approx(np.array([[50 * 2.6] * 2, [500 * 1.4, 500 * 1.8]]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lead_time_factor": {"short": 1.0, "medium": 1.0}}, "none for the class 'long'"),
        ({"variability": VARIATION | {"hihg": 1.0}}, "no class 'hihg'; did you mean 'high'"),
        ({"variability": VARIATION | {"high": -1.0}}, r"Ddmrp\.variability\.high = -1\.0: must be a number, 0 or more"),
        ({"lead_times": [28, 7]}, r"Ddmrp\.lead_times = \[28, 7\]: must be two limits"),
        ({"variations": [0.5]}, "must be two limits"),
    ],
)
def test_wrong_classes_are_told(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Ddmrp(**changes)


@pytest.mark.parametrize(("horizon", "spikes"), [(0, 0), (1, 0), (2, 45), (3, 45), (4, 145)])
def test_the_whole_demand_of_a_day_at_the_threshold_is_a_spike(horizon: int, spikes: float) -> None:
    """Usage 10, L = 12: red 90, top of yellow 210, of green 270; a threshold of half the red zone is 45."""
    rule, known = Ddmrp(spike_horizon=horizon), plan(lead_time=12.0)
    view, memory = seen(known, stock=250.0, forecast=10.0), remember(rule, 1, 1)
    view.gross = np.array([44.9, 45.0, 0.0, 100.0, 900.0]).reshape(-1, 1, 1)
    flow = 250 - spikes
    assert rule(view, memory).item() == (270 - flow if flow <= 210 else 0)
    if horizon:
        assert rule.releases(memory)[:, 0, 0].tolist() == [10.0] * horizon


@pytest.mark.parametrize(("horizon", "served"), [(0, False), (3, False), (4, True), (6, True)])
def test_a_spike_that_is_known_a_lead_time_ahead_is_served(tmp_path: Path, horizon: int, served: bool) -> None:
    """An order arrives before the demand of the fourth day after it; a day later is too late."""
    recording = tmp_path / "demand.csv"
    recording.write_text("units\n" + "\n".join(["10"] * 29 + ["150"] + ["10"] * 31) + "\n")
    model = SupplyModel(
        serial(stages=1, lead_time=4), demand=Replay(file=str(recording), column="units"),
        ordering=Ddmrp(spike_horizon=horizon), forecasting=ExponentialSmoothing(alpha=0.0),
        exemptions=[Exemption({"name": "outside"}, ordering=BaseStock(level=0.0))],
    )  # fmt: skip
    shop, owed = model.by_name["stage_1"].row, []
    for _ in range(40):
        model.step()
        owed.append(float(model.points["owed"][shop, 0]))
    assert (max(owed) == 0) == served
