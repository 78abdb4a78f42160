"""A chain of four under an outage of its first stage: exact days of loss, with and without buffers."""

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.loss_accumulators import First, Last
from jitagents.accounting.measures import MEASURES
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.crises import Linear, Shock
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.worlds import Worlds
from tests.science.conftest import recorded, row

UNITS = 10.0
STAGES = ("stage_4", "stage_3", "stage_2", "stage_1")
"""From the first stage, which fails, to the last."""
BUFFERED, BARE = (3, 2, 4), (0, 0, 0)


def chain(
    shock: Shock, buffers: tuple[int, int, int], worlds: Worlds, lead_time: int = 1, lost: bool = False, warmup: int = 0
) -> SupplyModel:
    """Four stages a day apart with days of stock at the three downstream ones; the first makes just what is needed, so
    that nothing is caught up."""
    stock = [UNITS * days for days in (0, *buffers)][::-1]
    network = serial(stages=4, lead_time=lead_time, demand=UNITS, stock=stock, capacity=UNITS, whole=False)
    return SupplyModel(
        network, worlds=worlds, warmup=warmup, demand=Constant(), ordering=Jit(), crisis={"outage": shock},
        serving=LostSale() if lost else Backorder(),
    )  # fmt: skip


def lost_days(model: SupplyModel, days: int) -> list[list[int]]:
    """Days on which a stage of the first crisis world delivers nothing, but its calm twin does; first stage first."""
    output = recorded(model, days, "output")["output"]
    pairs = model.worlds.pairs
    short = output[:, :, :pairs] - output[:, :, pairs:]
    assert set(np.unique(short)) <= {0.0, UNITS}
    return [(1 + np.flatnonzero(short[:, row(model, name), 0])).tolist() for name in STAGES]


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize(
    ("buffers", "windows"),
    [(BUFFERED, [(1, 10), (5, 11), (8, 12), (13, 13)]), (BARE, [(1, 10), (2, 11), (3, 12), (4, 13)])],
)
def test_windows_of_loss(buffers: tuple[int, int, int], windows: list[tuple[int, int]], lost: bool) -> None:
    outage = Shock({"name": "stage_4"}, start=1, duration=10)
    model = chain(outage, buffers, Worlds(twins=True), lost=lost)
    expected = [list(range(first, last + 1)) for first, last in windows]
    assert lost_days(model, 40) == expected
    late = chain(outage, buffers, Worlds(twins=True), lost=lost, lead_time=2)
    assert lost_days(late, 40) != expected


@pytest.mark.parametrize("warmup", [0, 7])
def test_resilience_tells_the_same_days(warmup: int) -> None:
    days = 40
    outage = Shock({"name": "stage_4"}, start=1, duration=10)
    model = chain(outage, BUFFERED, Worlds(twins=True), warmup=warmup)
    ledger = Ledger(model, Costs(), days, measures=tuple(MEASURES.values()))
    resilience = Resilience(model, ledger, measures=tuple(MEASURES.values()))
    model.observers += [ledger, resilience]
    model.run_for(warmup + days)
    scopes = [ledger.scopes.names.index(f"agent:{name}") for name in STAGES]
    network = ledger.scopes.names.index("network")
    found = resilience.metrics()
    assert resilience.total(First)[scopes, 0].tolist() == [1, 5, 8, 13]
    assert resilience.total(Last)[scopes, 0].tolist() == [10, 11, 12, 13]
    assert found["days_lost"][scopes, 0] == pytest.approx([10, 7, 5, 1], rel=1e-12)
    assert found["output_lost"][scopes, 0] == pytest.approx([100, 70, 50, 10], rel=1e-12)
    assert found["first_loss"][scopes, 0].tolist() == [0, 4, 7, 12]
    assert found["last_loss"][scopes, 0].tolist() == [10, 11, 12, 13]
    assert (found["tiers_short"][network, 0], found["tiers_idle"][network, 0]) == (3, 0)  # customers wait
    assert found["output_lost"][network, 0] == pytest.approx(10, rel=1e-12)


def output_lost(shock: Shock, buffers: tuple[int, int, int], worlds: Worlds, days: int = 60) -> np.ndarray:
    """Days of output lost at the end of the chain, by level."""
    model = chain(shock, buffers, worlds)
    output = recorded(model, days, "output")["output"].sum(axis=0)[row(model, "stage_1")]
    return (output[worlds.calm] - output[worlds.crisis]) / UNITS


@pytest.mark.parametrize("buffers", [BUFFERED, BARE, (0, 5, 0), (6, 0, 0)])
def test_output_lost_is_what_the_buffers_do_not_cover(buffers: tuple[int, int, int]) -> None:
    """max(0, duration - sum of buffers): convex in duration, zero up to the time to survive."""
    durations = np.arange(0, 31, dtype=float)
    worlds = Worlds(levels=len(durations), twins=True)
    found = output_lost(Shock({"name": "stage_4"}, start=3, duration=worlds.by_level(durations)), buffers, worlds)
    assert found == pytest.approx(np.maximum(durations - sum(buffers), 0.0), abs=1e-9)


def test_output_lost_under_a_partial_outage() -> None:
    """A stage at 1 - s for D days is short of s D days of output."""
    severity, duration = (grid.ravel() for grid in np.meshgrid([0.0, 0.25, 0.5, 0.8, 1.0], [4.0, 12.0, 20.0, 30.0]))
    worlds = Worlds(levels=len(severity), twins=True)
    shock = Shock({"name": "stage_4"}, severity=worlds.by_level(severity), start=2, duration=worlds.by_level(duration))
    found = output_lost(shock, BUFFERED, worlds, days=80)
    assert found == pytest.approx(np.maximum(severity * duration - sum(BUFFERED), 0.0), abs=1e-9)


def test_output_lost_under_a_linear_recovery() -> None:
    """Steps of 1 / (n + 1) for n days after the last full one add n / 2 days."""
    lengths = np.array([0.0, 1.0, 4.0, 9.0, 20.0])
    worlds = Worlds(levels=len(lengths), twins=True)
    shock = Shock({"name": "stage_4"}, start=2, duration=8, recovery=Linear(worlds.by_level(lengths)))
    found = output_lost(shock, BUFFERED, worlds, days=80)
    assert found == pytest.approx(np.maximum(8 + lengths / 2 - sum(BUFFERED), 0.0), abs=1e-9)


def test_net_stock_runs_down_by_a_day_of_demand_for_each_day_of_an_outage() -> None:
    """Snyder & Shen 2019, Ex. 9.3: S - (n + 1) d on the (n + 1)th day of an outage, at tau = 1."""
    level, days, start = 8000.0, 20, 6
    network = serial(stages=1, lead_time=1, demand=2000.0)
    shock = Shock({"name": "outside"}, start=start, duration=9)
    levels = BaseStock(level={"stage_1": level, "outside": 0})
    model = SupplyModel(network, start="empty", demand=Constant(), ordering=levels, crisis={"down": shock})
    kept = recorded(model, days, "stock", "owed")
    net = (kept["stock"] - kept["owed"])[:, row(model, "stage_1"), 0]
    down = np.arange(1, days + 1) - start
    # The shipment of the day before still arrives on the first day; all that was owed leaves at once afterwards.
    expected = np.where((down >= 0) & (down <= 9), level - (np.clip(down, 0, 9) + 1) * 2000, level - 2000)
    assert net.tolist() == expected.tolist()
