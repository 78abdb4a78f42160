"""Contract of production: starts stay within orders, capacity and inputs."""

from typing import Any

import numpy as np

from jitagents.behaviours.base import Clock, Memory, read_only
from jitagents.behaviours.production import LineView, ProductionView, Supply
from jitagents.column import Array
from jitagents.flow import ROUNDING, Groups
from jitagents.testing.harness import Elementwise, must
from jitagents.testing.samples import DAYS, ROWS, WORLDS, Sample, sample

LIMITS = {"open_orders": "stock", "capacity": "owed", "kits": "on_order", "held": "demand"}
"""Which record of the sample stands for which limit."""
COUNTS = ("scrapped", "flawed", "reworked", "overtime", "escaped")


class ProductionHarness(Elementwise):
    """A rule of production."""

    stage = "production"

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        view = self.view(shown, day)
        before = {name: np.copy(value) for name, value in vars(view).items() if isinstance(value, np.ndarray)}
        work = behaviour(view, memory)
        must([np.array_equal(getattr(view, name), value) for name, value in before.items()], "it writes its limits")
        asked = {name for layer in behaviour.layers() for name in layer.counts()}
        must(set(work.counts) == asked, f"it counts {sorted(work.counts)}, and says that it counts {sorted(asked)}")
        self.check_work(work, view)
        turns = self.turns(behaviour, view, shown, memory) if behaviour.divides else []
        return work.started, work.load, *turns, *work.counts.values()

    @staticmethod
    def turns(behaviour: Any, view: ProductionView, shown: Sample, memory: Memory) -> list[Array]:
        """The turns of makers each of which is a line: elsewhere the rows of a line depend on each other."""
        rows = len(view.nominal)
        work, one = np.minimum(view.open_orders, view.kits) / view.nominal, np.ones((rows, 1))
        lines = Groups(np.arange(rows), rows)
        turns = behaviour.turns(
            LineView(work, shown.plan.rate / view.nominal, lines, (view.day - 1) * one, one), memory
        )
        must(turns.run + turns.setup <= 1 + ROUNDING, "the turn of a maker, with its set-ups, is longer than a day")
        return [part * np.ones_like(work) for part in (turns.run, turns.setup, turns.changeovers)]

    @staticmethod
    def check_work(work: Any, view: ProductionView) -> None:
        """The limits of a day's work."""
        counts = dict.fromkeys(COUNTS, 0.0) | dict(work.counts)
        made = work.started + counts["reworked"]
        must(work.started <= np.minimum(view.open_orders, view.kits), "more is started than orders and inputs allow")
        must(counts["scrapped"] <= work.started, "more is scrapped than started")
        waiting = np.zeros((1, 1)) if view.rework is None else view.rework
        must(counts["reworked"] <= np.minimum(waiting, view.capacity), "more is reworked than there is")
        must(counts["flawed"] <= made, "more is flawed than made")
        must(counts["escaped"] <= made - counts["scrapped"] - counts["flawed"], "more escapes than is good or bad")
        must(counts["overtime"] <= made, "more is made on overtime than made")
        must(work.load <= view.capacity + counts["overtime"], "more capacity is taken than there is")
        must([units % 1 == 0 for units in (work.started, *work.counts.values())], "of whole units, parts are made")

    @staticmethod
    def view(shown: Sample, day: int) -> ProductionView:
        """The records of a day as limits of production; everything that a rule may ask for is there."""
        records, clock = shown.days[day - 1], Clock()
        clock.day = day
        luck = records["forecast"] / 25
        return ProductionView(
            **{limit: read_only(records[name]) for limit, name in LIMITS.items()}, nominal=np.ceil(shown.plan.rate),
            clock=clock, whole=True, rework=np.floor(records["forecast_variance"] / 5),
            asked=read_only(records["demand"]), final=read_only(records["forecast"]),
            chance={"uptime": luck, "yield": luck, "escape": luck},
        )  # fmt: skip

    def it_works_no_more_than_its_capacity_allows(self) -> None:
        """All that was worked up to a day is at most the capacity that was taken up to that day."""
        shown = sample()
        fitted, memory = self.behaviour.fit(shown.plan), self.memory(self.behaviour, shown)
        left = np.zeros((ROWS, WORLDS))
        for day in range(1, DAYS + 1):
            work = fitted(self.view(shown, day), memory)
            left = left + work.load - work.started - work.counts.get("reworked", 0)
            must(left >= 0, "more is worked than capacity was taken")

    def it_needs_the_inputs_that_bind(self) -> None:
        """A binding input allows no more kits than its stock suffices for."""
        kits = np.array([[0.0, 3.0, 20.0]])
        supply = Supply(kits, np.ones((1, 1)), np.full((1, 1), 10.0), False, 1)
        must(np.array_equal(self.behaviour.kits(supply), kits), "kits are others than those of the inputs that bind")
