"""Bad units that escape their maker: by hand, in the steady state, and where they are and where they went."""

from typing import Any

import numpy as np
import pytest

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.measures import MEASURES
from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.inspection import Containment, Incoming, Inspection, OnUse
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.production import Yield
from jitagents.behaviours.serving import Backorder, LostSale
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from tests.science.conftest import z_score

BATCH: dict[str, Any] = {"batch": Shock({"name": "mine"}, "quality", severity=0.5, start=3, duration=1)}

A_DAY_OF_STOCK = [Exemption({"kind": "input"}, ordering=Jit(cover=1.0))]


def chain(whole: bool = True, capacity: float = np.inf, quantity: float = 1.0) -> Network:
    """A mine, a mill three days away, and a shop beside the mill that sells 8 a day."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 0, "value": 2.0},
        {"name": "mill", "kind": "plant", "item": "can", "lead_time": 0, "capacity": capacity, "value": 5.0},
        {"name": "shop", "kind": "buyer", "item": "can", "demand": 8, "value": 6.0},
    ]
    lanes: list[dict[str, Any]] = [
        {"seller": "mine", "buyer": "mill", "lead_time": 3, "quantity": quantity}, {"seller": "mill", "buyer": "shop"},
    ]  # fmt: skip
    return listed(name="chain", agents=agents, lanes=lanes, whole=whole)


def model_of(network: Network, **changes: Any) -> SupplyModel:
    stages: dict[str, Any] = {"demand": Constant(), "ordering": Jit(cover=0.0), "serving": Backorder()}
    return SupplyModel(network, **stages | changes)


def measured(
    model: SupplyModel, days: int, *names: str, costs: Costs | None = None
) -> dict[str, dict[str, np.ndarray]]:
    """Measures over some days, by name and scope."""
    ledger = Ledger(model, costs or Costs(), days, measures=[MEASURES[name] for name in names])
    model.observers.append(ledger)
    model.run_for(days)
    found = ledger.metrics()
    return {name: dict(zip(ledger.scopes.names, found[name], strict=True)) for name in names}


def by_day(model: SupplyModel, days: int, *columns: tuple[str, str, int]) -> list[list[float]]:
    """Numbers of the first world on each day, by table, column and row."""
    found: list[list[float]] = []
    for _ in range(days):
        model.step()
        found.append([float(getattr(model, table)[name][row, 0]) for table, name, row in columns])
    return [list(column) for column in zip(*found, strict=True)]


def ore_of(model: SupplyModel) -> int:
    """The row of the mill's stock of ore."""
    return model.layout.names.tolist().index("mill/ore")


def mill_of(model: SupplyModel) -> int:
    """The place of the mill among the makers."""
    return model.layout.names[model.layout.maker_rows].tolist().index("mill")


@pytest.mark.parametrize(("rate", "escape"), [(0.9, 0.5), (0.8, 1.0), (0.99, 0.01)])
def test_ppm_and_the_capacity_of_customers(rate: float, escape: float) -> None:
    """Received: (1-y) e / (y + (1-y) e) bad; for a good can, the mill looks at 1 / (1 - that) sets of ore."""
    bad = (1 - rate) * escape / (rate + (1 - rate) * escape)
    model = model_of(
        chain(whole=False),
        production=Yield(rate=rate, escape=escape, random=False),
        ordering=Jit(cover=1.0),
        warmup=250,
    )
    model.run_for(250)
    found = measured(model, 20, "ppm", "escapes", "returns", "fill_rate")
    shipped = {"mill": 8 / (1 - bad), "mine": 8 / (1 - bad) / (rate + (1 - rate) * escape) / (1 - bad)}
    for scope in ("network", "tier:0", "tier:1", "agent:mill", "agent:shop"):
        assert found["ppm"][scope] == pytest.approx(1e6 * bad, rel=1e-9)
    assert np.isnan(found["ppm"]["agent:mine"])
    assert found["returns"]["agent:shop"] == pytest.approx(8 * bad / (1 - bad), rel=1e-9)
    assert found["returns"]["agent:mill"] == pytest.approx(bad * shipped["mine"], rel=1e-9)
    for agent, units in shipped.items():
        assert found["escapes"][f"agent:{agent}"] == pytest.approx(bad * units, rel=1e-9)
    assert np.isnan(found["escapes"]["network"])  # cans and ore
    arrived = model.lanes["arrived"][:, 0]
    assert sorted(arrived) == pytest.approx(sorted([shipped["mill"], shipped["mine"]]), rel=1e-9)


