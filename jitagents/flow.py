"""Flow between rows: sums and shares over groups of lanes or inputs, and pipes of units under way."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jitagents.column import Array, Flags, Rows, compact
from jitagents.continuation import Stateful

type Index = npt.NDArray[np.int64]
type Cells = tuple[Index, ...]
"""Rows and worlds of cells, each `(cells,)`."""

GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
NONE: Index = np.empty(0, dtype=np.int64)
ROUNDING = 1e-9
"""More than the error of a sum of shares, less than any share of a whole unit that matters."""
MANY, FEW = 1000, 3
"""Groups, and groups for each that is short, from which on those that are short are divided alone."""


def turn(day: int) -> float:
    """Return the fraction at which the rounding of whole units starts on a day, in [0, 1).

    Multiples of the golden section fill the interval evenly, so that over the days no lane is favoured.
    """
    return float((day * GOLDEN) % 1.0)


def rounded(units: Array, whole: bool, day: int) -> Array:
    """Return units; whole ones are rounded down or up so that the sum over the days is right."""
    return np.floor(units + turn(day)) if whole else units


class Groups:
    """Members (lanes, inputs) grouped by a key (their seller, buyer, carrier or plant).

    Args:
        key: group of each member `(members,)`; -1 for none.
        size: number of groups.
    """

    def __init__(self, key: Index, size: int) -> None:
        self.key, self.size = np.asarray(key, dtype=np.int64), size
        inside = np.flatnonzero(self.key >= 0)
        self.counts = np.bincount(self.key[inside], minlength=size)
        self.single = bool((self.counts <= 1).all())
        self._members, self._groups = compact(inside), compact(self.key[inside])
        # One member to each of neighbouring groups, in their order: sums and copies are then plain slices.
        self._aligned = isinstance(self._members, slice) and isinstance(self._groups, slice)
        if not self._aligned:
            entries = (np.ones(len(inside)), (self.key[inside], inside))
            self._matrix = sparse.csr_array(entries, shape=(size, len(self.key)))

    def sum(self, members: Array, out: Array) -> Array:
        """Sum over each group: `(members, worlds) -> (groups, worlds)`; an empty group gives 0."""
        if self._aligned:
            out.fill(0.0)
            out[self._groups] = members[self._members]
        else:
            out[...] = self._matrix @ members
        return out

    def spread(self, groups: Array, out: Array | None = None) -> Array:
        """Copy each group's number to its members: `(groups, worlds) -> (members, worlds)`."""
        if not self._aligned:
            return np.take(groups, self.key, axis=0, out=out, mode="clip")
        if out is None:
            return groups[self._groups]
        out[...] = groups[self._groups]
        return out

    def before(self, members: Array) -> Array:
        """Return the sum over the earlier members of the same group `(members, worlds)`."""
        earlier = np.zeros_like(members)
        for previous, following in pairwise(self.steps):
            previous = previous[: len(following)]
            earlier[following] = earlier[previous] + members[previous]
        return earlier

    def least(self, members: Array, out: Array) -> None:
        """Write the minimum of each group to `out` `(groups, worlds)`; a group without members is left as it is."""
        for place, step in enumerate(self.steps):
            groups = self.key[step]
            out[groups] = np.minimum(out[groups], members[step]) if place else members[step]

    def ration(self, available: Array, wanted: Array, whole: bool, day: int) -> Array:
        """Divide the units of each group among its members in proportion to what they want.

        Args:
            available: `(groups, worlds)`, units.
            wanted: `(members, worlds)`, units.
            whole: whole units: each member gets its share rounded down or up, and the group's sum is exact.
            day: sets the fraction at which the rounding starts.

        Returns:
            `(members, worlds)`: at most the wanted units; their sum is the smaller of those wanted and available.
        """
        if self.single:
            return np.minimum(wanted, self.spread(available))
        total = self.sum(wanted, np.empty_like(available))
        short = (available < total).any(axis=1)
        if not short.any():
            return wanted.copy()
        if whole and MANY <= self.size > FEW * np.count_nonzero(short):
            return self._ration_few(short, available, total, wanted, day)
        share = self.spread(_ratio(available, total))
        share *= wanted
        if not whole:
            return share
        return self.cut(share, day)

    def _ration_few(self, short: Flags, available: Array, total: Array, wanted: Array, day: int) -> Array:
        """Divide whole units as `ration` does where few groups are short; the others get all that they want.

        Args:
            short: whether a group is short in any world `(groups,)`.
            available, total: units there and wanted `(groups, worlds)`.
            wanted: `(members, worlds)`, units.
            day: as for `ration`.
        """
        largest_first = self.key[self.steps[0]]
        places = np.flatnonzero(short[largest_first])
        groups, units = largest_first[places], wanted.copy()
        ratio = _ratio(available[groups], total[groups])
        before = np.zeros_like(ratio)
        for step in self.steps:
            members = step[places[: np.searchsorted(places, len(step))]]
            share = wanted[members] * ratio[: len(members)]
            start = before[: len(members)] + (turn(day) + ROUNDING)
            before[: len(members)] += share
            units[members] = np.floor(start + share) - np.floor(start)
        return units

    def cut(self, share: Array, day: int) -> Array:
        """Round shares to whole units `(members, worlds)` and keep the sum of each group; `share` is overwritten.

        The running sum over the members is cut at whole units: each share is rounded down or up, no unit is lost.
        """
        start = self.before(share)
        start += turn(day) + ROUNDING
        end = np.add(start, share, out=share)
        np.floor(start, out=start)
        np.floor(end, out=end)
        end -= start
        return end

    @cached_property
    def steps(self) -> list[Index]:
        """The first members of all groups, the second, the third, …; larger groups stand first in each."""
        order = np.argsort(self.key, kind="stable")[np.count_nonzero(self.key < 0) :]
        sizes = self.counts[self.counts > 0]
        place = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        by_place = order[np.lexsort((-np.repeat(sizes, sizes), place))]
        return np.split(by_place, np.cumsum(np.bincount(place))[:-1]) if len(order) else []


