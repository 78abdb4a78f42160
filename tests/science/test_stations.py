"""Machines, buffers, batches, yield, inputs: exact throughput, queues and cycle times of textbook stations."""

from math import ceil
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.production import (
    Batches,
    Blocking,
    Overtime,
    PartlyBinding,
    Production,
    Unreliable,
    UpToCapacity,
    Yield,
)
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.day.stages import Exemption
from jitagents.model import SupplyModel
from jitagents.network import Network, listed, serial
from jitagents.worlds import Worlds
from tests.science.conftest import Floats, levels, poisson_law, row, z_score

DAYS = 300


def line(demand: float, *, whole: bool = True, capacity: float = np.inf, lead_time: int = 0, **lane: Any) -> Network:
    """A source, a plant a day away that converts its item, a shop a day away."""
    own = {"capacity": capacity, "lead_time": lead_time}
    agents = [
        {"name": "first", "kind": "supplier", "item": "part", "stock": 0, "lead_time": 0, "capacity": capacity},
        {"name": "second", "kind": "plant", "item": "product", "stock": 0} | own,
        {"name": "shop", "kind": "buyer", "item": "product", "demand": demand, "stock": 0},
    ]
    lanes = [{"seller": "first", "buyer": "second", "stock": 0} | lane, {"seller": "second", "buyer": "shop"}]
    return listed(name="line", agents=agents, lanes=lanes, whole=whole)


def station(demand: float, capacity: float, **more: Any) -> Network:
    """A source with limited capacity that makes to order on the same day, and a shop."""
    return serial(stages=1, lead_time=1, demand=demand, capacity=capacity, **more)


def means(model: SupplyModel, warmup: int, days: int, *columns: str) -> dict[str, Floats]:
    """Columns of the makers `(makers, worlds)`, averaged over the days after the warm-up."""
    model.run_for(warmup)
    total = {name: np.zeros_like(model.making[name]) for name in columns}
    for _ in range(days):
        model.step()
        for name in columns:
            total[name] += model.making[name]
    return {name: column / days for name, column in total.items()}


def maker(model: SupplyModel, name: str) -> int:
    """The row of a maker in the table of makers."""
    return model.layout.names[model.layout.makers].tolist().index(name)


# ---------------------------------------------------------------- machines


def bernoulli_line(up: float, buffer: float) -> float:
    """Throughput of two alike Bernoulli machines (Li & Meerkov 2009, sec. 4.2.1)."""
    return up * (1 - (1 - up) / (buffer + 1 - up))


@pytest.fixture(scope="module")
def bernoulli() -> dict[tuple[float, float], Floats]:
    """Parts a day of the second machine, by world, for each reliability and buffer."""
    cases, each = [(0.9, 2.0), *((0.8, float(size)) for size in (1, 2, 3, 4))], 400
    worlds, up = levels([case[0] for case in cases], each)
    rule = Blocking(buffer=worlds.by_level([case[1] for case in cases]), rule=Unreliable(up=up))
    model = SupplyModel(
        line(2.0, capacity=1.0), worlds=worlds, start="empty", demand=Constant(), ordering=Jit(cover=0.0),
        serving=Backorder(), production=rule,
    )  # fmt: skip
    through = means(model, 60, 500, "started")["started"][maker(model, "second")]
    return {case: through[number * each : (number + 1) * each] for number, case in enumerate(cases)}


def test_two_bernoulli_machines_and_a_buffer(bernoulli: dict[tuple[float, float], Floats]) -> None:
    assert bernoulli_line(0.9, 2) == pytest.approx(0.857143, abs=1e-6)
    for (up, buffer), through in bernoulli.items():
        assert abs(z_score(through, bernoulli_line(up, buffer))) < 4
        assert abs(z_score(through, bernoulli_line(up, buffer + 1))) > 7


def test_with_an_order_delay_the_buffer_is_seen_before_the_customer_has_taken_its_part() -> None:
    """One place: made on a day on which it is empty and the first is up, taken when the second is up: up / 2 a day."""
    rule = Blocking(buffer=1.0, rule=Unreliable(up=0.8))
    model = SupplyModel(
        line(2.0, capacity=1.0, order_delay=1), worlds=400, start="empty", demand=Constant(), ordering=Jit(cover=0.0),
        serving=Backorder(), production=rule,
    )  # fmt: skip
    through = means(model, 60, 500, "started")["started"][maker(model, "second")]
    assert abs(z_score(through, 0.8 / 2)) < 4
    assert abs(z_score(through, bernoulli_line(0.8, 1))) > 50