def test_a_bad_batch_under_just_in_time_day_by_day() -> None:
    """Of the 8 of day 3, 4 are bad; they arrive on day 6, 4 kits are not started, and 4 are replaced on day 10.

    The claim is known to the mine on day 7, and three days are on the way. The mill starts 8 a day as long as it has
    ore: 4 on day 6, 8 on days 7 to 9, and on day 10 the open 4 besides.
    """
    model = model_of(chain(), crisis=BATCH)
    lane = int(np.flatnonzero(model.layout.lane_buyer == ore_of(model))[0])
    started, bad, returned, ordered = by_day(
        model, 12, ("making", "started", mill_of(model)), ("lanes", "bad_received", lane), ("lanes", "returned", lane),
        ("lanes", "ordered", lane),
    )  # fmt: skip
    assert bad == [0] * 5 + [4] + [0] * 6
    assert returned == bad
    assert started == [8] * 5 + [4, 8, 8, 8, 12, 8, 8]
    assert ordered == [8] * 6 + [12] + [8] * 5


def test_a_capacity_that_is_full_never_catches_up() -> None:
    """The line stops for 4 kits on day 6, and makes no more than 8 a day after it: 4 stay open."""
    model = model_of(chain(capacity=8.0), crisis=BATCH)
    model.run_for(60)
    assert model.making["open_orders"].sum() == 4


@pytest.mark.parametrize(
    ("rule", "started"),
    [
        (OnUse(), [8, 6, 9, 9]),  # 4 of 16 are bad, 2 of 8 kits stop; then 2 of 16, 1 of 10 kits; the last shows later
        (OnUse(stop=False), [8, 8, 8, 8]),  # good ore from stock replaces the bad
        (Incoming(), [8, 8, 8, 8]),  # 4 of 8 are found as they come in, and a day's stock is there
    ],
)
def test_stock_beside_the_line(rule: Inspection, started: list[float]) -> None:
    """With a day of stock, bad and good ore are mixed: fewer kits stop, on more days; sorted, none does."""
    model = model_of(chain(), crisis=BATCH, inspection=rule, exemptions=A_DAY_OF_STOCK)
    (found,) = by_day(model, 16, ("making", "started", mill_of(model)))
    assert sum(found) == 8 * 16
    assert found[4:8] == started


def test_containment_sorts_the_stock() -> None:
    """Two bad kits show on day 6; on day 7 the whole stock is sorted, and no further kit stops."""
    model = model_of(chain(), crisis=BATCH, inspection=Containment(capacity=9.0, days=1.0), exemptions=A_DAY_OF_STOCK)
    ore = ore_of(model)
    returned, inspected = by_day(model, 9, ("points", "returned", ore), ("points", "inspected", ore))
    assert returned[4:8] == [0, 2, 2, 0]
    assert inspected[6] > 8
    assert sum(inspected) == inspected[6]


