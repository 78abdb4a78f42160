"""Lines that several makers share."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.production import LineView, LongestQueue, Overtime, Production, ProductWheel, Yield
from jitagents.calendars import Calendars
from jitagents.column import Array
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.flow import Groups
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds
from tests.accounting.conftest import kept, told
from tests.properties.books import WorldLedger, state


def two_items(rates: tuple[float, float] = (40.0, 40.0), whole: bool = False, **columns: Any) -> Network:
    """Two items of one line, which makes 100 a day of either, and a shop for each."""
    agents: list[dict[str, Any]] = []
    for item, rate in zip("ab", rates, strict=True):
        agents.append({"name": f"shop_{item}", "kind": "buyer", "item": item, "demand": rate})
        made = {"name": f"make_{item}", "kind": "supplier", "item": item, "capacity": 100.0, "line": "one"}
        agents.append(made | columns)
    lanes = [{"seller": f"make_{item}", "buyer": f"shop_{item}"} for item in "ab"]
    return listed(name="line", agents=agents, lanes=lanes, whole=whole)


def days(network: Network, rule: Production, count: int) -> tuple[Array, Array]:
    """Started, and open at the end of the day, of both items `(days, 2)`."""
    model = SupplyModel(network, demand=Constant(), ordering=Jit(), production=rule)
    names = [model.layout.names[row] for row in model.layout.maker_rows]
    order, kept = [names.index(f"make_{item}") for item in "ab"], []
    for _ in range(count):
        model.step()
        kept.append([model.making[name][order, 0].copy() for name in ("started", "open_orders")])
    started, waiting = np.array(kept).transpose(1, 0, 2)
    return started, waiting


@pytest.mark.parametrize(("rate", "growth"), [(40.0, 0.0), (41.0, 5.0), (44.0, 20.0)])
def test_the_wheel_keeps_up_to_one_less_the_set_ups(rate: float, growth: float) -> None:
    """Two set-ups of half a day in five leave .8 of the line: 40 of each item a day, 200 a cycle."""
    started, waiting = days(two_items((rate, rate)), ProductWheel(setup=0.5, cycle=5.0), 40)
    cycles = started.reshape(8, 5, 2).sum(axis=1)[3:]
    assert cycles == pytest.approx(200.0)
    assert np.diff(waiting[4::5], axis=0)[3:] == pytest.approx(growth)


def test_the_days_of_a_wheel() -> None:
    """Set-up until .5, item a until 2.5, set-up until 3, item b until 5."""
    started, _ = days(two_items((60.0, 60.0)), ProductWheel(setup=0.5, cycle=5.0), 10)
    assert started[5:] == pytest.approx(np.array([[50, 0], [100, 0], [50, 0], [0, 100], [0, 100]]))


def test_runs_are_in_proportion_to_the_load() -> None:
    started, _ = days(two_items((60.0, 20.0)), ProductWheel(setup=0.5, cycle=5.0), 40)
    assert started[20:].reshape(4, 5, 2).sum(axis=1) == pytest.approx(np.tile([300.0, 100.0], (4, 1)))


@pytest.mark.parametrize("cycle", [10, 20, 30])
def test_stock_of_the_rotation_cycle(cycle: int) -> None:
    """Where runs are as long as the load needs, the mean cycle stock of an item is d T (1 - d / p) / 2, its lot d T."""
    started, waiting = days(two_items(), ProductWheel(setup=0.1 * cycle, cycle=float(cycle)), 5 * cycle)
    net = -waiting[-cycle:]
    assert (net - net.min(axis=0)).mean(axis=0) == pytest.approx(40 * cycle * (1 - 0.4) / 2)
    assert started[-cycle:].sum(axis=0) == pytest.approx(40 * cycle)


def stops(rule: Production) -> dict[str, list[float]]:
    """Line stops of two plants of a line, each of which needs a part that comes from a mill the day before.

    The mill of item b is closed on five days.
    """
    agents: list[dict[str, Any]] = []
    for item in "ab":
        agents.append({"name": f"shop_{item}", "kind": "buyer", "item": item, "demand": 20})
        agents.append({"name": f"make_{item}", "kind": "plant", "item": item, "capacity": 100, "line": "one"})
        agents.append({"name": f"mill_{item}", "kind": "supplier", "item": f"part {item}", "lead_time": 0})
    lanes: list[dict[str, Any]] = [{"seller": f"mill_{item}", "buyer": f"make_{item}"} for item in "ab"]
    lanes += [{"seller": f"make_{item}", "buyer": f"shop_{item}"} for item in "ab"]
    closed = {"closed": Shock({"name": "mill_b"}, "shipping", start=20, duration=5)}
    network = listed(name="stops", agents=agents, lanes=lanes, whole=False)
    setup: dict[str, Any] = {"demand": Constant(), "ordering": Jit(cover=0.0), "crisis": closed}
    books = kept(network, 40, warmup=0, production=rule, worlds=Worlds(twins=True), **setup)
    return {
        f"{name} of {item}": told(books, name, f"agent:make_{item}").tolist()
        for name in ("line_stop_days", "longest_line_stop")
        for item in "ab"
    }


def test_a_plant_that_waits_for_its_turn_does_not_stand_still() -> None:
    """Item b has the second day of a wheel of two: of the five days without parts, two or three are its own."""
    found = stops(ProductWheel(setup=0.0, cycle=2.0))
    assert found["line_stop_days of a"] == [0, 0]
    assert found["line_stop_days of b"][0] == 0
    assert found["line_stop_days of b"][1] in (2, 3)


def test_a_plant_without_parts_on_an_idle_line_stands_still() -> None:
    found = stops(LongestQueue(setup=0.0))
    assert found["line_stop_days of a"] == [0, 0]
    assert found["line_stop_days of b"] == found["longest_line_stop of b"] == [0, 5]


def test_whole_units_lose_nothing_over_the_cycles() -> None:
    """Runs of 7 / 3 days: a third of a unit is kept for the next turn."""
    started, _ = days(two_items((60.0, 60.0), whole=True), ProductWheel(setup=0.2, cycle=5.0 + 1 / 15), 152)
    assert (started % 1 == 0).all()
    assert started[76:].sum(axis=0) == pytest.approx([15 * 100 * 7 / 3] * 2, abs=1)


def test_the_longest_queue_by_hand() -> None:
    """The line finishes the item for which it is set up, then takes that of the most work; a change takes .1."""
    lines, memory = Groups(np.zeros(2, dtype=np.int64), 1), {name: np.zeros((2, 1)) for name in ("set_up", "left")}
    rule, load = LongestQueue(setup=0.1), np.full((2, 1), 0.4)
    work = [[0.5, 0.8], [0.9, 0.4], [0.4, 0.8], [0.3, 0.0], [0.0, 0.0], [0.2, 0.2]]
    worked, open_ = np.zeros((2, 1)), np.ones((2, 1))
    turns = [rule.turns(LineView(np.array([day]).T, load, lines, worked, open_), memory) for day in work]
    run = [[0.0, 0.8], [0.9, 0.0], [0.1, 0.8], [0.3, 0.0], [0.0, 0.0], [0.2, 0.2]]
    assert np.array([turn.run.ravel() for turn in turns]) == pytest.approx(np.array(run))
    changeovers = [[1, 1], [0, 1], [1, 0], [0, 0], [0, 0], [0, 1]]
    assert np.array([turn.changeovers.ravel() for turn in turns]).tolist() == changeovers


def test_the_longest_queue_spends_on_set_ups_what_the_load_leaves() -> None:
    """A line that is never idle: a share of 1 - .8 of its time goes into set-ups, and all that is asked for is made."""
    started, waiting = days(two_items(), LongestQueue(setup=0.5), 400)
    assert started[200:].mean(axis=0) == pytest.approx([40, 40], abs=1)
    assert waiting.max() <= 40 * 6
    late, behind = days(two_items((60.0, 60.0)), LongestQueue(setup=0.5), 200)
    assert late[100:].sum(axis=1).mean() > 90, "long queues need few set-ups"
    assert behind[-1].sum() > behind[99].sum()


def two_waves(whole: bool) -> Network:
    """A line that makes a part and, two tiers down, what another plant makes of it."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 60},
        {"name": "cast", "kind": "plant", "item": "part", "capacity": 25, "line": "hall", "lead_time": 0},
        {"name": "turned", "kind": "plant", "item": "bolt", "capacity": 20, "lead_time": 1},
        {"name": "paint", "kind": "plant", "item": "tool", "capacity": 30, "line": "hall"},
        {"name": "shop", "kind": "buyer", "item": "tool", "demand": 7, "demand_sd": 3},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "cast", "quantity": 2},
        {"seller": "cast", "buyer": "turned"},
        {"seller": "turned", "buyer": "paint"},
        {"seller": "paint", "buyer": "shop"},
    ]
    return listed(name="hall", agents=agents, lanes=lanes, whole=whole)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("rule", [ProductWheel(setup=0.2, cycle=3.0), LongestQueue(Yield(rate=0.8), setup=0.3)])
