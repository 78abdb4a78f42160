"""Lateness as observed, from a file."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours.transport import (
    Empirical,
)
from jitagents.errors import InputError
from jitagents.network import read_lead_times
from tests.behaviours.transport.line import line, model_of

SHARED = Path(__file__).parents[4] / "shared/data/scms_delivery_history.csv"


@pytest.fixture
def deliveries(tmp_path: Path) -> Path:
    rows = [("air", 0), ("air", 0), ("air", 2), ("air", -9), ("sea", 5), ("sea", 7)]
    date = pd.Timestamp("2024-02-27")
    table = pd.DataFrame({
        "mode": [mode for mode, _ in rows], "planned": [str(date.date())] * 6,
        "actual": [str((date + pd.Timedelta(days=late)).date()) for _, late in rows],
    })  # fmt: skip
    table.loc[6] = ["sea", "", "2024-03-01"]
    path = tmp_path / "deliveries.csv"
    table.to_csv(path, index=False, encoding="utf-8-sig")
    return path


def test_observed_lateness_by_mode(deliveries: Path) -> None:
    rule = Empirical(file=str(deliveries))
    stated = read_lead_times([4.0, 4.0, 4.0, 10.0], [0.0] * 4, [""] * 4, 1)
    times = rule.times(stated, pd.DataFrame({"mode": ["air", "sea", "", "sea"]}))
    laws = [times.laws[number] for number in times.law]
    assert dict(zip(laws[0].days.tolist(), laws[0].probability.tolist(), strict=True)) == {1: 0.25, 4: 0.5, 6: 0.25}
    assert laws[1].days.tolist() == [9, 11]
    assert laws[2].days.tolist() == [1, 4, 6, 9, 11]
    assert laws[3].days.tolist() == [15, 17]
    assert times.planned.tolist() == [4, 10, 6, 16]


@pytest.mark.parametrize(("change", "told"), [
    ({"file": "nowhere.csv"}, "no file 'nowhere.csv'"), ({"actual": "actually"}, "did you mean 'actual'"),
    ({"planned": "mode"}, "no row with a date"), ({}, "did you mean 'sea'"),
])  # fmt: skip
def test_observed_lateness_that_cannot_be_read(deliveries: Path, change: dict[str, Any], told: str) -> None:
    rule = Empirical(**{"file": str(deliveries)} | change)
    with pytest.raises(InputError, match=told) as error:
        model_of(rule, line(3.0, mode="seas"))
    assert len(error.value.faults) == 1


@pytest.mark.skipif(
    not SHARED.is_file(), reason="needs the SCMS delivery history of USAID (data.usaid.gov), 10,324 rows"
)
def test_the_delivery_history_of_a_health_programme() -> None:
    columns: dict[str, Any] = {
        "planned": "Scheduled Delivery Date", "actual": "Delivered to Client Date", "mode": "Shipment Mode",
    }  # fmt: skip
    rule = Empirical(file=str(SHARED), **columns)
    assert {"Air", "Air Charter", "Ocean", "Truck", ""} <= set(rule.late)
    model = model_of(rule, line(60.0, mode="Ocean"))
    shop = model.layout.names.tolist().index("shop_0")
    late = np.maximum(60 + rule.late["Ocean"], 1)
    assert model.planned.plan.lead_time[shop, 0] == pytest.approx(late.mean())
    assert model.planned.plan.lead_time_sd[shop, 0] == pytest.approx(late.std())