@pytest.mark.parametrize("rule", [Backorder(), LostSale()])
def test_final_customers_hand_bad_units_back(rule: Any) -> None:
    """4 of the 8 cans of a day are bad: 4 are served, 4 wait or are lost, and the mill replaces 4 free of charge."""
    crisis = {"batch": Shock({"name": "mill"}, "quality", severity=0.5, start=3, duration=1)}
    model = model_of(chain(), crisis=crisis, serving=rule)
    costs = Costs(purchase=1.0, returns=0.25, scrap=0.5)
    found = measured(
        model, 9, "output", "lost_units", "returns", "ppm", "cost_purchase", "cost_returns", "cost_scrap", costs=costs
    )
    lost = 4 if isinstance(rule, LostSale) else 0
    assert found["output"]["network"] == pytest.approx(72 - lost)
    assert found["lost_units"]["network"] == lost
    assert found["returns"]["agent:shop"] * 9 == pytest.approx(4)
    assert found["ppm"]["network"] == pytest.approx(1e6 * 4 / (76 - lost))
    assert found["cost_purchase"]["agent:shop"] * 9 == pytest.approx(5 * (72 - lost))
    assert found["cost_returns"]["agent:mill"] * 9 == pytest.approx(0.25 * 5 * 4)
    cost = model.planned.valuation.cost[model.by_name["mill"].row, 0]
    assert found["cost_scrap"]["agent:mill"] * 9 == pytest.approx(0.5 * cost * 4)


def test_several_parts_in_a_kit() -> None:
    """A kit of two parts, a tenth of them bad, is good with probability .81."""
    model = model_of(
        chain(whole=False, quantity=2.0), crisis={"batch": Shock({"name": "mine"}, "quality", severity=0.1, start=1)}
    )
    (started,) = by_day(model, 4, ("making", "started", mill_of(model)))
    assert started == pytest.approx([8, 8, 8, 8 * 0.81])


def test_random_quality() -> None:
    """Whole units drawn one by one: bad ones received, and good ones that leave the mill, have their means."""
    rate, escape = 0.8, 0.6
    bad = (1 - rate) * escape / (rate + (1 - rate) * escape)
    model = model_of(
        chain(), worlds=30, demand=Poisson(), ordering=Jit(cover=2.0), production=Yield(rate=rate, escape=escape)
    )
    model.run_for(60)
    received, arrived, sent_back = np.zeros((3, 30))
    for _ in range(100):
        model.step()
        received += model.lanes["bad_received"].sum(axis=0)
        arrived += model.lanes["arrived"].sum(axis=0)
        sent_back += model.lanes["returned"].sum(axis=0)
    assert abs(z_score(received - bad * arrived, 0.0)) < 4
    assert abs(z_score(sent_back - received, 0.0)) < 4


@pytest.mark.parametrize("rule", [OnUse(), Incoming(share=0.5)])
def test_what_is_inspected_has_a_price(rule: Inspection) -> None:
    model = model_of(chain(), inspection=rule)
    found = measured(model, 10, "cost_sorting", costs=Costs(sorting=0.25))
    share = rule.share if isinstance(rule, Incoming) else 0.0
    assert found["cost_sorting"]["agent:mill"] == pytest.approx(0.25 * 2 * 8 * float(share))
    assert found["cost_sorting"]["agent:shop"] == pytest.approx(0.25 * 6 * 8 * float(share))


def test_inspection_from_a_day_on() -> None:
    """From day 8 on receipts are inspected, 8 a day."""
    from_day_8 = Exemption({"kind": "input"}, inspection=Incoming(), when=When(start=8))
    model = model_of(chain(), inspection=OnUse(stop=False), exemptions=[from_day_8])
    (inspected,) = by_day(model, 10, ("points", "inspected", ore_of(model)))
    assert inspected == [0] * 7 + [8] * 3


def test_a_model_that_is_repeated_goes_on_alike() -> None:
    model = model_of(chain(), worlds=3, demand=Poisson(), production=Yield(rate=0.8, escape=0.5))
    model.run_for(20)
    again = model.repeat([2, 0])
    for one in (model, again):
        one.run_for(15)
    for name in ("bad", "returned", "stock"):
        assert np.array_equal(again.points[name], model.points[name][:, [2, 0]])
    assert model.points["returned"].sum() + model.points["bad"].sum() > 0


def test_a_model_without_escapes_follows_nothing() -> None:
    assert model_of(chain(), production=Yield(rate=0.8)).quality is None
    assert "returned" not in model_of(chain()).points
