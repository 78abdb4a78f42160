"""Contract of decisions: information, forecasting, ordering."""

from typing import Any

from jitagents.behaviours.base import Memory
from jitagents.column import Array
from jitagents.testing.harness import CLOSE, Elementwise, must
from jitagents.testing.samples import Sample

ON_ITS_WAY = 1000.0
"""Orders on their way may be shown net of what is not yet reported: so many are there at least."""


class OrderingHarness(Elementwise):
    """An ordering rule: its initial position, its orders, and what it cancels."""

    stage = "ordering"

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        seen = shown.seen(day)
        opening, order = behaviour.opening(shown.plan), behaviour(seen, memory)
        if not behaviour.cancels:
            return opening, order
        cancelled = behaviour.cancelled(memory)
        assert seen.cancellable is not None
        must(cancelled <= seen.cancellable + CLOSE, "it cancels more than is owed to it")
        return opening, order, cancelled


class ForecastingHarness(Elementwise):
    """A forecast and the mean square of its error."""

    stage = "forecasting"

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        forecast, variance = behaviour(shown.seen(day), memory)
        return forecast, variance


class InformationHarness(Elementwise):
    """The records shown."""

    stage = "information"

    def call(self, behaviour: Any, shown: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        stock, owed, on_order, wanted = behaviour(shown.seen(day), memory)
        return stock, owed, on_order + ON_ITS_WAY, wanted
