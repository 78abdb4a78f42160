"""Each measure simulated alone: it declares every accumulator, series and measure that it is computed from."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.accumulators import ACCUMULATORS
from jitagents.accounting.cost_items import CostItem
from jitagents.accounting.cost_parts import CostPart
from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.loss_accumulators import LOSSES
from jitagents.accounting.measures import MEASURES, Paired, Recorded, Single
from jitagents.accounting.resilience import Resilience
from jitagents.accounting.series import SERIES
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.worlds import Worlds

DAYS = 4
RATES = (
    "capital", "storage", "obsolescence", "spoiled", "pipeline", "backorder_rate", "lost_sale", "order", "purchase",
    "transport", "line_stop", "overtime", "express",
)  # fmt: skip


def works() -> Network:
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        {"name": "mill", "kind": "plant", "item": "bar", "lead_time": 1},
        {"name": "shop", "kind": "buyer", "item": "bar", "demand": 5},
    ]
    return listed(
        name="works", agents=agents, lanes=[{"seller": "mine", "buyer": "mill"}, {"seller": "mill", "buyer": "shop"}]
    )


def simulated(network: Network, measures: list[Recorded]) -> dict[str, np.ndarray]:
    """The measures after some days, with a price for each part of the cost."""
    costs = Costs(**dict.fromkeys(RATES, 0.5), breaks={2: 0.1})
    outage = {"outage": Shock({"name": "mine"}, start=1, duration=2)}
    model = SupplyModel(
        network, worlds=Worlds(twins=True), crisis=outage, demand=Constant(), serving=Backorder(), start="empty"
    )
    ledger = Ledger(model, costs, DAYS, measures=measures, daily=())
    resilience = Resilience(model, ledger, measures=measures)
    model.observers += [ledger, resilience]
    model.run_for(DAYS)
    return ledger.metrics() | resilience.metrics()


@pytest.fixture(scope="module")
def everything() -> dict[str, np.ndarray]:
    return simulated(works(), list(MEASURES.values()))


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_alone(name: str, everything: dict[str, np.ndarray]) -> None:
    alone = simulated(works(), [MEASURES[name]])
    assert {*alone} == {name}
    np.testing.assert_array_equal(alone[name], everything[name])


def test_all_names_that_measures_declare_are_known() -> None:
    singles = [measure for measure in MEASURES.values() if isinstance(measure, Single)]
    paired = [measure for measure in MEASURES.values() if isinstance(measure, Paired)]
    assert {name for measure in singles for name in measure.sums} <= {*ACCUMULATORS}
    assert {name for measure in singles for name in measure.series} <= {*SERIES, "final", "net", "demand"}
    assert {name for measure in paired for name in measure.losses} <= {*LOSSES}
    assert {measure for one in paired for measure in one.compares} <= {*singles}
    assert [measure.name for measure in MEASURES.values()] == list(MEASURES)


def test_a_measure_of_a_users_own() -> None:
    double = Single(
        "units", "twice the output", "2 x output", "a test of 2026", of=lambda books: 2 * books.total("output").sum(),
        name="double",
    )  # fmt: skip
    assert simulated(works(), [double])["double"] > 0


@pytest.mark.parametrize("part", ["capitl", "", None])
def test_a_misspelt_part_of_the_cost_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="is not a valid CostPart"):
        CostPart(part)
    with pytest.raises(ValueError, match="is not a valid CostPart"):
        CostItem(part, "stock", np.ones((1, 1)), np.zeros(1, dtype=np.int64))  # type: ignore[arg-type]