def _ratio(available: Array, total: Array) -> Array:
    """Part of what is wanted that is there; where nothing is wanted, nothing is divided."""
    ratio = np.maximum(available, 0.0)
    np.minimum(ratio, total, out=ratio)
    ratio /= np.maximum(total, np.finfo(float).tiny)
    return ratio


@dataclass(frozen=True)
class DelayableRows:
    """Rows of a pipe whose units a disruption can delay, reroute or lose.

    Attributes:
        rows: of the pipe, ascending.
        lead_time_factor: largest factor on the lead time of each `(rows,)`.
        detour: most days by which units under way can be delayed.
    """

    rows: Index
    lead_time_factor: npt.NDArray[np.float64]
    detour: int

    def slowed(self, rows: Index, factor: Array | float = 1.0) -> "DelayableRows":
        """Return these rows and some more, with a further factor on the lead times of the latter `(rows,)`."""
        every = np.union1d(self.rows, rows)
        product = np.ones(len(every))
        product[np.searchsorted(every, self.rows)] = self.lead_time_factor
        product[np.searchsorted(every, rows)] *= factor
        return replace(self, rows=every, lead_time_factor=product)


STEADY = DelayableRows(NONE, np.ones(0), 0)
"""No such rows."""


class Pipe(Stateful):
    """Units under way: a ring of days, each with a slot `(rows, worlds)`.

    Args:
        planned: lead time of each row in whole days, 0 allowed `(rows,)`.
        worlds: number of worlds.
        drawn: rows whose lead time is drawn for each shipment; none if left out.
        bounds: the shortest and the longest lead time that those rows can draw, each `(drawn rows,)`.
        detour: most days by which units in the pipe can be delayed.
    """

    changing = ("ring",)

    def __init__(
        self, planned: Index, worlds: int, drawn: Index = NONE, bounds: tuple[Index, Index] = (NONE, NONE),
        detour: int = 0,
    ) -> None:  # fmt: skip
        rows = len(planned)
        shortest, longest = planned.copy(), planned.copy()
        shortest[drawn], longest[drawn] = bounds
        self.length = int(longest.max(initial=0)) + 1 + detour
        self.ring = np.zeros((self.length, rows, worlds))
        self.planned = np.asarray(planned, dtype=np.int64)
        self.drawn = np.asarray(drawn, dtype=np.int64)
        fixed = np.setdiff1d(np.arange(rows), self.drawn)
        self._fixed: list[tuple[int, Rows]] = [
            (int(days), compact(fixed[planned[fixed] == days])) for days in np.unique(planned[fixed])
        ]
        self._cells = self.drawn[:, None] * worlds + np.arange(worlds)
        self._slot = rows * worlds
        self.instant = compact(np.flatnonzero(shortest == 0))

    def due(self, day: int) -> Array:
        """Return the units that arrive on a day `(rows, worlds)`: a view, valid until `send` is called that day."""
        return self.ring[day % self.length]

    def send(self, day: int, units: Array) -> None:
        """Send units off; those of drawn rows are added afterwards.

        Args:
            day: today; the units due today have been taken.
            units: `(rows, worlds)`.
        """
        for days, rows in self._fixed:
            self.ring[(day + days) % self.length, rows] = units[rows]
        if len(self.drawn):
            self.ring[day % self.length, self.drawn] = 0.0

    def add(self, day: int, units: Array, lead: npt.NDArray[np.int64]) -> None:
        """Send off units of the drawn rows, with their lead times in days; both `(drawn rows, worlds)`."""
        cells = ((day + lead) % self.length) * self._slot + self._cells
        self.ring.reshape(-1)[cells] += units

    def clear(self, cells: Cells) -> Array:
        """Take out all units in some cells of drawn rows, and return them `(cells,)`."""
        rows, worlds = cells
        units = self.ring[:, rows, worlds].sum(axis=0)
        self.ring[:, rows, worlds] = 0.0
        return units

    def take(self, day: int, share: Array, whole: bool) -> Array:
        """Take out a share of all units, and return what was taken `(rows, worlds)`.

        Args:
            day: today; the units due today have not been taken.
            share: of each row and world `(rows, worlds)`.
            whole: whole units: rounded so that the sum up to any day is right to half a unit.
        """
        inside, total = np.zeros((2, *self.ring.shape[1:]))
        longest = self._longest
        for days in range(self.length - 1):
            slot = self.ring[(day + days) % self.length]
            units = slot * (longest > days)[:, None]
            inside += units
            taken = np.floor(inside * share + 0.5) - total if whole else units * share
            total += taken
            slot -= taken
        return total

    def delay(self, day: int, cells: Cells, days: int) -> None:
        """Delay the units in some cells of drawn rows by so many days, at most to the end of the pipe.

        Args:
            day: today; the units due today have not been taken.
            cells: rows and worlds.
            days: whole days.
        """
        rows, worlds = cells
        slots = (day + np.arange(self.length))[:, None] % self.length
        later = np.zeros((self.length, len(rows)))
        later[days:] = self.ring[slots[: self.length - days], rows, worlds]
        later[-1] += self.ring[slots[self.length - days :], rows, worlds].sum(axis=0)
        self.ring[slots, rows, worlds] = later

    def at_once(self, day: int) -> Array:
        """Take out the units of the rows `instant` that were sent today with lead time 0."""
        slot = self.ring[day % self.length]
        units = slot[self.instant].copy()
        slot[self.instant] = 0.0
        return units

    def fill(self, rate: Array, whole: bool) -> Array:
        """Fill the pipe before day 1 with a steady flow and return the units in it `(rows, worlds)`.

        Args:
            rate: units a day `(rows, 1)` or `(rows, worlds)`.
            whole: whole units: rounded so that the sum up to any day is right to half a unit.
        """
        inside = np.zeros(self.ring.shape[1:])
        for day in range(1, self.length):
            units = np.floor(rate * day + 0.5) - np.floor(rate * (day - 1) + 0.5) if whole else rate
            flow = units * (self.planned >= day)[:, None]
            self.ring[day] = flow
            inside += flow
        return inside

    def under_way(self, day: int) -> Array:
        """Return the units in the pipe at the end of a day `(rows, worlds)`."""
        total, longest = np.zeros(self.ring.shape[1:]), self._longest
        for days in range(1, self.length):
            total += self.ring[(day + days) % self.length] * (longest >= days)[:, None]
        return total

    @property
    def _longest(self) -> Index:
        """Days up to which something of each row can be under way `(rows,)`."""
        longest = self.planned.copy()
        longest[self.drawn] = self.length
        return longest
