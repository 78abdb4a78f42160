"""Units in random order: the number served of each customer, drawn without replacement."""

import numpy as np
from scipy.special import gammaln

from jitagents.column import Array
from jitagents.flow import Groups


def unit_by_unit(groups: Groups, available: Array, wanted: Array, chance: Array) -> Array:
    """Serve whole units in random order, until a group has no more.

    Args:
        groups: the members by group.
        available: `(groups, worlds)`, whole units.
        wanted: `(members, worlds)`, whole units.
        chance: a uniform number of each member `(members, worlds)`.

    Returns:
        `(members, worlds)`: multivariate hypergeometric where not all can be served.
    """
    if groups.single:
        return np.minimum(wanted, groups.spread(available))
    total = groups.sum(wanted)
    left = np.minimum(available, total)
    scarce = groups.spread((left < total).astype(float)) > 0.0
    if not scarce.any():
        return wanted.copy()
    given = np.where(scarce, 0.0, wanted)
    for members in groups.steps:
        group = groups.key[members]
        place, world = np.nonzero(scarce[members] & (left[group] > 0.0) & (wanted[members] > 0.0))
        member, at = members[place], (group[place], world)
        drawn = hypergeometric(chance[member, world], wanted[member, world], total[at], left[at])
        given[member, world] = drawn
        left[at] -= drawn
        total[group] -= wanted[members]
    return given


def hypergeometric(chance: Array, marked: Array, total: Array, sample: Array) -> Array:
    """Marked units in a sample without replacement, each `(cells,)`; `chance` is spent from the mode outwards.

    The probabilities follow from that of the mode by ratios of neighbours (Kachitvichyanukul & Schmeiser 1985).
    """
    rest = total - marked
    low, high = np.maximum(sample - rest, 0.0), np.minimum(marked, sample)
    mode = np.clip(np.floor((sample + 1.0) * (marked + 1.0) / (total + 2.0)), low, high)
    log = _log_choose(marked, mode) + _log_choose(rest, sample - mode) - _log_choose(total, sample)
    reached, cells, top = mode.copy(), np.arange(len(mode)), np.exp(log)
    # One row each: chance, marked, rest, sample, low, high, the ends reached so far, their probabilities, their sum.
    state = np.stack((chance, marked, rest, sample, low, high, mode, mode, top, top, top))
    while True:
        chance, _, _, _, low, high, up, down, _, _, spent = state
        unspent = (spent <= chance) & ((up < high) | (down > low))
        if not unspent.any():
            return reached
        cells, state = cells[unspent], state[:, unspent]
        reached[cells] = _step_outwards(state)


def _step_outwards(state: Array) -> Array:
    """Go one unit up or down from the mode, to the more probable side; the number reached `(cells,)`."""
    _, marked, rest, sample, low, high, up, down, above, below, spent = state
    upper = above * (marked - up) * (sample - up) / ((up + 1.0) * np.maximum(rest - sample + up + 1.0, 1.0))
    lower = below * down * np.maximum(rest - sample + down, 0.0)
    lower = lower / ((marked - down + 1.0) * (sample - down + 1.0))
    rises = (up < high) & ((upper >= lower) | (down <= low))
    up += rises
    down -= ~rises
    above[...], below[...] = np.where(rises, upper, above), np.where(rises, below, lower)
    spent += np.where(rises, upper, lower)
    return np.where(rises, up, down)


def _log_choose(units: Array, chosen: Array) -> Array:
    return np.asarray(gammaln(units + 1.0) - gammaln(chosen + 1.0) - gammaln(units - chosen + 1.0))
