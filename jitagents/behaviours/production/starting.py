"""Starting rules: the units of the open orders that a maker starts on a day."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.production.base import Production, ProductionView, Work
from jitagents.column import Array
from jitagents.flow import ROUNDING
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class UpToCapacity(Production):
    """Fixed proportions: all that orders, capacity and inputs allow; the scarcest input decides.

    Formula:
        started = min(open orders, capacity, stock of input / quantity for each input)

    Source:
        Leontief 1941.
    """

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        started = np.minimum(view.open_orders, view.capacity)
        np.minimum(started, view.kits, out=started)
        return Work(started, load=started)


@dataclass(frozen=True)
class Batches(Production):
    """Batch production: whole batches only, and a setup before every campaign of them.

    A campaign begins when the orders and inputs of all its batches are there, so that at least so many batches come in
    a row before the next idle day. Setup and work use up capacity day by day; a batch is started, as a whole, on the
    day on which the capacity for all of it has been spent. Capacity is not saved up while idle. Where capacity is
    unlimited a setup takes no time. All batches are of the same item: the setup is that of a machine that also makes
    others, whose work is not modelled.

    Formula:
        days of a campaign = setup + campaign x batch / capacity

    Source:
        Karmarkar 1987, Management Science 33(3); Hopp & Spearman 2011, sec. 9.4.
    """

    memory: ClassVar[dict[str, int]] = {"spent": 0, "due": 0}

    batch: Number = param(10.0, "units", "units in a batch; rounded up where units are whole", low=1e-6)
    campaign: int = param(1, "batches", "batches made after one setup", low=1)
    setup: Number = param(0.0, "days", "capacity lost before each campaign", low=0)

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        size = np.ceil(self.batch) if view.whole else np.asarray(self.batch)
        setup = self.setup * view.setups * np.where(np.isfinite(view.nominal), view.nominal, 0.0)
        limit = np.minimum(view.open_orders, view.kits)
        ready, due = np.floor(limit / size + ROUNDING), memory["due"]
        spent = memory["spent"] + view.capacity
        # The campaign that is going on, then whole ones, then the beginning of one more.
        first = np.minimum(np.minimum(due, ready), _times(spent, size))
        spent -= first * size
        waiting = np.where(first == due, np.floor((ready - first) / self.campaign), 0.0)
        whole = np.minimum(waiting, _times(spent, setup + self.campaign * size))
        spent -= whole * (setup + self.campaign * size)
        begun = waiting > whole
        spent -= setup * begun
        last = np.where(begun, _times(spent, size), 0.0)
        spent -= last * size
        due[...] = due - first + np.where(begun, self.campaign - last, 0.0)
        kept = np.where(due > 0, np.minimum(spent, size), 0.0)
        started = np.minimum((first + whole * self.campaign + last) * size, limit)
        load = started + setup * (whole + begun) + kept - memory["spent"]
        memory["spent"][...] = kept
        return Work(started, load)


def _times(spent: Array, size: Array) -> Array:
    """Number of whole multiples of a size in the capacity spent."""
    return np.maximum(np.floor(spent / size + ROUNDING), 0.0)