@pytest.mark.parametrize("order_delay", [0, 1])
def test_a_buffer_is_never_overfilled(order_delay: int) -> None:
    """In the maker's stock, under way and at the customer: what is there fills the room, and never more."""
    model = SupplyModel(
        line(4.0, capacity=5.0, order_delay=order_delay, lead_time=2), worlds=50, start="empty", serving=Backorder(),
        ordering=Jit(cover=0.0), production=Blocking(buffer=7.0, rule=Unreliable(up=0.8)),
    )  # fmt: skip
    lane = model.layout.seller.tolist().index(row(model, "first"))
    fullest = np.zeros(model.worlds.count)
    for _ in range(100):
        model.step()
        held = model.points["stock"][[row(model, "first"), model.layout.inputs.start]].sum(axis=0)
        held += model.lanes["under_way"][lane]
        fullest = np.maximum(fullest, held)
    assert (fullest == 7).all()


def test_luck_goes_with_the_name_and_is_shared_by_levels_and_twins() -> None:
    """Whatever the order of rows, which exemptions change; at any level a machine is up whenever a worse one is."""
    names = ["a", "b", "c"]
    agents = [{"name": name, "kind": "supplier", "item": name, "capacity": 1.0, "stock": 0} for name in names]
    agents += [{"name": f"shop_{name}", "kind": "buyer", "item": name, "demand": 9} for name in names]
    network = listed(name="three", agents=agents, lanes=[{"seller": name, "buyer": f"shop_{name}"} for name in names])
    worlds = Worlds(range(4), levels=2, twins=True)
    paths = []
    for exempt in ([], ["a"], ["b"]):
        model = SupplyModel(
            network, worlds=worlds, demand=Constant(), ordering=Jit(), serving=Backorder(),
            production=Unreliable(up=worlds.by_level([0.4, 0.7])),
            exemptions=[Exemption({"name": name}, ordering=Jit(cover=2.0)) for name in exempt],
        )  # fmt: skip
        paths.append([])
        for _ in range(30):
            model.step()
            paths[-1].append([model.firms[name].started.copy() for name in names])
    made = np.array(paths).reshape(3, 30, 3, 2, 2, 4)  # models, days, makers, twins, levels, replications
    assert np.array_equal(made[0], made[1])
    assert np.array_equal(made[0], made[2])
    assert np.array_equal(made[..., 0, :, :], made[..., 1, :, :])
    assert (made[..., 0, :] <= made[..., 1, :]).all()
    assert not np.array_equal(made[0][:, 0], made[0][:, 1])


def test_a_machine_without_limits_downstream_makes_what_it_is_up_for() -> None:
    worlds, up = levels([0.5, 0.95], 200)
    model = SupplyModel(
        station(20.0, 10.0), worlds=worlds, start="empty", demand=Constant(), production=Unreliable(up=up)
    )
    through = means(model, 20, DAYS, "started")["started"][0]
    assert abs(z_score(through[:200], 5.0)) < 4
    assert abs(z_score(through[200:], 9.5)) < 4


def queue(mean: float, capacity: int, top: int = 600) -> float:
    """Mean open orders at the end of a day: the stationary law of (W + D - c)+ with Poisson demand D."""
    arrivals, law = poisson_law(mean, top), np.eye(1, top)[0]
    for _ in range(4000):
        total = np.convolve(law, arrivals)[: top + capacity]
        law = np.concatenate(([total[: capacity + 1].sum()], total[capacity + 1 :], np.zeros(top)))[:top]
    return float(law @ np.arange(top))


@pytest.mark.parametrize(("mean", "capacity"), [(4.0, 5), (8.0, 10)])
def test_a_station_is_used_as_much_as_demand_needs_and_its_queue_is_that_of_theory(mean: float, capacity: int) -> None:
    """Utilisation = demand / capacity; the queue follows W' = (W + D - c)+ (Hopp & Spearman 2011, ch. 8)."""
    model = SupplyModel(
        station(mean, capacity), worlds=400, start="empty", demand=Poisson(mean), ordering=BaseStock(cover=0.0)
    )
    found = means(model, 100, DAYS, "started", "open_orders")
    assert abs(z_score(found["started"][0] / capacity, mean / capacity)) < 4
    assert abs(z_score(found["open_orders"][0], queue(mean, capacity))) < 4
    assert abs(z_score(found["open_orders"][0], queue(mean, capacity + 1))) > 20


