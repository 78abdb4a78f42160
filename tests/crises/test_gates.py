"""Gates on the way of goods: what waits there, for how long, and what passes untouched."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.sourcing import Backup
from jitagents.behaviours.transport import AsStated, Expediting
from jitagents.crises import Disruption, Lane, Linear, Shock
from jitagents.diagnosis.causes import Cause
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.results.effect_words import effect_in_words
from jitagents.results.units import Units
from jitagents.worlds import Worlds
from tests.crises.conftest import diary, line
from tests.crises.test_transport import two_mills
from tests.diagnosis.conftest import asked, begun, steady

LANE = {"seller": "mill"}
LEAD = 31


def closed(**gate: Any) -> Shock:
    """A gate that is closed on days 60 to 65."""
    return Shock(LANE, Lane("gate", **gate), start=60, duration=6)


def lateness(crisis: Disruption | dict[str, Disruption], days: int = 160, whole: bool = False) -> list[float]:
    """Days by which the shipment of each day comes late, first in, first out; one unit leaves the mill every day."""
    network = line(lead_time=LEAD, whole=whole, shop={"demand": 1.0})
    arrived = np.cumsum(diary(network, days, crisis, ordering=Jit())("mill-shop", "arrived"))
    due = [int(np.searchsorted(arrived, unit - 1e-9)) + 1 for unit in range(1, days - 30)]
    return [float(day - unit) for unit, day in enumerate(due, start=1)]


# ---------------------------------------------------------------- when it opens


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("position", "rest"), [(0.0, 31), (0.1, 28), (0.5, 15), (1.0, 0)])
def test_what_meets_the_closure_waits_until_it_is_over(position: float, rest: int, whole: bool) -> None:
    """Six shipments are 6, 5, …, 1 days late: those due so many days after the closure as they need from the gate."""
    late = lateness(closed(position=position), whole=whole)
    assert late[60 + rest - 1 : 66 + rest - 1] == [6, 5, 4, 3, 2, 1]
    assert sum(late) == 21


@pytest.mark.parametrize(("rate", "queued"), [(2.0, 6), (1.5, 12), (4.0, 2)])
def test_the_queue_passes_at_its_rate_and_others_queue_behind(rate: float, queued: int) -> None:
    """Of 6 + n shipments `rate` pass a day: the last that is late leaves after n = 6 / (rate - 1) days."""
    late = lateness(closed(position=0.5, rate=rate))
    passes = [66 + int(np.ceil(number / rate - 1e-9)) - 1 for number in range(1, 6 + queued + 1)]
    assert late[74 : 74 + 6 + queued] == [day - 60 - number for number, day in enumerate(passes)]
    assert not any(late[:74])
    assert not any(late[74 + 6 + queued :])


def test_at_the_normal_flow_all_later_goods_are_late_by_the_closure() -> None:
    late = lateness(closed(position=0.5, rate=1.0))
    assert late[:74] == [0.0] * 74
    assert set(late[74:]) == {6.0}


def test_what_passes_again_is_no_more_than_its_rate() -> None:
    found = diary(line(lead_time=4, whole=True, shop={"demand": 3.0}), 40, Shock(
        LANE, Lane("gate", position=0.5, rate=1.5), start=10, duration=4), ordering=Jit())  # fmt: skip
    arrived = found("mill-shop", "arrived")
    assert arrived[:11] == [3.0] * 11
    assert arrived[11:15] == [0.0] * 4
    assert set(arrived[15:23]) == {4.0, 5.0}
    assert sum(arrived[15:23]) == 36
    assert arrived[23:] == [3.0] * 17
    assert found("mill-shop", "allocated") == [3.0] * 40  # loaded as ever
    assert found("mill-shop", "under_way")[14] == 3 * 4 + 3 * 4


# ---------------------------------------------------------------- other courses


def test_a_narrow_gate_passes_the_rest_of_the_flow() -> None:
    """At half severity for four days half of what comes waits, at a quarter of it for one day a quarter."""
    shock = Shock(LANE, Lane("gate"), 0.5, start=10, duration=4, recovery=Linear(1.0))
    arrived = diary(line(lead_time=4), 24, shock, ordering=Jit())("mill-shop", "arrived")
    assert arrived[9:13] == [5.0] * 4
    assert arrived[13:16] == [7.5, 4 * 5.0 + 2.5 + 10.0, 10.0]


@pytest.mark.parametrize("apart", [True, False])
def test_two_gates_on_a_lane(apart: bool) -> None:
    """A canal half-way is closed on days 60 to 65, a port at the end on days 80 to 83 or 60 to 62."""
    port = Shock(LANE, Lane("gate", position=1.0), start=80 if apart else 60, duration=4 if apart else 3)
    late = lateness({"canal": closed(position=0.5), "port": port})
    if apart:  # what passes the canal on day 66 meets the closed port on day 81, and waits there until day 84
        expected = {due: 84.0 - due for due in range(75, 84)}
    else:
        expected = {due: 81.0 - due for due in range(75, 81)} | {due: 63.0 - due for due in range(60, 63)}
    assert {due: days for due, days in enumerate(late, start=1) if days} == expected


def test_one_gate_that_closes_again_before_its_queue_is_gone() -> None:
    """At rate 1.5 three of six days are made up by day 71; closed again for two days, the goods of five days wait."""
    gate = Lane("gate", rate=1.5)
    crisis = {"first": Shock(LANE, gate, start=60, duration=6), "again": Shock(LANE, gate, start=72, duration=2)}
    arrived = diary(line(lead_time=4), 100, crisis, ordering=Jit())("mill-shop", "arrived")
    assert arrived[59:] == [0.0] * 6 + [15.0] * 6 + [0.0] * 2 + [15.0] * 10 + [10.0] * 17


@pytest.mark.parametrize("goods", ["lost", "rerouted"])
def test_what_waits_is_lost_with_the_goods_under_way_and_takes_no_detour(goods: str) -> None:
    crisis = {"gate": closed(position=0.5), "end": Shock(LANE, Lane(goods, detour=3), start=63, duration=1)}
    network = line(lead_time=LEAD)
    found = diary(network, 140, crisis, ordering=Jit())
    if goods == "lost":
        assert found("shop", "missing")[62] == found("mill-shop", "under_way")[61] == 310
        assert found("mill-shop", "under_way")[62] == 0
    else:
        assert found("mill-shop", "arrived")[62:65] == [0.0] * 3  # on the detour
        assert sum(found("mill-shop", "arrived")) == 1400
    assert found("mill-shop", "under_way")[-1] == 310


def test_goods_that_go_express_do_not_pass_it() -> None:
    """The mill stands still on days 50 to 52; what is late goes express on day 53, and is not held by the gate."""
    crisis = {
        "mill": Shock({"name": "mill"}, "production", start=50, duration=3),
        "gate": Shock(LANE, Lane("gate", position=0.5), start=50, duration=20),
    }
    rushed = Expediting(patience=1.0, factor=0.1)
    found = diary(line(lead_time=20), 60, crisis, ordering=Jit(), transport=rushed)
    hurried, arrived = found("mill-shop", "expressed"), found("mill-shop", "arrived")
    assert hurried[50:54] == [0.0, 0.0, 30.0, 0.0]
    assert arrived == [10.0] * 54 + [40.0] + [10.0] * 4 + [0.0]  # what comes before day 60 had passed


def test_a_lane_that_is_planned_without_any_flow_passes_that_of_its_buyer() -> None:
    """Twice nothing would keep its goods for ever. On days 10 and 11 it is closed, and the other is asked in vain."""
    crisis = {
        "first": Shock({"name": "far"}, start=5, duration=100),
        "second": Shock({"seller": "near"}, Lane("gate", rate=2.0), start=10, duration=2),
    }
    found = diary(two_mills(lead_time=2), 20, crisis, ordering=Jit(), sourcing=Backup(lag=0.0, ramp=0.0, cancel=False))
    assert found("near-shop", "arrived") == [0.0] * 6 + [10.0] * 3 + [0.0] * 2 + [20.0, 0.0] + [10.0] * 7


def varied() -> Network:
    """A mill and a shop whose lane takes two, five or nine days."""
    agents: list[dict[str, Any]] = [
        {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 0, "stock": 0},
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10},
    ]
    lanes = [{"seller": "mill", "buyer": "shop", "lead_times": "2:0.4 5:0.4 9:0.2"}]
    return listed(name="varied", agents=agents, lanes=lanes, whole=False)


def test_random_lead_times_keep_their_goods_and_their_sequence() -> None:
    """What the lane carries in sequence comes in sequence: of two worlds, the later one never has received more."""
    network = varied()
    worlds = Worlds(range(40), twins=True)
    crisis = {"gate": Shock(LANE, Lane("gate", position=0.4, rate=1.5), start=20, duration=6)}
    model = SupplyModel(
        network, demand=Constant(), worlds=worlds, crisis=crisis, ordering=Jit(), transport=AsStated(overtaking=False)
    )
    came = np.zeros(worlds.count)
    for day in range(1, 61):
        model.step()
        came += model.lanes["arrived"][0]
        assert (came[worlds.crisis] <= came[worlds.calm] + 1e-9).all()
        if day == 25:
            assert model.goods.gates[0].waiting[0, worlds.crisis].sum() > 0
            assert not model.goods.gates[0].waiting[0, worlds.calm].any()
    assert came[worlds.crisis] == pytest.approx(came[worlds.calm])  # all have caught up


# ---------------------------------------------------------------- words


def caused(crisis: dict[str, Disruption]) -> Cause:
    """Why the shop had less by day 79 than in calm."""
    agents = [
        {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 0, "stock": 0},
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10},
    ]
    lanes = [{"seller": "mill", "buyer": "shop", "lead_time": LEAD, "carrier": "ship"}]
    return asked(steady(agents, lanes, crisis), "shop", 79, days=100)


def test_a_loss_is_put_down_to_the_gate() -> None:
    cause = caused({"closure": closed(position=0.5)})
    assert cause.units == pytest.approx(50)  # due on days 75 to 79
    assert begun(cause) == {("closure", "mill"): pytest.approx(50)}
    assert "closure from day 60" in cause.story()
    assert "came later or not at all" in cause.story()


@pytest.mark.parametrize(
    ("severity", "gate", "words"),
    [
        (1.0, {"position": 0.5}, "let nothing through a gate at 50 % of the way"),
        (0.3, {}, "let 30 % less through a gate at 100 % of the way"),
        (1.0, {"position": 0.7, "rate": 2.2},
         "let nothing through a gate at 70 % of the way (2.2 times the usual flow once it is open)"),
    ],
)  # fmt: skip
def test_the_words_of_findings(severity: float, gate: dict[str, float], words: str) -> None:
    shock = Shock({}, Lane("gate", **gate), severity)  # type: ignore[arg-type]
    assert effect_in_words(shock, True, None, Units()) == words
