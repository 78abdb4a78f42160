"""The contract, for every behaviour of every stage; a new class is found by itself and fails until it has its file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jitagents.behaviours import (
    allocation,
    demand,
    forecasting,
    information,
    ordering,
    production,
    serving,
    sourcing,
    transport,
)
from jitagents.behaviours.base import Behaviour, Clock, Memory, read_only, remember
from jitagents.behaviours.demand import Buyers
from jitagents.build import build
from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.network import read_lead_times
from tests.contract.conftest import DAYS, ROWS, WORLDS, Sample, behaviours, node, stage
from tests.contract.contract import Contract, Elementwise, limit

STAGES = (
    demand.Demand, information.Information, forecasting.Forecasting, ordering.Ordering, sourcing.Sourcing,
    production.Production, allocation.Allocation, transport.Transport, serving.Serving,
)  # fmt: skip


def test_every_behaviour_belongs_to_a_stage() -> None:
    """So that none escapes the contract below."""
    of_stages = {cls for base in STAGES for cls in behaviours(base)}
    assert of_stages | {Behaviour} == set(behaviours(Behaviour))
    assert len(of_stages) >= 25


class TestOrdering(Elementwise):
    base = ordering.Ordering

    def call(self, behaviour: Any, sample: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        return behaviour.opening(sample.plan), behaviour(sample.seen(day), memory)


class TestForecasting(Elementwise):
    base = forecasting.Forecasting

    def call(self, behaviour: Any, sample: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        return behaviour(sample.seen(day), memory)


class TestInformation(Elementwise):
    base = information.Information

    def call(self, behaviour: Any, sample: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        stock, owed, on_order, wanted = behaviour(sample.seen(day), memory)
        return stock, owed, on_order + 1000, wanted  # orders on their way may be shown net of what is not yet reported


class TestProduction(Elementwise):
    base = production.Production

    def call(self, behaviour: Any, sample: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        bench = self.bench(sample, day)
        before = {name: np.copy(value) for name, value in vars(bench).items() if isinstance(value, np.ndarray)}
        work = behaviour(bench, memory)
        assert all(np.array_equal(getattr(bench, name), value) for name, value in before.items())
        assert set(work.counts) == {name for layer in behaviour.layers() for name in layer.counts()}
        counts = dict.fromkeys(("scrapped", "flawed", "reworked", "overtime"), 0.0) | dict(work.counts)
        assert (work.started <= np.minimum(bench.open_orders, bench.kits)).all()
        assert (counts["scrapped"] <= work.started).all()
        assert (counts["reworked"] <= np.minimum(bench.rework, bench.capacity)).all()
        assert (counts["flawed"] <= work.started + counts["reworked"]).all()
        assert (counts["overtime"] <= work.started + counts["reworked"]).all()
        assert (work.load <= bench.capacity + counts["overtime"]).all()
        assert all((units % 1 == 0).all() for units in (work.started, *work.counts.values()))
        return work.started, work.load, *work.counts.values()

    def bench(self, sample: Sample, day: int) -> production.Bench:
        """The records of a day as limits of production; everything that a rule may ask for is there."""
        records, clock = sample.days[day - 1], Clock()
        clock.day = day
        luck = records["forecast"] / 25
        limits = {"open_orders": "stock", "capacity": "owed", "kits": "on_order", "held": "demand"}
        return production.Bench(
            **{limit: read_only(records[name]) for limit, name in limits.items()},
            nominal=np.ceil(sample.plan.rate), clock=clock, whole=True,
            rework=np.floor(records["forecast_variance"] / 5), chance={"uptime": luck, "yield": luck},
        )  # fmt: skip

    def test_what_is_worked_took_its_capacity(self, behaviour: Any, sample: Sample) -> None:
        """All that was worked up to a day is at most the capacity that was taken up to that day."""
        fitted, memory = behaviour.fit(sample.plan), self.memory(behaviour, sample)
        left = np.zeros((ROWS, WORLDS))
        for day in range(1, len(sample.days) + 1):
            work = fitted(self.bench(sample, day), memory)
            left += work.load - work.started - work.counts.get("reworked", 0)
            assert (left >= 0).all()

    def test_kits_are_those_of_the_inputs_that_bind(self, behaviour: Any) -> None:
        kits = np.array([[0.0, 3.0, 20.0]])
        supply = production.Supply(kits, np.ones((1, 1)), np.full((1, 1), 10.0), False, 1)
        assert np.array_equal(behaviour.kits(supply), kits)


class TestServing(Elementwise):
    base = serving.Serving

    def call(self, behaviour: Any, sample: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        wanted = sample.days[day - 1]["demand"].copy()
        behaviour.attract(wanted, memory, True)
        assert (wanted % 1 == 0).all()
        unmet = np.minimum(sample.days[day - 1]["stock"], wanted)
        whole = behaviour(unmet, wanted, memory, True)
        lost = behaviour(unmet, wanted, memory, False)
        assert (np.maximum(lost, whole) <= unmet).all()
        assert (whole % 1 == 0).all()
        assert behaviour.loses or not lost.any()
        return wanted, lost, whole


SELLERS = np.array([0, 0, 0, 1, 1, 2, 0, 2])


class TestAllocation(Contract):
    base = allocation.Allocation

    def run(self, behaviour: Any, whole: bool, order: Any = slice(None), worlds: Any = slice(None)) -> list[Array]:
        """Some days of scarce stock; checks that nothing is given that is not owed or not there."""
        rng = np.random.default_rng(6)
        sellers, priority = Groups(SELLERS[order], 3), np.array([1, 2, 1, 2, 1, 1, 3, 2])[order, None]
        shape = (len(SELLERS), len(np.arange(3)[worlds]))
        memory, owed, days = remember(behaviour, *shape), np.zeros(shape), []
        for day in range(1, DAYS):
            ordered = np.floor(rng.uniform(0, 9, (len(SELLERS), 3)))[order][:, worlds]
            owed = owed + ordered
            available = np.minimum(
                np.floor(rng.uniform(0, 25, (3, 3)))[:, worlds], sellers.sum(owed, np.empty((3, shape[1])))
            )
            claims = allocation.Claims(owed.copy(), ordered.copy(), priority.astype(float), sellers, whole, day)
            given = behaviour(available.copy(), claims, memory)
            assert np.array_equal(claims.owed, owed)
            assert (given >= 0).all()
            assert (given <= owed + 1e-9).all()
            assert (given % 1 == 0).all() or not whole
            np.testing.assert_allclose(
                sellers.sum(given, np.empty_like(available)), available, atol=0 if whole else 1e-9
            )
            owed = owed - given
            days.append(given)
        return days

    def test_it_gives_what_there_is_of_what_is_owed(self, behaviour: Any) -> None:
        for whole in (True, False):
            first = self.run(behaviour, whole)
            assert all(np.array_equal(*pair) for pair in zip(first, self.run(behaviour, whole), strict=True))

    def test_it_does_not_matter_who_stands_where(self, behaviour: Any) -> None:
        order, worlds = np.array([7, 2, 4, 0, 6, 3, 1, 5]), np.array([2, 0, 1])
        for given, moved in zip(self.run(behaviour, False), self.run(behaviour, False, order, worlds), strict=True):
            np.testing.assert_allclose(moved, given[order][:, worlds], atol=1e-12)


class TestSourcing(Contract):
    base = sourcing.Sourcing

    def offers(self, closed: float | None, day: int = 0, worlds: Any = slice(None)) -> sourcing.Offers:
        """Lanes of three buyers, three, one and two, in the order of their ranks."""
        rng = np.random.default_rng(100 + day)
        shape, buyers = (6, 4), Groups(np.array([0, 0, 0, 1, 2, 2]), 3)
        columns = {name: np.floor(rng.uniform(0, 30, shape)) for name in ("owed", "under_way", "arrived", "placed")}
        columns["owed"] *= 2.0
        of_buyers = {name: buyers.spread(np.floor(rng.uniform(0, 60, (3, 4)))) for name in ("order", "position")}
        shut = None if closed is None else (rng.random(shape) < closed).astype(float)
        cut = {name: column[:, worlds] for name, column in (columns | of_buyers).items()}
        return sourcing.Offers(
            share=np.array([[0.5], [0.3], [0.2], [1.0], [0.6], [0.4]]), rate=np.full((6, 1), 10.0), buyers=buyers,
            price=np.array([[3.0], [4.0], [5.0], [1.0], [2.0], [2.0]]), **cut,
            lead_time=np.array([[9.0], [4.0], [4.0], [2.0], [1.0], [6.0]]),
            closed=None if shut is None else shut[:, worlds], day=day,
        )  # fmt: skip

    def run(self, behaviour: Any, closed: float | None, worlds: Any = slice(None)) -> list[Array]:
        """The shares of some days; checks that nothing is written but the memory."""
        first = self.offers(closed, 0, worlds)
        rule = behaviour.suited(first)
        memory, days = remember(rule, *first.owed.shape), []
        rule.prepare(first, memory)
        held, shapes = dict(memory), {name: column.shape for name, column in memory.items()}
        for day in range(1, 30):
            offers = self.offers(closed, day, worlds)
            before = {name: np.copy(value) for name, value in vars(offers).items() if isinstance(value, np.ndarray)}
            days.append(np.array(np.broadcast_to(rule(offers, memory), first.owed.shape)))
            assert all(np.array_equal(getattr(offers, name), value) for name, value in before.items())
        assert all(memory[name] is column and column.shape == shapes[name] for name, column in held.items())
        return days

    @pytest.mark.parametrize("closed", [None, 0.0, 0.5, 1.0])
    def test_shares_of_a_buyer_add_up_to_one(self, behaviour: Any, closed: float | None) -> None:
        days, again = self.run(behaviour, closed), self.run(behaviour, closed)
        for shares, same in zip(days, again, strict=True):
            assert (shares >= 0).all()
            np.testing.assert_allclose(self.offers(None).buyers.sum(shares, np.empty((3, 4))), 1.0, rtol=1e-12)
            assert np.array_equal(shares, same)

    @pytest.mark.parametrize("closed", [None, 0.5])
    def test_a_world_does_not_see_the_others(self, behaviour: Any, closed: float | None) -> None:
        together, alone = self.run(behaviour, closed), self.run(behaviour, closed, [2])
        assert all(np.array_equal(shares[:, [2]], own) for shares, own in zip(together, alone, strict=True))

    def test_a_parameter_may_differ_by_world(self, swept: tuple[type[Behaviour], str], recording: Path) -> None:
        cls, name = swept
        behaviour = build(node(cls, recording), stage(cls))
        values = np.array([0.1, 0.3, 0.6, 1.0]) * (1.0 if limit(cls, name) == 1 else 10.0)
        together = self.run(replace(behaviour, **{name: values[None]}), 0.3)
        for world, value in enumerate(values):
            alone = self.run(replace(behaviour, **{name: float(value)}), 0.3, [world])
            for shares, own in zip(together, alone, strict=True):
                np.testing.assert_allclose(shares[:, [world]], own, rtol=1e-9, atol=1e-12)
        other = self.run(replace(behaviour, **{name: float(values[0])}), 0.3)
        assert any(not np.array_equal(*pair) for pair in zip(together, other, strict=True)), f"{name} changes nothing"

    def test_planned_shares_add_up_to_one_and_are_kept_if_fixed(self, behaviour: Any) -> None:
        offers = self.offers(None)
        planned = behaviour.planned(offers)
        assert planned.shape == (6, 1)
        np.testing.assert_allclose(offers.buyers.sum(planned, np.empty((3, 1))), 1.0)
        assert not behaviour.fixed or np.array_equal(behaviour(offers, {}), planned)


class TestDemand(Contract):
    base = demand.Demand
    buyers = Buyers(np.array(["a", "b", "c"], dtype=object), np.array([6.0, 0.0, 11.0]), np.array([4.0, 0.0, 2.0]))

    def test_shape_and_purity(self, behaviour: Any) -> None:
        draws = [behaviour.draw(np.random.default_rng(9), 3, DAYS, self.buyers, {}) for _ in range(2)]
        assert draws[0].shape == (DAYS, 3)
        assert np.isfinite(draws[0]).all()
        assert np.array_equal(*draws)

    def test_moments_are_those_of_the_draws(self, behaviour: Any) -> None:
        days, months = 4 * 365, 20
        first = -days if isinstance(behaviour, demand.Step) else 1
        units = behaviour.draw(np.random.default_rng(10), first, days, self.buyers, {})
        mean, sd = behaviour.moments(self.buyers)
        assert mean.shape == sd.shape == (3,)
        by_month = units.reshape(months, -1, 3).mean(axis=1)
        hang_together = np.maximum(sd / np.sqrt(days), by_month.std(axis=0, ddof=1) / np.sqrt(months))
        assert (np.abs(units.mean(axis=0) - mean) <= 4 * hang_together + 1e-12).all()
        np.testing.assert_allclose(units.std(axis=0), sd, rtol=0.15)

    def test_it_does_not_matter_how_many_days_are_drawn_at_a_time(self, behaviour: Any) -> None:
        rng, memory = np.random.default_rng(9), dict[str, Any]()
        parts = [behaviour.draw(rng, first, days, self.buyers, memory) for first, days in ((1, 7), (8, 1), (9, 4))]
        whole = behaviour.draw(np.random.default_rng(9), 1, 12, self.buyers, {})
        np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-12)


class TestTransport(Contract):
    base = transport.Transport
    stated = read_lead_times([2.0, 4.0, np.nan], [0.0, 1.0, 0.0], ["", "", "1:0.5 6:0.5"], 1)
    lanes = pd.DataFrame({"mode": ["air", "", "sea"], "load": [4.0, 7.0, np.nan]})

    def test_days_are_whole_and_of_the_law(self, behaviour: Any) -> None:
        rows, times = np.array([0, 1, 2]), self.stated
        days = behaviour.draw(np.random.default_rng(11), 500, times, rows)
        assert days.shape == (500, 3)
        assert np.issubdtype(days.dtype, np.integer)
        assert (days >= 1).all()
        assert (days <= times.longest).all()
        assert (days[:, 0] == 2).all()
        assert behaviour.draws == bool((days != days[0]).any())
        if behaviour.draws:
            assert set(days[:, 2]) == {1, 6}
            assert (np.abs(days.mean(axis=0) - times.mean) <= 4 * times.sd / np.sqrt(500) + 1e-12).all()

    def test_times_of_its_own_are_laws_that_the_plan_knows(self, behaviour: Any) -> None:
        for times in (behaviour.times(self.stated, self.lanes), behaviour.hurried(self.stated)):
            assert (times.planned >= 1).all()
            assert (times.longest >= times.planned).all()
            for row in np.flatnonzero(times.law >= 0):
                law = times.laws[times.law[row]]
                assert law.probability.sum() == pytest.approx(1)
                assert law.days[0] >= 1
                assert law.days[-1] == times.longest[row]
                assert times.mean[row] >= law.mean - 1e-9, "a wait before leaving adds to it"
        assert (behaviour.hurried(self.stated).mean <= self.stated.mean + 1e-9).all()

    @pytest.mark.parametrize("whole", [True, False])
    def test_what_leaves_a_dock_stood_there_and_may_pass(self, behaviour: Any, whole: bool) -> None:
        rng, memory, waiting = np.random.default_rng(12), remember(behaviour, 3, 4), np.zeros((3, 4))
        for day in range(1, 30):
            came = np.floor(rng.uniform(0, 9, (3, 4))) * (1.0 if whole else 1.1)
            waiting = waiting + came
            passing = None if day % 3 else np.where(rng.random((3, 4)) < 0.5, 0.0, np.inf)
            load = self.lanes["load"].to_numpy()[:, None]
            dock = transport.Dock(waiting.copy(), came, passing, load, np.array([[2], [0], [1]]), day)
            leaving = behaviour.ready(dock, memory)
            assert np.array_equal(dock.waiting, waiting)
            assert (leaving >= 0).all()
            assert (leaving <= waiting).all()
            assert (leaving % 1 == 0).all() or not whole
            assert passing is None or (leaving <= passing).all()
            assert behaviour.docks or day % 3 == 0 or np.array_equal(leaving, waiting)
            hurried = behaviour.express(leaving, waiting + 20.0, np.full((3, 1), 10.0))
            assert (hurried >= 0).all()
            assert (hurried <= leaving).all()
            assert behaviour.expresses or not hurried.any()
            waiting = waiting - leaving
