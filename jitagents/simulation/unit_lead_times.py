"""Lead times unit by unit: each whole unit of a shipment draws its own."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import scipy

from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.network import Law
from jitagents.random_streams import Carried, Drawn, Sampler
from jitagents.worlds import Worlds


class UnitLeadTimes(Stateful):
    """Multinomial splits of shipments over the days of their laws.

    A split is a chain of binomial numbers, each the inverse of its law at a uniform number that levels and twins share:
    more units never mean fewer in any part of the chain.

    Args:
        laws: of each row.
        worlds: worlds that share the draws.
        stream: purpose of the draws.
        key: of each row; draws are made in the order of the keys.
    """

    changing = ("_drawn",)

    def __init__(self, laws: Sequence[Law], worlds: Worlds, stream: str, key: npt.NDArray[np.int64]) -> None:
        rows, most = len(laws), max(len(law.days) for law in laws)
        self._days, self._chance = np.ones((most, rows, 1), dtype=np.int64), np.ones((most, rows, 1))
        for row, law in enumerate(laws):
            days = slice(0, len(law.days))
            self._days[days, row, 0] = law.days
            # The chance of a day, given that it is none of the days before: 1 for the last.
            self._chance[days, row, 0] = law.probability / np.cumsum(law.probability[::-1])[::-1]
        self._uniform = np.empty((most * rows, worlds.count))
        back = np.argsort(np.argsort(key, kind="stable"))

        def sample(rng: np.random.Generator, day: int, days: int, _: Carried) -> Array:
            return rng.random((days, most, rows))[:, :, back].reshape(days, -1)

        sampler: Sampler = sample
        self._drawn = Drawn(worlds, stream, [sampler], len(self._uniform))

    def of(self, day: int, units: Array) -> Iterator[tuple[npt.NDArray[np.int64], Array]]:
        """Yield the parts of a day's shipments `(rows, worlds)`, each with its lead time `(rows, 1)`."""
        self._drawn.on(day, self._uniform)
        uniform = self._uniform.reshape(-1, *units.shape)
        left = units.copy()
        for days, chance, number in zip(self._days, self._chance, uniform, strict=True):
            part = np.where(chance < 1.0, np.maximum(scipy.stats.binom.ppf(number, left, chance), 0.0), left)
            yield days, part
            left = left - part