def test_every_day_of_a_line_balances(rule: Production, whole: bool) -> None:
    crisis = {"slow": Shock({"line": "hall"}, "production", severity=0.5, start=10, duration=9)}
    model = SupplyModel(two_waves(whole), worlds=4, demand=Poisson(), production=rule, crisis=crisis)
    names = model.layout.names[model.layout.maker_rows].tolist()
    rows = [names.index(name) for name in ("cast", "paint")]
    books, before = WorldLedger(model), state(model)
    for _ in range(40):
        model.step()
        now = state(model)
        books.check_day(before, now)
        before = now
        assert model.works.step.lines is not None
        spent = model.works.step.lines.allotted[rows] / now["making.capacity"][rows] + now["making.setup"][rows]
        kept_units = sum(1 / now["making.capacity"][rows]) if whole else 0.0
        assert (spent.sum(axis=0) <= 1.0 + kept_units + 1e-9).all()
    assert (now["making.open_orders"] >= 0).all()


def test_a_line_of_one_maker_is_no_line() -> None:
    alone = two_items(line="")
    plain, wheel = (days(alone, rule, 20)[0] for rule in (ProductWheel().rule, ProductWheel()))
    assert np.array_equal(plain, wheel)


def test_repeated_worlds_go_on() -> None:
    network = two_waves(whole=True)
    model = SupplyModel(network, worlds=3, demand=Poisson(), production=LongestQueue(setup=0.3))
    model.run_for(9)
    again = model.repeat([2, 0])
    for one in (model, again):
        one.run_for(8)
    assert np.array_equal(again.making["started"], model.making["started"][:, [2, 0]])


