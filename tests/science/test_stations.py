"""Machines, buffers and batches: exact throughput, queues and cycle times of textbook stations."""

from math import ceil

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.production import (
    Batches,
    Blocking,
    Unreliable,
)
from jitagents.behaviours.serving import Backorder
from jitagents.model import SupplyModel
from jitagents.network import listed
from jitagents.simulation.exemptions import Exemption
from jitagents.worlds import Worlds
from tests.science.conftest import Floats, levels, poisson_law, row, z_score
from tests.science.stations import DAYS, line, maker, means, station

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


def starts(up: float, mttr: float | None, days: int, worlds: int) -> Floats:
    """Parts that a machine of one a day, for which there is always work, starts `(days, worlds)`."""
    model = SupplyModel(
        station(2.0, 1.0), worlds=worlds, start="empty", demand=Constant(), ordering=Jit(cover=0.0),
        serving=Backorder(), production=Unreliable(up=up, mttr=mttr),
    )  # fmt: skip
    kept = []
    for _ in range(days):
        model.step()
        kept.append(model.making["started"][maker(model, "outside")].copy())
    return np.stack(kept)


@pytest.mark.parametrize(("up", "mttr"), [(0.9, 5.0), (0.6, 3.0)])
def test_the_output_of_a_geometric_machine_varies_as_its_chain_does(up: float, mttr: float) -> None:
    """Its states are correlated by 1 - 1/mtbf - 1/mttr a day, from the first day on (Gershwin 1994, ch. 3)."""
    days, lag = 40, np.arange(1, 40)
    apart = 1.0 - (1.0 - up) / up / mttr - 1.0 / mttr
    variance = up * (1 - up) * (days + 2 * ((days - lag) * apart**lag).sum())
    started = starts(up, mttr, days, 4000)
    assert abs(z_score(started[0], up)) < 4
    assert abs(z_score(started.sum(axis=0), up * days)) < 4
    squares = (started.sum(axis=0) - up * days) ** 2
    assert abs(z_score(squares, variance)) < 4
    assert abs(z_score(squares, up * (1 - up) * days)) > 10, "days are not independent"
    assert abs(z_score(started[1:][started[:-1] == 0.0], 1 / mttr)) < 4


def test_a_machine_that_is_mended_as_a_coin_falls_is_the_bernoulli_machine() -> None:
    assert np.array_equal(starts(0.8, 1.25, 30, 50), starts(0.8, None, 30, 50))


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
    lane = model.layout.lane_seller.tolist().index(row(model, "first"))
    fullest = np.zeros(model.worlds.count)
    for _ in range(100):
        model.step()
        held = model.points["stock"][[row(model, "first"), model.layout.input_rows.start]].sum(axis=0)
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
    paths: list[list[list[np.ndarray]]] = []
    for exempt in ([], ["a"], ["b"]):
        model = SupplyModel(
            network, worlds=worlds, demand=Constant(), ordering=Jit(), serving=Backorder(),
            production=Unreliable(up=worlds.by_level([0.4, 0.7])),
            exemptions=[Exemption({"name": name}, ordering=Jit(cover=2.0)) for name in exempt],
        )  # fmt: skip
        paths.append([])
        for _ in range(30):
            model.step()
            paths[-1].append([model.by_name[name].started.copy() for name in names])
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
