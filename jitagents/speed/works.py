"""Works with everything on, whose days are timed in processor time."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import Recorded
from jitagents.accounting.resilience import Resilience
from jitagents.bare_flows import BareFlows
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import BaseStock, SafetyStock
from jitagents.behaviours.serving import LostSale
from jitagents.behaviours.sourcing import Split
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, layered, serial
from jitagents.worlds import Worlds

WARM, TIMED = 5, 315
"""First days, and those that are timed: together as many as demand is drawn ahead for, in a short and a long block."""


@dataclass(frozen=True)
class Work:
    """A network, and how much of it to simulate.

    Attributes:
        network: agents and lanes.
        worlds: of which half are calm twins, unless there is one alone.
        days: that are timed.
        chunk: worlds that are simulated at a time.
    """

    network: Network
    worlds: int
    days: int
    chunk: int


def _work(name: str) -> Work:
    if name == "serial":
        return Work(serial(stages=4), 1000, TIMED, 1000)
    if name == "layered":
        return Work(layered(agents=100, lanes_per_agent=2.4), 1000, TIMED, 250)
    if name == "million":
        return Work(layered(agents=1_000_000, lanes_per_agent=2.4), 1, 5, 1)
    return Work(serial(stages=4), 1, 5000, 1)


NAMES = ("serial", "layered", "million", "single")


def measure(name: str, measures: list[Recorded]) -> dict[str, str | int | float]:
    """Run a work and say how fast it was; a work of many worlds runs in blocks that fit the cache."""
    work = _work(name)
    firsts = range(0, work.worlds, work.chunk)
    seconds = sum(sum(timed(work, first, measures)) for first in firsts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bare = sum(sum(bare_flows(work)) for _ in firsts)
    done = len(work.network.agents) * work.worlds * work.days
    return {
        "work": name,
        "agents": len(work.network.agents),
        "lanes": len(work.network.lanes),
        "worlds": work.worlds,
        "days": work.days,
        "seconds": round(seconds, 3),
        "agent_days_per_s": round(done / seconds),
        "of_bare_flows": round(bare / seconds, 3),
        "peak_mb": round(peak / 1024),
    }


def timed(work: Work, first: int, measures: list[Recorded]) -> list[float]:
    """Seconds of processor time of each day of one block of worlds, with everything on."""
    twins = work.chunk > 1
    worlds = Worlds(range(first, first + work.chunk // (2 if twins else 1)), twins=twins)
    crisis = {"outage": Shock({"tier": 3}, start=50, duration=80)} if twins else {}
    model = SupplyModel(
        work.network,
        worlds=worlds,
        crisis=crisis,
        warmup=WARM,
        demand=Poisson(),
        ordering=SafetyStock(),
        sourcing=Split(),
        serving=LostSale(),
    )
    ledger = Ledger(model, Costs(), work.days, measures=measures)
    model.observers.append(ledger)
    if twins:
        model.observers.append(Resilience(model, ledger, measures=measures))
    return _seconds(model.step, work.days)


def bare_flows(work: Work) -> list[float]:
    """Seconds of each of the same days of as many worlds by the bare flows; demand is drawn before."""
    model = SupplyModel(
        work.network, worlds=work.chunk, start="empty", ordering=BaseStock(cover=2.0), serving=LostSale()
    )
    mean = model.planned.plan.rate[model.layout.market_rows]
    demand = np.random.default_rng(0).poisson(mean, size=(WARM + work.days, len(mean), work.chunk))
    return _seconds(BareFlows(model, demand.astype(float)).step, work.days)


def _seconds(step: Callable[[], object], days: int) -> list[float]:
    """Seconds of processor time of each of some days, after the first ones."""
    for _ in range(WARM):
        step()
    times = [time.process_time()]
    for _ in range(days):
        step()
        times.append(time.process_time())
    return np.diff(times).tolist()
