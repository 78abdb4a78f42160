"""How the published results are met: runs of the real model, z-scores, and exact laws of textbook systems.

Worlds are replications: their spread is the standard error of the mean, and |z| < 4 is the pass mark.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.ordering import BaseStock
from jitagents.model import SupplyModel
from jitagents.network import Network, serial
from jitagents.worlds import Worlds

type Floats = npt.NDArray[np.float64]

MAKE_TO_ORDER = 0.0
"""Base-stock level of the source `outside` of a single stage: it makes what is ordered, on the same day."""


def z_score(sample: Floats, exact: float) -> float:
    """Distance of the mean of independent worlds from the exact value, in standard errors."""
    error = sample.std(ddof=1) / np.sqrt(len(sample))
    return float((sample.mean() - exact) / error)


def run(network: Network, *, days: int, warmup: int = 0, costs: Costs | None = None, **model: Any) -> Ledger:
    """Run a model through warm-up and measured days, and return its books."""
    simulated = SupplyModel(network, warmup=warmup, **model)
    ledger = Ledger(simulated, costs or Costs(), days, measures=tuple(MEASURES.values()))
    simulated.observers.append(ledger)
    simulated.run_for(warmup + days)
    return ledger


def recorded(model: SupplyModel, days: int, *names: str) -> dict[str, Floats]:
    """Columns of the stock points at the end of each of the next days, by name `(days, rows, worlds)`."""
    kept: dict[str, list[Floats]] = {name: [] for name in names}
    for _ in range(days):
        model.step()
        for name, column in kept.items():
            column.append(model.points[name].copy())
    return {name: np.stack(column) for name, column in kept.items()}


def row(model: SupplyModel, name: str) -> int:
    """The row of a stock point in the model's tables."""
    return model.layout.names.tolist().index(name)


def single(tau: int, demand: Any, **network: Any) -> Network:
    """One stage that buys from outside, with tau exposed days."""
    return serial(stages=1, lead_time=tau, demand=demand.mean, whole=network.pop("whole", True), **network)


def up_to(level: float) -> BaseStock:
    """Base stock of a single stage."""
    return BaseStock(level={"stage_1": level, "outside": MAKE_TO_ORDER})


def one_stage(
    tau: int, demand: Any, level: float, h: float, p: float, *, days: int = 300, **model: Any
) -> dict[str, Floats]:
    """The four measures of the textbook's single stage, by world."""
    network = single(tau, demand, whole=model.pop("whole", True), holding_cost=h, backorder_cost=p)
    setup: dict[str, Any] = {"worlds": 1000, "rng": 1, "start": "empty", "ordering": up_to(level)}
    ledger = run(network, days=days, warmup=tau + 10, demand=demand, **setup | model)
    stage, scope = row_of(ledger, "stage_1"), ledger.scopes.names.index("agent:stage_1")
    metrics = ledger.metrics()
    return {
        "cost": metrics["cost"][0],
        "on_hand": metrics["stock_units"][scope],
        "backorders": ledger.total("owed")[stage] / days,
        "fill_rate": metrics["fill_rate"][0],
    }


def row_of(ledger: Ledger, name: str) -> int:
    """The row of a stock point in the books."""
    return ledger.layout.names.tolist().index(name)


def levels(values: list[float], replications: int = 1, **more: Any) -> tuple[Worlds, Floats]:
    """Worlds with one level a value, and the value of each world `(1, worlds)`."""
    worlds = Worlds(range(replications), levels=len(values), **more)
    return worlds, worlds.by_level(values)


def poisson_law(mean: float, top: int = 400) -> Floats:
    """Probabilities of 0, 1, … of a Poisson number."""
    return stats.poisson.pmf(np.arange(top), mean)


def sum_of(*laws: Floats) -> Floats:
    """The law of a sum of independent whole numbers."""
    total = np.ones(1)
    for law in laws:
        total = np.convolve(total, law)
    return total


def excess(law: Floats, level: float) -> float:
    """E[(X - level)+] of a whole number X."""
    return float(np.maximum(np.arange(len(law)) - level, 0.0) @ law)
