"""Apart: how far a world has parted from its reference, over any window of days."""

from typing import NamedTuple

import numpy as np

from jitagents.why.tracing import Trace

EPSILON = 1e-9


class Window(NamedTuple):
    """The days after the evening `start`, up to the evening `end`."""

    start: int
    end: int

    def back(self, days: int) -> "Window":
        """The same so many days earlier; nothing happened before day 1."""
        return Window(max(self.start - days, 0), max(self.end - days, 0))

    def until(self, day: int) -> "Window":
        return Window(self.start, day)

    def since(self, day: int) -> "Window":
        return Window(day, self.end)
