"""Estimates of a player's rule of anchoring and adjustment from the orders that he gave."""

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from jitagents.beer_game.debrief.likelihood import HIGH, LOW, RANGE, climb, highest, loss, missed
from jitagents.beer_game.debrief.orders import Orders
from jitagents.column import Array

PARAMETERS = ("theta", "alpha", "beta", "target")
"""Of `AnchorAndAdjust`: weight of the last order, share of the gap, share of the supply line, S' (cases)."""
ENOUGH = 0.6
"""Least loss of the likelihood at the end of theta's interval, as a share of that of a parabola."""
CONFIDENCE = 0.95
NEAR = 1e-4
"""Distance from a limit, as a share of the range, at which a parameter lies on it."""


@dataclass(frozen=True)
class Estimate:
    """The rule that a player's orders are most likely to come from.

    Attributes:
        values: theta, alpha, beta, S' at the greatest likelihood; some may be of no meaning, see `notes`.
        errors: their standard errors, NaN where there is none.
        sd: standard deviation of the player's deviations from the rule, cases.
        r2: share of the variance of the orders that the rule, cut at 0, explains; NaN if they do not vary.
        deviations: orders less the rule's `(weeks,)`; the least one that gives none where none was ordered.
        weeks: orders that are explained.
        alone: whether no other rule explains them as well.
    """

    values: Array
    errors: Array
    sd: float
    r2: float
    deviations: Array
    weeks: int
    alone: bool = True

    @property
    def notes(self) -> dict[str, str]:
        """Parameters that have no number to report, and the reason: `at 0`, `at 1` or `not identified`."""
        if not self.alone:
            return dict.fromkeys(PARAMETERS, "not identified")
        wide = ~(2 * self.quantile * self.errors < RANGE)
        found = {name: "not identified" for name, unknown in zip(PARAMETERS, wide, strict=True) if unknown}
        limits = {
            name: f"at {limit:g}" for name, limit in zip(PARAMETERS, _limit(self.values), strict=True) if limit >= 0
        }
        if self.values[1] <= NEAR:  # no gap is closed
            limits = {name: limit for name, limit in limits.items() if name not in PARAMETERS[2:]}
        return found | limits

    @property
    def quantile(self) -> float:
        """Standard errors in the half-width of an interval: Student's t, by the weeks less the numbers estimated."""
        return _quantile(self.weeks)


def estimate(orders: Orders) -> Estimate:
    """Estimate the rule of a player by maximum likelihood.

    What he would order deviates from the rule by independent normal numbers, and is rounded to whole cases; an order of
    0 only tells that it was less than half a case. Given theta this is a regression that is cut at 0, whose likelihood
    has one peak (Olsen 1978), so that it is climbed from the best of a line of thetas. What he sees follows from what
    he ordered, so that alpha is estimated somewhat too high in a short game: of the intervals of 95 %, some 90 % hold
    the true value after 36 weeks, and 95 % after 150.

    Formula:
        order = max(0, L + alpha x (S' - net stock - beta x supply line) + deviation), in whole cases
        L = theta x slip + (1 - theta) x L of last week; theta, alpha, beta in [0, 1], S' >= 0

    Source:
        Sterman 1989, Management Science 35(3), eq. 10-12, there by least squares; Tobin 1958, Econometrica 26(1), for
        orders of 0; Olsen 1978, Econometrica 46(5).
    """
    found, alone = highest(orders)
    errors = _errors(found, orders)
    if errors[0] > 0 and not _is_told(found, errors[0], _quantile(int(orders.used.sum())) * errors[0], orders):
        errors[0] = np.nan
    indicated, order, used = orders.indicated(found[:4]), orders.order, orders.used
    spread = np.square(order[used] - order[used].mean()).sum()
    left = np.square(order[used] - np.maximum(indicated[used], 0.0)).sum()
    return Estimate(
        found[:4],
        errors,
        sd=float(np.exp(found[4])),
        r2=float(1 - left / spread) if spread else float("nan"),
        deviations=np.where(order > 0, order - indicated, np.minimum(-indicated, 0.0)),
        weeks=int(used.sum()),
        alone=alone,
    )


def _quantile(weeks: int) -> float:
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, max(weeks - len(PARAMETERS) - 1, 1)))


def _errors(values: Array, orders: Orders) -> Array:
    """Standard errors of the parameters that lie on no limit (Gauss and Newton's), for as many weeks as there are.

    An order of 0 tells less of the rule than another one: hazard x (hazard + cut) of it.
    """
    free = np.isnan(_limit(values[:4]))
    if values[1] <= NEAR:
        free[2:] = False
    cut, none, slopes = missed(values, orders)
    hazard = np.exp(-np.square(cut) / 2 - special.log_ndtr(cut)) / np.sqrt(2 * np.pi)
    told = np.where(none, hazard * (hazard + cut), 1.0) / np.exp(2 * values[4])
    information = ((slopes * told) @ slopes.T)[np.ix_(free, free)]
    errors = np.full(4, np.nan)
    spare = len(none) - int(free.sum()) - 1
    if spare > 0 and np.linalg.matrix_rank(information, hermitian=True) == len(information):
        errors[free] = np.sqrt(np.diag(np.linalg.inv(information)) * len(none) / spare)
    return errors


def _is_told(found: Array, error: float, half: float, orders: Orders) -> bool:
    """Whether the likelihood falls about as fast as theta's standard error says, a half-width to both sides.

    Where slips hardly change, as a retailer's after the step, a standard error promises too much.
    """
    best = loss(found, orders)[0]
    for end in np.clip([found[0] - half, found[0] + half], 0.0, 1.0):
        lost = 2 * (loss(climb(found, orders, end), orders)[0] - best)
        if lost < ENOUGH * ((end - found[0]) / error) ** 2:
            return False
    return True


def _limit(values: Array) -> Array:
    """The limits that the parameters lie on, NaN where they lie on none."""
    return np.where(values - LOW <= NEAR * RANGE, LOW, np.where(HIGH - values <= NEAR * RANGE, HIGH, np.nan))
