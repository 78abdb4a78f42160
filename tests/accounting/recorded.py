"""Records of a random network: its ledger beside every day of its tables."""

from collections.abc import Iterable, Sequence

import numpy as np

from jitagents.accounting.costs import Costs
from jitagents.accounting.daily import USUAL, DailySeries
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES, Single
from jitagents.model import SupplyModel
from tests.accounting.conftest import Floats, by_name
from tests.properties.case import DAYS, WARMUP, Case

SINGLE = [name for name, one in MEASURES.items() if isinstance(one, Single)]
PROMISE = 2


class Record:
    """Every day of a model from the last evening of the warm-up on, by column `(days, rows, worlds)`."""

    def __init__(self, model: SupplyModel) -> None:
        self.model, self.days = model, list[dict[str, Floats]]()

    def __call__(self, model: SupplyModel) -> None:
        tables = {"points": model.points, "making": model.making, "buying": model.buying, "lanes": model.lanes}
        if model.clock.day >= model.warmup:
            columns = {f"{place}.{name}": one[name].copy() for place, one in tables.items() for name in one}
            self.days.append(columns | {"making.normal": self._normal()})

    def _normal(self) -> Floats:
        """What makers could start today if nothing went wrong; nothing on a day of rest `(makers, 1)`."""
        rest = self.model.working_days
        return (self.model.disruptions.nominal if rest is None else rest.nominal).copy()

    def __getitem__(self, name: str) -> Floats:
        return np.stack([day[name] for day in self.days[1:]])

    def evening_before(self, name: str) -> Floats:
        return self.days[0][name]


def followed(
    case: Case, measures: Iterable[str] = SINGLE, daily: Sequence[DailySeries] = USUAL
) -> tuple[Ledger, Record]:
    model = case.model()
    ledger, record = (
        Ledger(model, Costs(), DAYS, measures=by_name(tuple(measures)), promise=PROMISE, daily=daily),
        Record(model),
    )
    model.observers += [ledger, record]
    model.run_for(WARMUP + DAYS)
    return ledger, record


def scope_of(ledger: Ledger, row: int) -> int:
    return ledger.scopes.names.index(f"agent:{ledger.layout.names[row]}")
