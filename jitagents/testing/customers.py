"""Contract of final customers: the law of their demand, and the reaction to missing stock."""

from typing import Any

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.demand import Buyers, Demand, Step
from jitagents.column import Array
from jitagents.testing.harness import CLOSE, Elementwise, Harness, must, same
from jitagents.testing.samples import DAYS, Sample

FEW, MONTHS, LONG = 12, 20, 4 * 365


class ServingHarness(Elementwise):
    """The lost part of unmet demand."""

    stage = "serving"

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        wanted = shown.days[day - 1]["demand"].copy()
        behaviour.attract(wanted, memory, True)
        must(wanted % 1 == 0, "of whole units, parts are wanted")
        unmet = np.minimum(shown.days[day - 1]["stock"], wanted)
        whole = behaviour(unmet, wanted, memory, True)
        lost = behaviour(unmet, wanted, memory, False)
        must(np.maximum(lost, whole) <= unmet, "more is lost than was not met")
        must(whole % 1 == 0, "of whole units, parts are lost")
        must(behaviour.loses or not np.any(lost), "it loses sales, but `loses` is false")
        return wanted, lost, whole


class DemandHarness(Harness):
    """A law of demand."""

    stage = "demand"
    buyers = Buyers(np.array(["a", "b", "c"], dtype=object), np.array([6.0, 0.0, 11.0]), np.array([4.0, 0.0, 2.0]))

    def draw(self, first: int, days: int, behaviour: Demand | None = None) -> Array:
        """Units of some days `(days, buyers)`, from the same generator each time."""
        law = self.behaviour if behaviour is None else behaviour
        return np.asarray(law.draw(np.random.default_rng(9), first, days, self.buyers, {}))

    def days(self, behaviour: Any, world: int | None) -> list[Array]:
        raise NotImplementedError

    def check_sweep(self, name: str, **companions: Any) -> bool:
        """A law is drawn level by level, from plain numbers: there is nothing to check."""
        return True

    def it_draws_units_for_each_day_and_buyer(self) -> None:
        """Draws are `(days, buyers)`, finite, and the same from the same generator."""
        first, second = self.draw(3, DAYS), self.draw(3, DAYS)
        must(first.shape == (DAYS, 3), f"it draws the shape {first.shape} for {(DAYS, 3)}")
        must(np.isfinite(first), "it draws numbers that are not finite")
        must(np.array_equal(first, second), "the same generator gives other numbers")

    def it_has_the_moments_that_it_tells(self) -> None:
        """Mean and standard deviation of the draws are the moments, within their errors."""
        first = -LONG if isinstance(self.behaviour, Step) else 1
        units = self.draw(first, LONG)
        mean, sd = self.behaviour.moments(self.buyers)
        must(mean.shape == sd.shape == (3,), "the moments are not `(buyers,)`")
        by_month = units.reshape(MONTHS, -1, 3).mean(axis=1)
        error = np.maximum(sd / np.sqrt(LONG), by_month.std(axis=0, ddof=1) / np.sqrt(MONTHS))
        must(np.abs(units.mean(axis=0) - mean) <= 4 * error + CLOSE, f"the mean is {units.mean(axis=0)}, not {mean}")
        must(np.isclose(units.std(axis=0), sd, rtol=0.15), f"the deviation is {units.std(axis=0)}, not {sd}")

    def it_does_not_matter_how_many_days_are_drawn_at_a_time(self) -> None:
        """A week, a day and four days are twelve days."""
        rng, memory = np.random.default_rng(9), dict[str, Any]()
        cuts = ((1, 7), (8, 1), (9, 4))
        parts = [self.behaviour.draw(rng, first, days, self.buyers, memory) for first, days in cuts]
        same([np.concatenate(parts)], [self.draw(1, FEW)], "days that are drawn apart are others")
