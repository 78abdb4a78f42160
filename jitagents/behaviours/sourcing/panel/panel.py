"""The panel: a sourcing rule by which the suppliers of a flow are reviewed, phased out, and found."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from jitagents.behaviours.base import Memory
from jitagents.behaviours.sourcing.base import (
    ACTIVE,
    LEFT,
    PROBATION,
    Lanes,
    Offers,
    Sourcing,
    at_lanes,
    count_closed,
    known_closed,
    least_of,
)
from jitagents.behaviours.sourcing.panel.allotment import Allotment
from jitagents.behaviours.sourcing.panel.qualification import Qualification, first_standing, in_use
from jitagents.behaviours.sourcing.panel.scorecard import NONE, B, D, Scorecard
from jitagents.behaviours.sourcing.record import COLUMNS, NOTHING, of_today
from jitagents.column import Array, Flags
from jitagents.parameters import Number, param

SINCE_REVIEW = ("due", "in_time", "units", "days", "squares", "bad", "outages", "warned")
"""Sums of the record that begin anew with each review."""
KEPT = (
    "standing", "class", "score", "reviews", "poor", "since", "agreed", "weighed", "shut", "failing", "withdrawn",
    "reclassed",
)  # fmt: skip
SHOWN = ("standing", "since", "class", "reclassed", "score", "agreed")
"""Records of each lane; `reclassed` is 1 on the day on which it goes from one class to another."""


@dataclass(frozen=True)
class Panel(Scorecard, Qualification, Allotment, Sourcing):
    """Supplier panel: reviews by the quarter, classes A to D, phase-out, and candidates that have to be qualified.

    At each review every supplier from which something was due since the last one is given a score, the weighted mean of
    its criteria, and by its score, smoothed over the reviews, a class. Classes C and D are on probation. A supplier of
    class D at `poor_reviews` reviews in a row is phased out, if the flow keeps another one: it gets no more orders, and
    what it owes is cancelled and ordered from the others. Volume is divided anew where a score has left its dead band,
    and where a supplier comes into use or leaves.

    A flow that has fewer good suppliers than it should have (class D and a long closure do not count) takes the first
    that is approved, or else begins to qualify its first candidate. A candidate gets no order before it is qualified,
    and then a share that grows from nothing to the agreed one in a straight line; the rest stays with those that have
    their full share. The orders of a supplier that is known to be closed, or that owes more than `overdue` days of its
    flow, go to the others in use meanwhile; what the closed one owes is cancelled.

    Formula:
        score = sum of weight x criterion / sum of weights, of the criteria that are rated:
            quality 1 - min(1, ppm / limit), delivery on time / due, price lowest / own, speed min(1, promised /
            (mean + standard deviation)), finance 1 - min(1, probability of default / limit), warning announced /
            outages
        smoothed = smoothed + smoothing x (score - smoothed), from the second review on
        class = A, B or C from its least score up, else D; D if on time / due < knockout
        agreed = by rule, held between least and most: fixed, planned shares; proportional, scores; winner, `first` for
            the best; multiplicative, agreed x exp(pace x (score - mean)) / sum
        share = agreed x min(1, days in use / ramp)

    Source:
        Dickson 1966, Journal of Purchasing 2(1), and Weber, Current & Benton 1991, European Journal of Operational
        Research 50, for the criteria; Timmerman 1986, Journal of Purchasing and Materials Management 22(4), for the
        weighted point plan; steps and times of qualification: AIAG 2006, Production Part Approval Process.
    """

    fixed: ClassVar[bool] = False

    review: Number = param(
        90.0, "days", "from one review to the next, on multiples of it from the first measured day on", low=1
    )
    poor_reviews: Number = param(2.0, "", "reviews in a row in class D before a supplier is phased out", low=1)
    lag: Number = param(3.0, "days", "closed before it is known, unless it was announced", low=0)
    overdue: Number = param(
        10.0, "days", "of its agreed flow that a supplier may owe before its orders go to the others", low=0
    )
    cancel: bool = param(True, "", "whether what closed suppliers and those phased out owe is ordered from the others")
    ages: int | None = param(None, "days", "ages of orders told apart; None: three lead times", low=2)

    @property
    def cancels(self) -> bool:
        return self.cancel

    @property
    def qualifies(self) -> bool:
        return True

    def depths(self) -> dict[str, int]:
        return COLUMNS | dict.fromkeys((*SINCE_REVIEW, *KEPT), 0) | {"orders": self.ages or 2}

    def suited(self, lanes: Lanes) -> Self:
        longest = int(lanes.lead_time.max(initial=1.0))
        return replace(self, ages=max(longest + 2, self.ages or 3 * longest))

    def prepare(self, offers: Offers, memory: Memory) -> None:
        memory["standing"][...], memory["agreed"][...] = first_standing(offers), offers.share
        # What is under way already is no order of ours: nothing counts as arrived before it has come.
        memory["arrived"][...] = -offers.under_way

    def planned(self, lanes: Lanes) -> Array:
        return lanes.share

    def shows(self, memory: Memory) -> Memory:
        return {name: memory[name] for name in SHOWN}

    def __call__(self, offers: Offers, memory: Memory) -> Array:
        self._follow(offers, memory)
        failing = self._failing(offers, memory)
        memory["failing"][...] = (memory["failing"] + 1.0) * failing
        memory["reclassed"][...] = 0.0
        moved = self._review(offers, memory) | self.seek(offers, memory)
        moved = at_lanes(offers.buyers, moved.astype(float)) > 0.0
        if moved.any():
            used = in_use(memory["standing"])
            np.copyto(memory["agreed"], self.targets(offers, memory, used), where=moved)
        return self._shares(offers, memory, failing)

    def cancelled(self, offers: Offers, memory: Memory) -> Array:
        known = known_closed(offers, memory["shut"], self.lag)
        takers = at_lanes(offers.buyers, self._established(offers, memory) * ~self._failing(offers, memory)) > 0.0
        going = known | (memory["standing"] == LEFT)
        memory["withdrawn"][...] = np.maximum(offers.owed, 0.0) * (going & takers)
        return memory["withdrawn"]

    def _failing(self, offers: Offers, memory: Memory) -> Flags:
        """Suppliers that are known to be closed, or that owe too much `(lanes, worlds)`."""
        late = offers.owed > self.overdue * memory["agreed"] * offers.rate
        return known_closed(offers, memory["shut"], self.lag) | (late & in_use(memory["standing"]))

    def _follow(self, offers: Offers, memory: Memory) -> None:
        """Bring the record up to date."""
        for name, amount in of_today(offers, memory, memory["withdrawn"]).items():
            memory[name] += amount
        count_closed(offers, memory["shut"])
        begun = memory["shut"] == 1.0
        memory["outages"] += begun
        if offers.announced is not None:
            memory["warned"] += begun & (offers.announced > 0.0)

    def _review(self, offers: Offers, memory: Memory) -> Flags:
        """Review the suppliers, where a review is due; those whose shares are to be agreed anew `(lanes, worlds)`."""
        standing, score, poor = memory["standing"], memory["score"], memory["poor"]
        measured, every = offers.day - offers.warmup, np.asarray(self.review, dtype=float)
        due = np.atleast_2d(np.floor(measured / every) > np.floor((measured - 1) / every))
        if not due.any():
            return np.zeros(standing.shape, dtype=bool)
        used = in_use(standing)
        reviewed = due & used & (memory["due"] > NOTHING)
        criteria = self.criteria(offers, memory, used)
        new = self.score(criteria)
        score[...] = np.where(
            reviewed, np.where(memory["reviews"] > 0.0, score + self.smoothing * (new - score), new), score
        )
        memory["reviews"] += reviewed
        classes = self.classes(score, criteria["delivery"])
        memory["reclassed"][...] = reviewed & (memory["class"] != NONE) & (memory["class"] != classes)
        np.copyto(memory["class"], classes, where=reviewed)
        np.copyto(poor, np.where(classes == D, poor + 1.0, 0.0), where=reviewed)
        np.copyto(standing, np.where(classes > B, PROBATION, ACTIVE), where=reviewed)
        leaving = reviewed & self._leaving(offers, memory, used)
        standing[leaving], memory["since"][leaving], memory["agreed"][leaving] = LEFT, offers.day, 0.0
        for name in SINCE_REVIEW:
            memory[name] *= ~due
        return self.weigh(offers, memory, reviewed & ~leaving) | leaving

    def _leaving(self, offers: Offers, memory: Memory, used: Flags) -> Flags:
        """Suppliers that have been poor for too long, but for the best where there would be no other."""
        poor = used & (memory["poor"] >= self.poor_reviews)
        established = self._established(offers, memory) > 0.0
        best = least_of(offers.buyers, np.where(established, -memory["score"], np.inf)) > 0.0
        has = at_lanes(offers.buyers, (established & ~poor).astype(float)) > 0.0
        return poor & (has | ~best)

    def _established(self, offers: Offers, memory: Memory) -> Array:
        """The agreed shares of the suppliers that have their full ones, 0 for others `(lanes, worlds)`."""
        return memory["agreed"] * (in_use(memory["standing"]) & (self.ramped(offers, memory) >= 1.0))

    def _shares(self, offers: Offers, memory: Memory, failing: Flags) -> Array:
        agreed, established = memory["agreed"], self._established(offers, memory)
        own = agreed * self.ramped(offers, memory) * ~failing
        takers = established * ~failing
        for otherwise in (established, agreed):
            takers = np.where(at_lanes(offers.buyers, takers) > 0.0, takers, otherwise)
        rest = np.maximum(1.0 - at_lanes(offers.buyers, own), 0.0)
        return own + rest * takers / at_lanes(offers.buyers, takers)
