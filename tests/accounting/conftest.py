"""Small worlds whose every day can be written down."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES, Recorded
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.demand import Buyers, Demand
from jitagents.model import SupplyModel
from jitagents.network import Network
from jitagents.random_streams import Carried
from tests.accounting.own_package import package

__all__ = ["package"]

type Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Given(Demand):
    """Demand that is written down, day by day; nothing afterwards."""

    units: tuple[float, ...] = ()

    def moments(self, buyers: Buyers) -> tuple[Floats, Floats]:
        return np.full(buyers.mean.shape, np.mean(self.units)), np.zeros(buyers.mean.shape)

    def draw(self, rng: np.random.Generator, first: int, days: int, buyers: Buyers, memory: Carried) -> Floats:
        longer = np.concatenate((self.units, np.zeros(first + days)))[first - 1 : first - 1 + days]
        return np.repeat(longer[:, None], len(buyers.names), axis=1)


def by_name(names: Collection[str]) -> list[Recorded]:
    """Measures by name, in the order of the registry."""
    return [measure for measure in MEASURES.values() if measure.name in names]


def kept(
    network: Network, days: int, *, measures: Collection[str] = tuple(MEASURES), promise: int = 0, warmup: int = 0,
    costs: Costs | None = None, columns: dict[str, float] | None = None, lanes: bool = False,
    **model: Any,
) -> Ledger:  # fmt: skip
    """The ledger of a run; `columns` (`table.column`) are added to the model, with the same number every day."""
    simulated = SupplyModel(network, warmup=warmup, **model)
    for place, number in (columns or {}).items():
        table, name = place.split(".")
        getattr(simulated, table).add(name)[...] = number
    ledger = Ledger(simulated, costs or Costs(), days, measures=by_name(measures), promise=promise, lanes=lanes)
    simulated.observers.append(ledger)
    simulated.run_for(warmup + days)
    return ledger


def compared(model: SupplyModel, days: int, **books: Any) -> Resilience:
    """The records of twins after a run."""
    costs, measures = books.pop("costs", Costs()), by_name(books.pop("measures", MEASURES))
    ledger = Ledger(model, costs, days, measures=measures)
    resilience = Resilience(model, ledger, measures=measures, **books)
    model.observers += [ledger, resilience]
    model.run_for(model.warmup + days)
    return resilience


def told(ledger: Ledger, name: str, scope: str) -> Floats:
    """A measure at a scope, by world."""
    return ledger.metrics()[name][ledger.scopes.names.index(scope)]