@pytest.mark.parametrize(("orders", "through"), [(1.0, 1.0), (4.0, 4.0), (9.0, 4.0)])
def test_a_line_makes_what_is_asked_up_to_its_bottleneck(orders: float, through: float) -> None:
    """Throughput min(orders, bottleneck rate); below it, work in process is throughput x raw process time (Little)."""
    model = SupplyModel(
        line(orders, capacity=4.0, lead_time=3), start="empty", demand=Constant(), ordering=Jit(cover=0.0)
    )
    found = means(model, 40, 40, "started")["started"]
    assert (found == through).all()
    assert model.works.process.pipe.under_way(model.clock.day)[maker(model, "second")] == 3 * through


# ---------------------------------------------------------------- batches


@pytest.mark.parametrize(
    ("size", "setup", "capacity"), [(5, 0.0, 100), (8, 0.0, 4), (8, 1.0, 4), (12, 2.5, 6), (10, 0.7, 3)]
)
def test_cycle_time_of_a_station_with_batches(size: int, setup: float, capacity: int) -> None:
    """Waiting for the batch to fill, (Q - 1) / 2 at one order a day, then setup and work; all by Little's law.

    A batch that is full on a day has that day's capacity, so that ceil(setup + Q / capacity) days are one less.
    """
    assert setup + size / capacity <= size
    model = SupplyModel(
        station(1.0, capacity), start="empty", demand=Constant(), ordering=Jit(cover=0.0),
        production=Batches(batch=float(size), setup=setup),
    )  # fmt: skip
    waiting = means(model, 5 * size, 5 * size, "open_orders")["open_orders"][0, 0]
    assert waiting == pytest.approx((size - 1) / 2 + ceil(round(setup + size / capacity, 9)) - 1, rel=1e-12)


def test_small_batches_do_not_keep_up_with_demand_for_setups() -> None:
    """Most that comes through: a campaign in every setup + campaign x Q / capacity days (Karmarkar 1987)."""
    demand, capacity, setup = 4.0, 8.0, 1.5
    least = setup * demand * capacity / (capacity - demand)
    for size, campaign in ((6, 1), (11, 1), (12, 1), (20, 1), (6, 2), (4, 2)):
        model = SupplyModel(
            station(demand, capacity), start="empty", demand=Constant(), ordering=Jit(cover=0.0),
            production=Batches(batch=float(size), campaign=campaign, setup=setup),
        )  # fmt: skip
        most = size * campaign / (setup + size * campaign / capacity)
        model.run_for(900)
        grown = model.making["open_orders"][0, 0]
        assert (size * campaign < least) == (most < demand)
        assert grown / 900 == pytest.approx(max(demand - most, 0.0), abs=0.1)


# ---------------------------------------------------------------- yield


@pytest.mark.parametrize(("rate", "bad"), [(0.8, "scrap"), (0.5, "scrap"), (0.8, "rework")])
def test_inputs_for_a_good_unit(rate: float, bad: str) -> None:
    """Scrap takes 1 / rate sets of inputs for a good unit, rework one; both take 1 / rate units of capacity."""
    mean, days, warmup = 5.0, 400, 100
    model = SupplyModel(
        line(mean, quantity=2.0), worlds=200, start="empty", demand=Poisson(mean), ordering=Jit(cover=0.0),
        production=Yield(rate=rate, bad=bad), serving=Backorder(),
    )  # fmt: skip
    model.run_for(warmup)
    part, second = model.layout.inputs.start, maker(model, "second")
    used, asked, worked, good = np.zeros((4, model.worlds.count))
    for _ in range(days):
        model.step()
        making = {name: model.making[name][second] for name in model.making}
        again = making.get("reworked", 0.0)
        used += model.points["output"][part]
        asked += model.points["demand"][part]
        worked += making["started"] + again
        good += making["started"] + again - making.get("scrapped", 0.0) - making.get("flawed", 0.0)
    needed = 2.0 / rate if bad == "scrap" else 2.0
    assert abs(z_score(good / days, mean)) < 4
    assert abs(z_score(worked / days, mean / rate)) < 4
    assert abs(z_score(good - rate * worked, 0.0)) < 4
    assert abs(z_score(used / days, mean * needed)) < 4
    assert abs(z_score(asked / days, mean * needed)) < 4
    assert abs(z_score(used / days, mean * (2.0 + 2.0 / rate - needed))) > 20


