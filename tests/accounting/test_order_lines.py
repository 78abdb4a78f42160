"""Order lines: on time where they leave, and where they are received."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.crises.effects import Lane, SlowLane
from jitagents.network import Network, serial
from jitagents.worlds import Worlds
from tests.accounting.conftest import Floats, kept, told

DAYS = 60


def line(lead_times: str = "") -> Network:
    """A source that makes at once, six days away from the shop."""
    network = serial(stages=2, lead_time=[6, 0], demand=10, whole=False)
    if lead_times:
        network.lanes["lead_times"] = lead_times
    return network


def at_the_source(name: str, lead_times: str = "", promise: int = 0, **model: Any) -> Floats:
    books = kept(
        line(lead_times), DAYS, measures=[name], promise=promise, warmup=20, demand=Constant(), ordering=Jit(),
        serving=Backorder(), **model,
    )  # fmt: skip
    return told(books, name, "agent:stage_2")


@pytest.mark.parametrize(("promise", "received"), [(0, 0.0), (3, 0.0), (4, 1.0)])
def test_a_carrier_four_days_late(promise: int, received: float) -> None:
    late = {"late": Shock({"seller": "stage_2"}, SlowLane(factor=10 / 6), start=1, duration=DAYS)}
    twins: dict[str, Any] = {"crisis": late, "worlds": Worlds(twins=True)}
    assert at_the_source("otif", promise=promise, **twins).tolist() == [1, received]
    assert at_the_source("shipped_on_time", promise=promise, **twins).tolist() == [1, 1]


def test_lead_times_that_vary() -> None:
    """Five days or seven, planned for six. What arrives counts for the oldest line, so that the line of day t is
    complete on day t + 6 unless the shipments of days t and t + 1 are both late: three times in four."""
    worlds = Worlds(replications=range(200))
    shares = at_the_source("otif", "5:0.5 7:0.5", worlds=worlds)
    assert abs(shares.mean() - 0.75) < 4 * shares.std() / np.sqrt(worlds.count)
    assert (at_the_source("shipped_on_time", "5:0.5 7:0.5", worlds=worlds) == 1).all()


def test_a_seller_that_ships_late_is_late_at_the_dock_too() -> None:
    """Three days without production: the lines of days 5 to 7 are shipped on day 8 and received on day 14."""
    stop = {"stop": Shock({"name": "stage_2"}, start=5, duration=3)}
    for promise, kept_share in ((0, 1 - 3 / 54), (1, 1 - 2 / 53), (3, 1)):
        twins: dict[str, Any] = {"crisis": stop, "worlds": Worlds(twins=True)}
        assert at_the_source("otif", promise=promise, **twins)[1] == pytest.approx(kept_share, rel=1e-12)


def test_goods_that_are_lost_under_way_are_not_received_in_full() -> None:
    """On day 20 the lines of days 14 to 19 are at sea, all of them lost; the order of day 20 waits a day."""
    gone = {"gone": Shock({"seller": "stage_2"}, Lane(goods="lost"), start=20, duration=1)}
    received, shipped = (
        float(at_the_source(name, crisis=gone, worlds=Worlds(twins=True))[1]) for name in ("otif", "shipped_on_time")
    )
    assert shipped == pytest.approx(1 - 1 / DAYS)
    assert received == pytest.approx(1 - 7 / 54)


@pytest.mark.parametrize(("promise", "overdue"), [(0, 10 + 20 + 30), (1, 10 + 20), (2, 10), (3, 0)])
def test_who_starves_its_customer_pays_it(promise: int, overdue: int) -> None:
    """Three days without production, from day 5: so much is owed beyond the promise; the network pays itself."""
    network = line()
    network.lanes["price"] = 3.0
    names = ["cost_penalty", "cost", "revenue", "profit"]
    books = [
        kept(
            network, DAYS, measures=names, promise=promise, warmup=20, demand=Constant(), ordering=Jit(),
            serving=Backorder(), costs=Costs(penalty=penalty), worlds=Worlds(twins=True),
            crisis={"stop": Shock({"name": "stage_2"}, start=5, duration=3)},
        )
        for penalty in (0.0, 0.1)
    ]  # fmt: skip
    paid = overdue * 3.0 * 0.1
    for name, scope, more in (
        ("cost_penalty", "agent:stage_2", paid), ("profit", "agent:stage_2", -paid), ("cost", "agent:stage_2", paid),
        ("revenue", "agent:stage_1", paid), ("profit", "agent:stage_1", paid), ("cost_penalty", "agent:stage_1", 0.0),
        ("cost_penalty", "tier:1", paid), ("cost_penalty", "network", 0.0), ("profit", "network", 0.0),
    ):  # fmt: skip
        free, priced = (told(some, name, scope) * DAYS for some in books)
        assert priced - free == pytest.approx([0.0, more], abs=1e-9), (name, scope)
