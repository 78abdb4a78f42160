"""Two documented cases stop and restart on the days that counting says, which are those that were reported."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from jitagents.results import Results
from jitagents.study import load

type Curve = npt.NDArray[np.float64]
CASES = ("aisin_fire_1997", "renesas_naka_2021")
LANE = MAKING = 1  # days


@cache
def run(case: str) -> Results:
    return load("single", [f"+experiment={case}", "workers=1"]).run(progress=False)


def output(case: str, variant: str, scope: str = "network") -> Curve:
    """Output in the crisis as a share of calm output, by measured day; the first number is no day."""
    days = run(case).daily(["output"], [scope])
    days = days[days["variant"] == variant]
    return np.append(np.nan, (days["crisis"] / days["calm"]).to_numpy())


def first(short: npt.NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(short)[0])


class TestAisin:
    """Day 6 is Monday, 3 February 1997; a car reaches the dealers on the day after it is built."""

    monday = 6 + LANE

    def test_the_plants_have_four_hours_of_sixteen_on_monday_and_stop(self) -> None:
        cars = output("aisin_fire_1997", "four_hours")
        assert first(cars < 1 - 1e-9) == self.monday
        assert cars[self.monday] == pytest.approx(0.99 * 4 / 16 + 0.01)
        assert (cars[self.monday + 1 : self.monday + 3] < 0.011).all()  # what the second source sends, at most

    def test_they_build_again_on_thursday_and_as_many_as_before_on_the_next_monday(self) -> None:
        cars = output("aisin_fire_1997", "four_hours")
        thursday, friday, next_monday = cars[self.monday + 3 : self.monday + 6]
        assert thursday == pytest.approx(1 / 3, abs=0.01)
        assert friday == pytest.approx(2 / 3, abs=0.01)
        assert next_monday > 0.99

    def test_all_that_no_valve_came_for_is_lost(self) -> None:
        lost = run("aisin_fire_1997").summary(["days_lost"], ["network"]).set_index("variant")["crisis"]
        assert lost["four_hours"] == pytest.approx(0.75 + 1 + 1 + 2 / 3 + 1 / 3)
        assert lost["two_weeks"] == 0

    @pytest.mark.parametrize(("variant", "days"), [("two_days", 2), ("three_days", 3)])
    def test_stock_puts_the_stop_off_by_its_days(self, variant: str, days: int) -> None:
        assert first(output("aisin_fire_1997", variant) < 1 - 1e-9) == self.monday + days


class TestRenesas:
    """Day 11 is 19 March 2021; the line restarts on day 40, 17 April; chips take 30 days from wafer to shipping."""

    fire, restart, perishables, test = 11, 40, 5, 30

    def test_the_line_recovers_as_reported(self) -> None:
        wafers = output("renesas_naka_2021", "as_reported", "tier:4")
        share = 22780 / 20500  # of its capacity in its mean flow
        assert (wafers[self.fire : self.restart] == 0).all()
        assert wafers[self.restart] == pytest.approx(0.1 * share)
        assert wafers[self.restart + 13] == pytest.approx(0.4 * share)  # 30 April
        assert wafers[self.restart + 44] == pytest.approx(0.88 * share)  # 31 May

    def test_renesas_ships_until_late_april_and_again_after_two_months(self) -> None:
        chips = output("renesas_naka_2021", "as_reported", "tier:3")
        stop = self.fire + LANE + self.test + self.perishables
        again = self.restart + LANE + self.test
        assert (stop, again) == (47, 71)  # 24 April, 18 May
        assert first(chips < 1) == stop
        assert (chips[stop:again] == 0).all()
        assert chips[again] > 0

    @pytest.mark.parametrize(("variant", "days"), [("as_reported", 5), ("two_days", 2), ("two_weeks", 14)])
    def test_cars_are_missing_when_the_last_chips_are_used_up(self, variant: str, days: int) -> None:
        cars = output("renesas_naka_2021", variant)
        way = LANE + MAKING + LANE + LANE  # to the control units, through them, to the car plants, out of the gate
        stop = self.fire + LANE + self.test + self.perishables + days + way
        again = self.restart + LANE + self.test + way
        toyota = 7200 / 20500
        assert first(cars < 1 - 1e-9) == stop
        assert cars[stop:again] == pytest.approx(toyota)  # which has stock
        assert cars[again] > toyota

    def test_two_months_of_chips_outlast_it(self) -> None:
        assert output("renesas_naka_2021", "like_toyota")[1:] == pytest.approx(1)


@pytest.mark.parametrize("case", CASES)
def test_more_stock_never_loses_more_and_costs_more(case: str) -> None:
    found = run(case).summary(["stock_value", "days_lost", "cost"], ["network"])
    table = found.pivot_table(index="variant", columns="metric", values=["calm", "crisis"])
    table = table.sort_values(("calm", "stock_value"))
    assert (np.diff(table["crisis", "days_lost"]) < 0).all()
    assert (np.diff(table["calm", "cost"]) > 0).all()


@pytest.mark.parametrize("case", CASES)
def test_what_was_reported_is_marked(case: str) -> None:
    results = run(case)
    reported = results.config["reported"]
    figure = results.plot.daily()
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert len(reported) > 2
    for number, told in enumerate(reported.values(), start=1):
        assert f"reported {number}: {told}" in words
