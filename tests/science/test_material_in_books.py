"""Books of material: bills, audits, swapped entries and scrap, by the balance of materials."""

from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.forecasting import ExponentialSmoothing, Forecasting, Perfect
from jitagents.behaviours.information import Books, Counts, Losses, MasterData, Posting
from jitagents.behaviours.ordering import BaseStock, Jit, Mrp, Ordering
from jitagents.behaviours.production import Yield
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from tests.science.conftest import recorded, row


def mill(quantity: float) -> Network:
    """A mill that makes steel of so many units of ore."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        {"name": "mill", "kind": "plant", "item": "steel", "lead_time": 1},
        {"name": "town", "kind": "buyer", "item": "steel", "demand": 10.0},
    ]
    lanes = [
        {"seller": "mine", "buyer": "mill", "quantity": quantity, "lead_time": 2},
        {"seller": "mill", "buyer": "town", "lead_time": 1},
    ]
    return listed(name="mill", agents=agents, lanes=lanes, whole=False)


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.0, 1.1])
def test_a_wrong_bill_of_materials_limits_output_or_piles_up_stock(factor: float) -> None:
    """Output settles at demand x min(1, b / q); beyond that the stock of the input grows by (b - q) x demand a day."""
    books = Books(master_data=MasterData(bill_wrong=1.0, bill_factors=(factor,), bill_weights=(1.0,)))
    model = SupplyModel(mill(2.0), demand=Constant(), ordering=Jit(cover=0.0), information=books)
    model.run_for(100)
    ore = model.points["stock"][row(model, "mill/ore"), 0]
    served = recorded(model, 50, "output")["output"][:, row(model, "town"), 0].mean()
    assert served == pytest.approx(10.0 * min(1.0, factor))
    grown = (model.points["stock"][row(model, "mill/ore"), 0] - ore) / 50
    assert grown == pytest.approx(10.0 * 2 * max(factor - 1.0, 0.0), abs=1e-9)


@pytest.mark.parametrize("factor", [0.5, 2.0])
@pytest.mark.parametrize(
    "rule",
    [Mrp(), Mrp(lot_sizing="fixed", lot=30.0), Mrp(lot_sizing="period", review=5), Mrp(every=7, frozen=3)],
    ids=["lot_for_lot", "fixed", "period", "frozen"],
)
@pytest.mark.parametrize("forecasting", [ExponentialSmoothing(), Perfect()], ids=["smoothing", "perfect"])
def test_plans_explode_the_bill_of_the_books(rule: Mrp, factor: float, forecasting: Forecasting) -> None:
    """A plant with a wrong quantity in its books orders what one with that quantity in truth orders (Orlicky 1975)."""
    books = Books(master_data=MasterData(bill_wrong=1.0, bill_factors=(factor,), bill_weights=(1.0,)))
    stages: dict[str, Any] = {"demand": Poisson(), "ordering": rule, "forecasting": forecasting, "start": "empty"}
    wrong = SupplyModel(mill(2.0), worlds=3, information=books, **stages)
    right = SupplyModel(mill(2.0 * factor), worlds=3, **stages)
    here, there = (recorded(model, 60, "order")["order"] for model in (wrong, right))
    ore = row(wrong, "mill/ore")
    assert here[:, ore].any()
    assert here[:, ore] == pytest.approx(there[:, ore])


def test_an_audit_mends_the_bill_of_the_plans() -> None:
    """Half the ore is ordered until the audit, on which morning a lead time of 2 days lacks half; then all of it."""
    wrong = MasterData(bill_wrong=1.0, bill_factors=(0.5,), bill_weights=(1.0,), audit=50, find=1.0)
    model = SupplyModel(
        mill(2.0), demand=Constant(), ordering=Mrp(), information=Books(master_data=wrong), start="empty"
    )
    found = 50 - int(model.planned.plan.phase[row(model, "mill/ore"), 0]) % 50
    orders = recorded(model, 80, "order")["order"][:, row(model, "mill/ore"), 0]
    by_hand = np.where(np.arange(1, 81) <= found, 10.0, 20.0)
    by_hand[found - 1] += 2 * 10.0
    assert orders[5:] == pytest.approx(by_hand[5:])


# ---------------------------------------------------------------- swapped items


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("late", [0, 3, "0:0.5 2:0.5"])
@pytest.mark.parametrize("rule", [Jit(cover=3.0), BaseStock(cover=6.0)])
def test_swapped_entries_leave_the_sum_of_the_records_of_a_place(rule: Ordering, late: int | str, whole: bool) -> None:
    """What is entered at the wrong item is missing at the right one."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore"},
        {"name": "pit", "kind": "supplier", "item": "coal"},
        {"name": "mill", "kind": "plant", "item": "steel", "lead_time": 1},
        {"name": "town", "kind": "buyer", "item": "steel", "demand": 10.0},
    ]
    lanes = [
        {"seller": seller, "buyer": buyer, "lead_time": 2}
        for seller, buyer in (("mine", "mill"), ("pit", "mill"), ("mill", "town"))
    ]
    posting = Posting(swap=0.2, late=late)
    model = SupplyModel(
        listed(name="mill", agents=agents, lanes=lanes, whole=whole), worlds=3, demand=Poisson(), ordering=rule,
        information=Books(receipt=posting, issue=posting),
    )  # fmt: skip
    rows = [row(model, name) for name in ("mill", "mill/ore", "mill/coal")]
    wrong = recorded(model, 80, "misrecorded")["misrecorded"]
    assert np.abs(wrong[:, rows]).max(axis=(0, 2)).min() > 0.0
    assert wrong[:, rows].sum(axis=1) == pytest.approx(0.0, abs=1e-9)
    assert not wrong[:, row(model, "town")].any()  # it is alone at its place


