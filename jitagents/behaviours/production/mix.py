"""Mix: the items of a production line take turns, with a set-up before each."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.production.base import LineView, ProductionView, Turns, Work
from jitagents.behaviours.production.limits import Wrapper
from jitagents.column import Array
from jitagents.errors import InputError
from jitagents.flow import ROUNDING, Groups
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class ProductWheel(Wrapper):
    """Product wheel: the items of a line come one after the other, each once in a cycle, for a fixed time.

    Makers that share a line are named in the agents' column `line`; their capacity is what the line makes of their item
    alone. They come in the order of their names, the first on the first day; days of rest do not count. The time that
    set-ups leave is divided by the planned load; a maker that has nothing to make leaves its time unused.

    Formula:
        run = (cycle - sum of set-ups) x load / sum of loads, load = mean flow / capacity
        feasible if sum of loads <= 1 - sum of set-ups / cycle

    Source:
        Hanssmann 1962, Operations Research in Production and Inventory Control (rotation cycle); Silver, Pyke & Thomas
        2017, sec. 10.4; King 2009, Lean for the Process Industries (product wheel).
    """

    divides: ClassVar[bool] = True

    setup: Number = param(0.1, "days", "of the line that are lost before each item", low=0)
    cycle: Number = param(5.0, "days", "in which each item of a line comes once", low=1)

    def suited(self, lines: Groups) -> Self:
        lost, cycle = np.max(self.setup) * lines.counts.max(), np.min(self.cycle)
        if lost >= cycle:
            raise InputError(f"production.cycle = {cycle:g} days: the set-ups of a line take {lost:g} days of it")
        return self

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        return self.inner(view, memory)

    def turns(self, view: LineView, memory: Memory) -> Turns:
        lines, setup = view.lines, self.setup * view.setups * np.ones_like(view.load)
        longest = self.cycle * setup / np.maximum(_of_line(lines, setup), ROUNDING)
        setup = np.minimum(setup, longest)
        load = np.divide(view.load, _of_line(lines, view.load), out=np.zeros_like(view.load), where=view.load > 0)
        run = (self.cycle - _of_line(lines, setup)) * load
        start = lines.before(setup + run)

        def until(worked: Array) -> Array:
            """Run, set-up and set-ups begun of each item while the line works so many days `(3, rows, worlds)`."""
            rounds = np.floor(worked / self.cycle)
            since = worked - rounds * self.cycle - start
            parts = np.clip(since - setup, 0.0, run), np.clip(since, 0.0, setup), (since > ROUNDING).astype(float)
            return np.stack([rounds * run, rounds * setup, rounds * np.ones_like(run)]) + np.stack(parts)

        return Turns(*np.maximum(until(view.worked + view.open) - until(view.worked), 0.0))


@dataclass(frozen=True)
class LongestQueue(Wrapper):
    """Longest queue first: a line works off the orders of its item, and then changes to the item with the most work.

    Makers that share a line are named in the agents' column `line`; their capacity is what the line makes of their item
    alone. Work is open orders, as far as there are inputs, in days of the line; of items with the same work, that of
    the first name comes first. The line stays set up for its item until another one has work and its own has none.

    Formula:
        work = min(open orders, kits) / capacity
        next item = that of the most work, once the work of this one is 0; it takes a set-up

    Source:
        Levy, Sidi & Boxma 1990, Queueing Systems 6 (exhaustive service); Liu, Nain & Towsley 1992 (longest queue).
    """

    divides: ClassVar[bool] = True
    memory: ClassVar[dict[str, int]] = {"set_up": 0, "left": 0}

    setup: Number = param(0.1, "days", "of the line that are lost before an item", low=0)

    def __call__(self, view: ProductionView, memory: Memory) -> Work:
        return self.inner(view, memory)

    def turns(self, view: LineView, memory: Memory) -> Turns:
        lines, set_up, left = view.lines, memory["set_up"], memory["left"]
        free = np.full((lines.size, view.work.shape[1]), np.inf)
        lines.least(view.open * np.ones_like(view.work), free)
        run, setup, changeovers = np.zeros((3, *view.work.shape))

        def spend(days: Array) -> Array:
            taken = np.minimum(lines.spread(free), days) * set_up
            free[...] -= lines.sum(taken)
            return taken

        for _ in range(int(lines.counts.max()) + 1):
            setting = spend(left)
            left -= setting
            setup += setting
            run += spend(view.work - run)
            rest = view.work - run
            has = lines.sum(np.maximum(rest, 0.0) * set_up + left) > ROUNDING
            changes = lines.spread((~has & (free > ROUNDING)).astype(float)) * (_of_line(lines, rest) > ROUNDING)
            chosen = _most(lines, rest)
            changeovers += changes * chosen
            set_up[...] = np.where(changes > 0.0, chosen, set_up)
            left[...] = np.where(changes > 0.0, chosen * self.setup * view.setups, left)
        return Turns(run, setup, changeovers)


def _of_line(lines: Groups, members: Array) -> Array:
    """The sum over each line, at each of its makers `(rows, worlds)`."""
    return lines.spread(lines.sum(members))


def _most(lines: Groups, work: Array) -> Array:
    """1 for the item with the most work of each line, the first of equals; 0 for all others."""
    least = np.full((lines.size, work.shape[1]), np.inf)
    lines.least(-work, least)
    most = (-work == lines.spread(least)).astype(float)
    return most * (lines.before(most) == 0.0)
