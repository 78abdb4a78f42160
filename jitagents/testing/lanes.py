"""Contract of divisions over lanes: scarce stock among customers, orders among sellers."""

from typing import Any

import numpy as np

from jitagents.behaviours.allocation import Claims
from jitagents.behaviours.base import per_row, remember
from jitagents.behaviours.sourcing import Offers
from jitagents.behaviours.sourcing.base import ACTIVE, CANDIDATE
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.testing.harness import CLOSE, EXACT, Harness, must, must_keep, same
from jitagents.testing.samples import DAYS

SELLERS = np.array([0, 0, 0, 1, 1, 2, 0, 2])
PRIORITY = np.array([1, 2, 1, 2, 1, 1, 3, 2])
WORLDS = 3
LANES, ANNOUNCED = 7, 0.3
"""Lanes of the buyers, and the part of their closures that is announced."""
EVERY = slice(None)


class AllocationHarness(Harness):
    """A rule of allocation."""

    stage = "allocation"

    def days(self, behaviour: Any, world: int | None) -> list[Array]:
        return self.run(behaviour, whole=False, worlds=EVERY if world is None else [world])

    def run(self, behaviour: Any, whole: bool, order: Any = EVERY, worlds: Any = EVERY) -> list[Array]:
        """The allocations on some days of scarce stock."""
        rng, sellers = np.random.default_rng(6), Groups(SELLERS[order], 3)
        shape = (len(SELLERS), len(np.arange(WORLDS)[worlds]))
        memory, owed, days = remember(behaviour, *shape), np.zeros(shape), []
        for day in range(1, DAYS):
            ordered = np.floor(rng.uniform(0, 9, (len(SELLERS), WORLDS)))[order][:, worlds]
            owed = owed + ordered
            stock = np.floor(rng.uniform(0, 25, (3, WORLDS)))[:, worlds]
            available = np.minimum(stock, sellers.sum(owed, np.empty_like(stock)))
            priority = PRIORITY[order, None].astype(float)
            luck = rng.random((len(SELLERS), WORLDS))[order][:, worlds] if behaviour.draws and whole else None
            claims = Claims(owed.copy(), ordered.copy(), priority, sellers, whole, day, luck)
            given = behaviour(available.copy(), claims, memory)
            must(np.array_equal(claims.owed, owed), "it writes what is owed")
            must((given >= 0) & (given <= owed + CLOSE), "it gives less than nothing, or more than is owed")
            must(not whole or np.all(given % 1 == 0), "of whole units, it gives parts")
            total = sellers.sum(given, np.empty_like(available))
            same([total], [available], "it does not give just what there is", rtol=0, atol=0 if whole else CLOSE)
            owed = owed - given
            days.append(given)
        return days

    def it_gives_what_there_is_of_what_is_owed(self) -> None:
        """Whole units or not, all that there is and is owed is given, and the same each time."""
        for whole in (True, False):
            first, second = (self.run(self.behaviour, whole) for _ in range(2))
            same(first, second, "the second time, its answers are others", rtol=0)

    def it_does_not_matter_who_stands_where(self) -> None:
        """Lanes and worlds in another order are given the same in that order."""
        order, worlds = np.array([7, 2, 4, 0, 6, 3, 1, 5]), np.array([2, 0, 1])
        whole, moved = self.run(self.behaviour, False), self.run(self.behaviour, False, order, worlds)
        same(moved, [given[order][:, worlds] for given in whole], "the order changes what is given", atol=EXACT)