def weekdays(model: SupplyModel, count: int) -> Array:
    """Started of both items on days that begin with a Monday `(days, 2)`."""
    rows, kept = [model.layout.names[model.layout.maker_rows].tolist().index(f"make_{item}") for item in "ab"], []
    for _ in range(count):
        model.step()
        kept.append(model.making["started"][rows, 0].copy())
    return np.array(kept)


def test_a_wheel_goes_on_after_the_weekend() -> None:
    """The days of the wheel above, from Monday to Friday; a weekend is no turn of anybody."""
    model = SupplyModel(
        two_items((60.0, 60.0)), demand=Constant(), ordering=Jit(), production=ProductWheel(setup=0.5, cycle=5.0),
        calendar=Calendars(week=(1, 1, 1, 1, 1, 0, 0), demand="every_day"),
    )  # fmt: skip
    rest = [[0.0, 0.0]] * 2
    expected = np.array([[50, 0], [100, 0], [50, 0], [0, 100], [0, 100], *rest])
    assert weekdays(model, 35)[28:] == pytest.approx(expected)


def test_two_half_shifts_of_a_wheel_are_a_day() -> None:
    """A line that works half of each day makes on two of them what it makes on one, of orders that wait."""
    halves, wholes = (
        weekdays(
            SupplyModel(
                two_items((90.0, 90.0)), demand=Constant(), ordering=Jit(),
                production=ProductWheel(setup=0.2, cycle=2.0), calendar=Calendars(week=(share,) * 6 + (0,)),
            ),
            7 * weeks,
        )
        for share, weeks in ((0.5, 8), (1, 4))
    )  # fmt: skip
    halves = np.delete(halves, slice(6, None, 7), axis=0)
    wholes = np.delete(wholes, slice(6, None, 7), axis=0)
    assert halves.reshape(-1, 2, 2).sum(axis=1)[3:] == pytest.approx(wholes[3:])


def test_two_half_shifts_of_the_longest_queue_are_a_day() -> None:
    lines, load, worked = Groups(np.zeros(2, dtype=np.int64), 1), np.full((2, 1), 0.4), np.zeros((2, 1))

    def made(open_: float, days: int) -> Array:
        rule, memory = LongestQueue(setup=0.1), {name: np.zeros((2, 1)) for name in ("set_up", "left")}
        work, total = np.array([[0.35], [0.4]]), np.zeros((3, 2, 1))
        for _ in range(days):
            turns = rule.turns(LineView(work, load, lines, worked, np.full((2, 1), open_)), memory)
            work = work - turns.run
            total += turns.run, turns.setup, turns.changeovers
        return total

    assert made(0.5, 2) == pytest.approx(made(1.0, 1))
    assert made(1.0, 1).sum(axis=1).ravel() == pytest.approx([0.75, 0.2, 2])


def test_faults() -> None:
    week, shops = (1, 1, 1, 1, 1, 0, 0), two_items()
    apart = Network.of(shops.agents.assign(calendar=["", "", "", "late"]), shops.lanes, name="line")
    with pytest.raises(InputError, match="make_a and make_b: share a line and have different calendars"):
        SupplyModel(apart, production=ProductWheel(), calendar=Calendars(week=week, weeks={"late": week[::-1]}))
    with pytest.raises(InputError, match=r"make_a: shares the line 'one', which its production rule does not divide"):
        SupplyModel(two_items())
    with pytest.raises(InputError, match=r"make_b: shares the line 'one' and has no capacity"):
        SupplyModel(two_items(capacity=np.inf), production=ProductWheel())
    with pytest.raises(InputError, match=r"production.cycle = 2 days: the set-ups of a line take 2 days of it"):
        SupplyModel(two_items(), production=ProductWheel(setup=1.0, cycle=2.0))
    with pytest.raises(InputError, match="ProductWheel divides lines and goes around all other rules"):
        Overtime(ProductWheel())
