"""Flow between rows: sums and shares over groups of lanes or inputs."""

from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from jitagents.column import Array, Flags, compact
from jitagents.weighted_sums import WeightedSums

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
            self._sums = WeightedSums(entries, shape=(size, len(self.key)))

    def sum(self, members: Array, out: Array | None = None) -> Array:
        """Sum over each group: `(members, worlds) -> (groups, worlds)`; an empty group gives 0."""
        if out is None:
            out = np.empty((self.size, members.shape[1]))
        if self._aligned:
            out.fill(0.0)
            out[self._groups] = members[self._members]
        else:
            self._sums.write(members, out)
        return out

    def spread(self, groups: Array, out: Array | None = None) -> Array:
        """Copy each group's number to its members: `(groups, worlds) -> (members, worlds)`."""
        if not self._aligned:
            return groups.take(self.key, axis=0, out=out, mode="clip")
        if out is None:
            return groups[self._groups]
        out[...] = groups[self._groups]
        return out

    def before(self, members: Array) -> Array:
        """Return the sum over the earlier members of the same group `(members, worlds)`."""
        earlier = np.zeros_like(members)
        total: Array | None = None  # so far, of the groups that go on
        for previous, following in pairwise(self.steps):
            latest = members.take(previous[: len(following)], axis=0)
            total = latest if total is None else np.add(total[: len(following)], latest, out=latest)
            earlier[following] = total
        return earlier

    def least(self, members: Array, out: Array) -> None:
        """Write the minimum of each group to `out` `(groups, worlds)`; a group without members is left as it is."""
        if not self.steps:
            return
        first = self.steps[0]
        smallest = members.take(first, axis=0)
        for step in self.steps[1:]:
            np.minimum(smallest[: len(step)], members.take(step, axis=0), out=smallest[: len(step)])
        out[self.key[first]] = smallest

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
        total = self.sum(wanted)
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
