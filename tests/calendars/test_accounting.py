"""Days of rest in the measures: planned, so no stops; days lost are calendar days."""

from typing import Any

import numpy as np
import pytest

from jitagents import SupplyModel
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.calendars import Calendars
from jitagents.crises import Shock
from tests.calendars.test_days import WEEK, chain

STOPS = ("line_stop_days", "longest_line_stop", "stop_equivalents")


def stops(days: int = 28, **arguments: Any) -> dict[str, float]:
    """The stops of the forge."""
    calendar = Calendars(week=WEEK, demand="every_day")
    model = SupplyModel(
        chain(plant={"capacity": 20}), demand=Constant(), ordering=Jit(), calendar=calendar, **arguments
    )
    ledger = Ledger(model, Costs(), days, measures=[MEASURES[name] for name in STOPS])
    model.observers.append(ledger)
    model.run_for(days)
    place = ledger.scopes.names.index("agent:forge")
    return {name: float(values[place, 0]) for name, values in ledger.metrics().items()}


def test_days_of_rest_are_no_stops() -> None:
    assert stops() == {"line_stop_days": 0.0, "longest_line_stop": 0.0, "stop_equivalents": 0.0}


def test_a_stop_goes_on_over_the_weekend() -> None:
    """Ten days from Thursday to the Saturday of the week after: seven working days, with a weekend between."""
    fire = {"fire": Shock({"name": "forge"}, "production", severity=1.0, start=11, duration=10)}
    assert stops(crisis=fire) == {"line_stop_days": 7.0, "longest_line_stop": 7.0, "stop_equivalents": 7.0}


def test_half_of_a_day_is_half_a_day() -> None:
    slow = {"slow": Shock({"name": "forge"}, "production", severity=0.5, start=15, duration=7)}
    found = stops(crisis=slow)
    assert found["line_stop_days"] == 0.0
    assert found["stop_equivalents"] == 2.5  # from Monday on 20 or more are open, 20 are possible, 10 are made


def test_the_mean_capacity_of_a_week() -> None:
    model = SupplyModel(chain(plant={"capacity": 14}), calendar=Calendars(week=(1, 1, 1, 1, 1, 0.5, 0)))
    assert model.working_days is not None
    forge = np.flatnonzero(model.layout.maker_rows == model.by_name["forge"].row)
    assert model.working_days.week_share[forge] == pytest.approx(5.5 / 7.0)
