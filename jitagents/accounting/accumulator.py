"""Accumulators: the base class, and the usual ones."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.continuation import Stateful

if TYPE_CHECKING:
    from jitagents.accounting.measures.records import WorldLedger
    from jitagents.model import SupplyModel

type Setup = Callable[["SupplyModel", "WorldLedger"], Accumulator]
"""Sets up an accumulator of a model, and is the key of its value in the ledger: what several measures need is one."""


class Accumulator(Stateful):
    """An accumulator over the measured days; the base class stays at its initial value.

    Attributes:
        total: the value so far.
    """

    changing: ClassVar[tuple[str, ...]] = ("total",)

    def __init__(self, total: Array) -> None:
        self.total = total

    def add(self) -> None:
        """Add the day that has just ended."""


class Sum(Accumulator):
    """The sum of daily values.

    Args:
        shape: of the sum.
        today: gives the value of the day; flags count as 0 and 1.

    Attributes:
        today: the same.
    """

    def __init__(self, shape: tuple[int, ...], today: Callable[[], Array | npt.NDArray[np.bool_]]) -> None:
        super().__init__(np.zeros(shape))
        self.today = today

    def add(self) -> None:
        self.total += self.today()


class Longest(Accumulator):
    """The longest run of consecutive days with a flag.

    Args:
        shape: of the count.
        today: gives the flags of the day.
        working: share of the day that each row works `(rows, 1)`, kept up to date; a day of rest neither lengthens nor
            ends a run. None: nothing rests.
    """

    changing = ("total", "_run")

    def __init__(
        self, shape: tuple[int, ...], today: Callable[[], npt.NDArray[np.bool_]], working: Array | None = None
    ) -> None:
        super().__init__(np.zeros(shape))
        self._today, self._working, self._run = today, working, np.zeros(shape)

    def add(self) -> None:
        run = self._run + 1.0
        run *= self._today()
        self._run = run if self._working is None else np.where(self._working > 0.0, run, self._run)
        np.maximum(self.total, self._run, out=self.total)


class Last(Accumulator):
    """The value of the last measured day."""

    def __init__(self, shape: tuple[int, ...], today: Callable[[], Array]) -> None:
        super().__init__(np.zeros(shape))
        self._today = today

    def add(self) -> None:
        self.total[...] = self._today()