def test_scrap_is_asked_for_again_on_the_next_day() -> None:
    """Ten orders a day, a quarter is bad: parts asked for a day, 10 x (1, 1.25, 1.3125, …), tend to 10 / .75."""
    network = line(10.0, whole=False)
    network.lanes["stock"] = [100.0, np.nan]
    model = SupplyModel(
        network, start="empty", demand=Constant(), ordering=Jit(cover=0.0), production=Yield(rate=0.75, random=False)
    )
    scrapped, asked = [], []
    for _ in range(12):
        model.step()
        scrapped.append(model.making["scrapped"][maker(model, "second"), 0])
        asked.append(model.points["demand"][model.layout.inputs.start, 0])
    assert asked[:3] == pytest.approx([10, 12.5, 13.125], rel=1e-12)
    assert np.diff(asked) == pytest.approx(np.diff([0, *scrapped[:-1]]), rel=1e-9)
    assert asked[-1] == pytest.approx(10 / 0.75, rel=1e-6)


# ---------------------------------------------------------------- overtime


def test_overtime_holds_open_orders_at_the_threshold() -> None:
    """At demand 12 and capacity 10, two units of overtime a day are needed in the long run."""
    network = station(12.0, 10.0, whole=False)
    plain, more = (
        SupplyModel(network, start="empty", demand=Constant(), ordering=Jit(cover=0.0), production=rule)
        for rule in (UpToCapacity(), Overtime(most=0.5, threshold=2.0))
    )
    found = means(more, 50, 500, "overtime", "open_orders", "started")
    assert found["started"][0, 0] == pytest.approx(12.0, abs=0.05)
    assert found["overtime"][0, 0] == pytest.approx(2.0, abs=0.05)
    assert found["open_orders"][0, 0] < 20
    plain.run_for(550)
    assert plain.making["open_orders"][0, 0] == pytest.approx(1100)


# ---------------------------------------------------------------- inputs


@pytest.mark.parametrize(
    ("rule", "binding", "goes_on"),
    [
        (PartlyBinding(), 1.0, 0.0), (PartlyBinding(), 0.5, 0.5), (PartlyBinding(), 0.0, 1.0),
        (UpToCapacity(), 0.0, 0.0),
        (Unreliable(up=1.0, rule=PartlyBinding()), 0.5, 0.5),
        (PartlyBinding(rule=Unreliable(up=1.0)), 0.5, 0.5),
    ],
)  # fmt: skip
def test_what_goes_on_without_an_input(rule: Production, binding: float, goes_on: float) -> None:
    """Its supplier is down: nothing, half of the usual, or all is made; the need that is not met vanishes."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        {"name": "print", "kind": "supplier", "item": "label"},
        {"name": "mill", "kind": "plant", "item": "can", "lead_time": 0},
        {"name": "shop", "kind": "buyer", "item": "can", "demand": 8},
    ]
    lanes = [
        {"seller": "mine", "buyer": "mill"}, {"seller": "print", "buyer": "mill", "quantity": 3, "binding": binding},
        {"seller": "mill", "buyer": "shop"},
    ]  # fmt: skip
    model = SupplyModel(
        listed(name="mill", agents=agents, lanes=lanes), demand=Constant(), ordering=Jit(cover=0.0), production=rule,
        crisis={"down": Shock({"name": "print"}, start=5, duration=10)}, serving=Backorder(),
    )  # fmt: skip
    mill, label = maker(model, "mill"), model.layout.names.tolist().index("mill/label")
    made, used = [], []
    for _ in range(14):
        model.step()
        made.append(model.making["started"][mill, 0])
        used.append(model.points["output"][label, 0])
    assert made[:5] == [8] * 5
    assert made[5:] == [8 * goes_on] * 9
    assert used == [24] * 5 + [0] * 9
    assert model.points["owed"][label, 0] == 3 * model.making["open_orders"][mill, 0]
