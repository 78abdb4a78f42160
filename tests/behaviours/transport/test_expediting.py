"""What hurries: express service for what is late."""

import numpy as np
import pytest

from jitagents.behaviours.transport import (
    AsStated,
    Expediting,
)
from jitagents.crises import Shock
from jitagents.network import read_lead_times
from tests.behaviours.transport.line import lanes, line, model_of


def test_what_is_late_goes_express() -> None:
    """An outage of six days: what is outstanding beyond a day's flow goes express and comes in 3 days, not in 6."""
    crisis = {"disruption": Shock({"name": "source"}, "shipping", start=11, duration=6)}
    runs = {}
    for rule in (AsStated(), Expediting(patience=1.0, factor=0.5), Expediting(patience=99.0)):
        names = ("arrived", "under_way", *(["expressed"] if rule.expresses else []))
        runs[rule] = lanes(model_of(rule, line(6.0), crisis=crisis), 60, *names)
    plain, fast, patient = (found[0][:, 0, 0] for found in runs.values())
    expressed = runs[Expediting(patience=1.0, factor=0.5)][2][:, 0, 0]
    assert expressed.tolist() == [24.0 * (day == 17) for day in range(1, 61)], "seven days' orders less one"
    assert fast[19] == 24, "sent on day 17, there on day 20"
    assert plain[22] == 28
    assert plain.sum() == fast.sum()
    assert np.array_equal(plain, patient)


@pytest.mark.parametrize(("factor", "days"), [(0.5, {1: 0.5, 2: 0.5}), (0.0, {1: 1.0}), (1.0, {2: 0.5, 4: 0.5})])
def test_express_lead_times_are_the_usual_ones_shortened(factor: float, days: dict[int, float]) -> None:
    law = read_lead_times([np.nan, 5.0], [0.0, 0.0], ["2:0.5 4:0.5", ""], 1)
    fast = Expediting(factor=factor).hurried(law)
    assert dict(zip(fast.laws[0].days.tolist(), fast.laws[0].probability.tolist(), strict=True)) == days
    assert fast.planned[1] == max(1, int(np.ceil(5 * factor)))
