"""Production: how much of the open production orders a maker starts today."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Behaviour
from jitagents.column import Array


class Production(Behaviour):
    """A production rule."""

    @abstractmethod
    def __call__(self, open_orders: Array, capacity: Array, kits: Array) -> Array:
        """Units to start today `(rows, worlds)`.

        Args:
            open_orders: units ordered from production and not yet started.
            capacity: units a day that today's state of the site allows.
            kits: units for which all inputs are on hand (infinite for a source).
        """


@dataclass(frozen=True)
class UpToCapacity(Production):
    """All that orders, capacity and inputs allow; the scarcest decides (Leontief 1941)."""

    def __call__(self, open_orders: Array, capacity: Array, kits: Array) -> Array:
        start = np.minimum(open_orders, capacity)
        return np.minimum(start, kits, out=start)
