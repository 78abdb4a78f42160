"""Just-in-sequence: parts come in on the day and in the number of the final schedule, and nothing is held."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, NegativeBinomial
from jitagents.behaviours.ordering import Jis, Jit, Levelled, Mrp, Ordering, WholeUnits
from jitagents.calendars import Calendars
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.crises.effects import Lane
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import listed
from jitagents.simulation.exemptions import Exemption

DAYS, AWAY = 60, 3
SCHEDULE = Levelled(cover=9.0, review=5, frozen=6, band=0.3, shared=True)


def cars(part: Ordering = Jis(), plant: Levelled = SCHEDULE, **more: Any) -> SupplyModel:  # noqa: B008
    """A plant that makes ten cars a day, each with two seats, which come three days after they are called."""
    agents: list[dict[str, Any]] = [
        {"name": "dealer", "kind": "buyer", "item": "car", "demand": 10},
        {"name": "plant", "kind": "plant", "item": "car", "lead_time": 1},
        {"name": "seats", "kind": "supplier", "item": "seat", "lead_time": 0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "plant", "buyer": "dealer"},
        {"seller": "seats", "buyer": "plant", "quantity": 2, "lead_time": AWAY},
    ]
    exemptions = [
        Exemption({"kind": "input"}, ordering=part),
        Exemption({"name": "plant"}, ordering=plant),
        Exemption({"name": "seats"}, ordering=Jit(cover=0.0)),
    ]
    stages: dict[str, Any] = {"ordering": Jit(cover=5.0), "exemptions": exemptions, "demand": NegativeBinomial()}
    return SupplyModel(listed(name="cars", agents=agents, lanes=lanes), worlds=5, **stages | more)


def run(model: SupplyModel) -> dict[str, Array]:
    """Cars scheduled and started, seats called and on hand at the end of the day `(days, worlds)`."""
    kept: list[list[Array]] = []
    plant = model.layout.names.tolist().index("plant")
    seats = model.layout.names.tolist().index("plant/seat")
    maker = model.layout.maker_rows.tolist().index(plant)
    for _ in range(DAYS):
        model.step()
        points, making = model.points, model.making
        today = points["order"][plant], making["started"][maker], points["order"][seats], points["stock"][seats]
        kept.append([column.copy() for column in (*today, making["open_orders"][maker])])
    return dict(zip(("scheduled", "started", "called", "held", "waiting"), np.array(kept).swapaxes(0, 1), strict=True))


def test_calls_are_the_schedule_of_the_day_on_which_they_come_in() -> None:
    found = run(cars())
    assert len(np.unique(found["scheduled"])) > 5
    assert np.array_equal(found["called"][:-AWAY], 2 * found["scheduled"][AWAY:])
    assert np.array_equal(found["started"], found["scheduled"])
    assert not found["held"].any()


@pytest.mark.parametrize("frozen", [2, 3])
def test_the_schedule_must_be_frozen_as_long_as_parts_take(frozen: int) -> None:
    plant = Levelled(cover=9.0, review=5, frozen=frozen, band=0.3, shared=True)
    found = run(cars(plant=plant))
    assert found["waiting"].any() == (frozen < AWAY)


def test_pulled_parts_come_after_the_schedule() -> None:
    """Without stock, parts that are pulled by consumption are missing whenever the schedule rises."""
    found = run(cars(part=Jit(cover=0.0)))
    assert found["waiting"].any()


def test_it_is_requirements_planning_without_stock_and_lots() -> None:
    by_sequence, by_requirements = run(cars()), run(cars(part=Mrp(safety=0.0, horizon=10)))
    assert np.array_equal(by_sequence["called"], by_requirements["called"])


def test_a_lost_set_stops_its_cars_until_another_is_there() -> None:
    """Seats on the way on day 20 are lost, for three days of cars; new ones are sent when the lane opens, a day later.

    Ten more cars wait on each of the days 20 to 23, and all are made on day 24.
    """
    lost = {"lost": Shock({"seller": "seats"}, Lane(goods="lost"), start=20, duration=1)}
    found = run(cars(demand=Constant(), crisis=lost))
    assert found["waiting"][18:24, 0].tolist() == [0, 10, 20, 30, 40, 0]
    assert found["started"][18:25, 0].tolist() == [10, 0, 0, 0, 0, 50, 10]
    assert (found["called"][:, 0] - 20).sum() == 20 * AWAY


def test_days_of_rest_are_refused() -> None:
    with pytest.raises(InputError, match="ordering=jis: calls every day, and calendars give days of rest"):
        cars(part=WholeUnits(Jis()), calendar=Calendars(week=(1, 1, 1, 1, 1, 0, 0)))


def test_a_schedule_that_is_shared_is_the_same_schedule() -> None:
    alone = Levelled(cover=9.0, review=5, frozen=6, band=0.3)
    assert np.array_equal(run(cars(part=Jit()))["scheduled"], run(cars(part=Jit(), plant=alone))["scheduled"])