class SourcingHarness(Harness):
    """A rule of sourcing."""

    stage = "sourcing"
    closures = (None, 0.0, 0.5, 1.0)

    def offers(self, closed: float | None, day: int = 0, worlds: Any = EVERY) -> Offers:
        """Lanes of three buyers, three, one and three, in the order of their ranks; the last is a candidate."""
        rng = np.random.default_rng(100 + day)
        shape, buyers = (LANES, 4), Groups(np.array([0, 0, 0, 1, 2, 2, 2]), 3)
        columns = {name: np.floor(rng.uniform(0, 30, shape)) for name in ("owed", "under_way", "arrived", "placed")}
        columns["owed"] *= 2.0
        of_buyers = {name: buyers.spread(np.floor(rng.uniform(0, 60, (3, 4)))) for name in ("order", "position")}
        shut = None if closed is None else (rng.random(shape) < closed).astype(float)
        cut: dict[str, Any] = {name: column[:, worlds] for name, column in (columns | of_buyers).items()}
        return Offers(
            share=per_row([0.5, 0.3, 0.2, 1.0, 0.6, 0.4, 0.0]), rate=np.full((LANES, 1), 10.0), buyers=buyers,
            price=per_row([3.0, 4.0, 5.0, 1.0, 2.0, 2.0, 3.0]), **cut,
            lead_time=per_row([9.0, 4.0, 4.0, 2.0, 1.0, 6.0, 2.0]),
            closed=None if shut is None else shut[:, worlds], day=day,
            announced=None if shut is None else (shut * (rng.random(shape) < ANNOUNCED))[:, worlds],
            returned=(rng.uniform(0, 2, shape) * np.where(np.arange(LANES) % 2, 1.0, 1e-5)[:, None])[:, worlds],
            standing=per_row([ACTIVE] * (LANES - 1) + [CANDIDATE]), qualification=np.full((LANES, 1), np.nan),
            default_probability=per_row([0.01, np.nan, 0.03, 0.0, 0.02, 0.1, np.nan]),
        )  # fmt: skip

    def days(self, behaviour: Any, world: int | None) -> list[Array]:
        shown: list[Array] = []
        shares = self.run(behaviour, 0.3, EVERY if world is None else [world], shown)
        return shares + shown

    def values(self, name: str) -> list[float]:
        return [*super().values(name), 10.0 if max(super().values(name)) > 1 else 0.1]

    def run(
        self, behaviour: Any, closed: float | None, worlds: Any = EVERY, shown: list[Array] | None = None
    ) -> list[Array]:
        """The shares of some days, and what is recorded in `shown`; nothing is written but the memory."""
        first = self.offers(closed, 0, worlds)
        rule = behaviour.suited(first)
        memory, days = remember(rule, *first.owed.shape), []
        rule.prepare(first, memory)
        held = dict(memory)
        for day in range(1, 30):
            offers = self.offers(closed, day, worlds)
            before = {name: np.copy(value) for name, value in vars(offers).items() if isinstance(value, np.ndarray)}
            days.append(np.array(np.broadcast_to(rule(offers, memory), first.owed.shape)))
            if shown is not None:
                shown += [column.copy() for column in rule.shows(memory).values()]
            if rule.cancels:
                cancelled = rule.cancelled(offers, memory)
                must(
                    (cancelled >= 0) & (cancelled <= offers.owed + CLOSE),
                    "it cancels more than is owed, or less than 0",
                )
            must(
                [np.array_equal(getattr(offers, name), value, equal_nan=True) for name, value in before.items()],
                "it writes offers",
            )
        must_keep(memory, held)
        return days

    def it_divides_the_whole_order(self) -> None:
        """The shares of a buyer are not negative and add up to 1, whatever is closed, and are the same each time."""
        for closed in self.closures:
            days, again = self.run(self.behaviour, closed), self.run(self.behaviour, closed)
            same(days, again, "the second time, its shares are others", rtol=0)
            for shares in days:
                must(shares >= 0, "a share is negative")
                total = self.offers(None).buyers.sum(shares, np.empty((3, 4)))
                must(np.isclose(total, 1.0, rtol=EXACT), "the shares of a buyer do not add up to 1")

    def it_sees_no_other_world(self) -> None:
        """A world alone has the shares that it has among others."""
        for closed in (None, 0.5):
            together, alone = self.run(self.behaviour, closed), self.run(self.behaviour, closed, [2])
            same([shares[:, [2]] for shares in together], alone, "a world's shares depend on others", rtol=0)

    def it_plans_shares_that_it_keeps_if_they_are_fixed(self) -> None:
        """Planned shares add up to 1; where `fixed` is true, they are those of every day."""
        offers = self.offers(None)
        planned = self.behaviour.planned(offers)
        must(planned.shape == (LANES, 1), f"planned shares are {planned.shape}, not {(LANES, 1)}")
        must(np.isclose(offers.buyers.sum(planned, np.empty((3, 1))), 1.0), "planned shares do not add up to 1")
        fixed = not self.behaviour.fixed or np.array_equal(self.behaviour(offers, {}), planned)
        must(fixed, "it says that its shares are fixed, and they are not the planned ones")