def test_sales_that_are_entered_at_the_material_let_it_pile_up() -> None:
    """The books hear of no steel that is sold, so that none is made, and of ore that goes, so that it is bought."""
    books = Books(issue=Posting(swap=1.0))
    model = SupplyModel(mill(1.0), demand=Constant(), ordering=Jit(cover=3.0), information=books)
    days = recorded(model, 40, "order", "stock")
    ore = row(model, "mill/ore")
    assert not days["order"][:, row(model, "mill")].any()
    assert days["order"][1:, ore, 0] == pytest.approx(10.0)
    assert np.diff(days["stock"][10:, ore, 0]) == pytest.approx(10.0)


# ---------------------------------------------------------------- scrap


@pytest.mark.parametrize("late", [0, 2])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_unreported_scrap_makes_records_too_high(share: float, late: int) -> None:
    """A fifth of what is started is scrap: the record of ore gains a fifth of its use, 2 x 2.5 units a day."""
    books = Books(losses=Losses(scrap=share), issue=Posting(late=late))
    stages: dict[str, Any] = {"demand": Constant(), "ordering": BaseStock(cover=400.0), "information": books}
    model = SupplyModel(mill(2.0), production=Yield(rate=0.8, random=False), **stages)
    ore, errors, scrapped = row(model, "mill/ore"), [0.0], 0.0
    maker = int(np.searchsorted(model.layout.maker_rows, row(model, "mill")))
    for _ in range(60):
        model.step()
        assert model.points["misrecorded"][ore, 0] == pytest.approx(share * scrapped)
        errors.append(float(model.points["misrecorded"][ore, 0]))
        scrapped += 2.0 * float(model.making["scrapped"][maker, 0])
    assert np.diff(errors)[30:] == pytest.approx(share * 5.0)


def test_a_pull_loop_that_does_not_hear_of_scrap_is_limited_by_the_yield() -> None:
    """Ore for 10 units of steel a day is ordered again, of which 8 are good; with counts all are made."""
    for counts, output in ((Counts(), 8.0), (Counts(a=1.0, b=1.0, c=1.0), 10.0)):
        books = Books(losses=Losses(scrap=1.0), counts=counts)
        stages: dict[str, Any] = {"demand": Constant(), "ordering": Jit(cover=1.0), "information": books}
        model = SupplyModel(mill(2.0), production=Yield(rate=0.8, random=False), **stages)
        model.run_for(200)
        made = recorded(model, 20, "output")["output"][:, row(model, "town"), 0]
        assert made.mean() == pytest.approx(output)


# ---------------------------------------------------------------- order lines
