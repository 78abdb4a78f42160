"""Effects on records: dark, late and wrong ones."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.information import Delayed
from jitagents.behaviours.ordering import BaseStock, Jit, Kanban, LotMultiples, MinMax, Ordering, SafetyStock, TwoBin
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Dark, Disruption, Late, Shock, Wrong
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.worlds import Worlds
from tests.crises.conftest import DEMAND, bakery, diary, line
from tests.science.conftest import recorded, row, z_score

RECORDS = ("stock", "owed", "on_order", "demand")
SHOP = {"name": "shop"}
BLIND = Dark(fallback="none", paper=False)

type Kept = dict[str, np.ndarray]


def shown(
    days: int, worlds: Worlds | int = 1, crisis: Mapping[str, Disruption] | None = None, **stages: Any
) -> tuple[Kept, Kept]:
    """What the shop's records show, and what is true when it decides, day by day `(days, worlds)`."""
    model = SupplyModel(line(whole=True), worlds=worlds, crisis=crisis, **{"demand": Poisson()} | stages)
    shop = model.by_name["shop"]
    records, truth = ({name: np.empty((days, model.worlds.count)) for name in RECORDS} for _ in range(2))
    for day in range(days):
        model.step()
        seen = model.decision_of(shop.row).seen
        for name in RECORDS:
            records[name][day] = getattr(seen, name)[0]
            truth[name][day] = getattr(shop, name) - (shop.order if name == "on_order" else 0)
    return records, truth


def position(records: Kept) -> np.ndarray:
    return records["stock"] + records["on_order"] - records["owed"]


# ---------------------------------------------------------------- late and dark


@pytest.mark.parametrize("days", [0, 1, 3])
@pytest.mark.parametrize(
    "rule",
    [BaseStock(), BaseStock(level=90.0), SafetyStock(), Kanban(), MinMax()],
    ids=lambda rule: type(rule).__name__,
)
def test_late_records_are_those_of_an_information_delay(days: int, rule: Ordering) -> None:
    """To the last unit, from the first day on."""
    network, late = serial(stages=3, lead_time=2, demand=10.0), Shock({}, Late(days), start=1, duration=99)
    models = (
        SupplyModel(network, worlds=3, ordering=rule, crisis={"late": late}),
        SupplyModel(network, worlds=3, ordering=rule, information=Delayed(days)),
    )
    found = [recorded(model, 30, "order", "stock", "owed", "on_order") for model in models]
    assert all(np.array_equal(found[0][name], found[1][name]) for name in found[0])


def test_late_records_show_what_was_true() -> None:
    records, truth = shown(12, 3, {"late": Shock(SHOP, Late(2), start=5, duration=4)}, ordering=BaseStock())
    for name in ("stock", "owed", "demand"):
        assert np.array_equal(records[name][:4], truth[name][:4])
        assert np.array_equal(records[name][4:8], truth[name][2:6])
        assert np.array_equal(records[name][8:], truth[name][8:])
    unknown = [truth["demand"][day - 1 : day + 1].sum(axis=0) for day in range(4, 8)]
    assert np.array_equal(position(records)[4:8], position(truth)[4:8] + unknown)


def test_dark_records_are_late_by_one_more_day_every_day() -> None:
    records, truth = shown(12, 3, {"dark": Shock(SHOP, "dark", start=5, duration=4)}, ordering=BaseStock())
    for name in ("stock", "owed", "demand"):
        for day in range(4, 8):
            assert np.array_equal(records[name][day], truth[name][3])
        assert np.array_equal(records[name][8:], truth[name][8:])
    unknown = np.cumsum(truth["demand"][4:8], axis=0)
    assert np.array_equal(position(records)[4:8], position(truth)[4:8] + unknown)


def test_what_was_late_when_it_went_dark_stays_as_it_was_known() -> None:
    crisis = {
        "late": Shock(SHOP, Late(2), start=5, duration=9), "dark": Shock(SHOP, "dark", start=7, duration=2)
    }  # fmt: skip
    records, truth = shown(12, 3, crisis, ordering=BaseStock())
    assert np.array_equal(records["stock"][6], truth["stock"][3])
    assert np.array_equal(records["stock"][7], truth["stock"][3])
    assert np.array_equal(records["stock"][8], truth["stock"][6])


@pytest.mark.parametrize("rule", [Jit(), BaseStock(cover=1.0)])
def test_a_dark_shop_orders_afterwards_what_it_has_not_known(rule: Ordering) -> None:
    """A pull rule that is shown no consumption orders nothing."""
    found = diary(line(), 9, Shock(SHOP, BLIND, start=3, duration=2), ordering=rule)
    assert found("shop", "order") == [10, 10, 0, 0, 30, 10, 10, 10, 10]
    assert found("shop", "stock") == [10, 10, 10, 10, 0, 0, 10, 10, 10]


@pytest.mark.parametrize("rule", [Jit(), BaseStock(cover=1.0)])
def test_late_records_hold_orders_up_once(rule: Ordering) -> None:
    found = diary(line(), 9, Shock(SHOP, Late(2), start=3, duration=4), ordering=rule)
    assert found("shop", "order") == [10, 10, 0, 0, 10, 10, 30, 10, 10]


@pytest.mark.parametrize("rule", [Jit(), BaseStock(cover=1.0)])
@pytest.mark.parametrize(
    ("fallback", "surge", "orders"),
    [
        ("last_order", 99, [10, 20, 20, 20, 20, 20, 20, 20]),
        ("last_order", 1, [10, 20, 20, 20, 0, 0, 10, 10]),  # 20 too many: two days of demand
        ("mean_flow", 99, [10, 20, 10, 10, 40, 20, 20, 20]),  # 20 too few: on the first day with light
        ("mean_flow", 1, [10, 20, 10, 10, 10, 10, 10, 10]),
        ("none", 1, [10, 20, 0, 0, 30, 10, 10, 10]),
    ],
)
def test_a_dark_shop_falls_back_and_evens_out_afterwards(
    rule: Ordering, fallback: str, surge: int, orders: list[float]
) -> None:
    """Twice the demand from day 2 on, for one day or for good; days 3 and 4 are dark. All owed waits."""
    crisis = {
        "surge": Shock(SHOP, "demand", start=2, duration=surge),
        "dark": Shock(SHOP, Dark(fallback=fallback), start=3, duration=2),
    }
    assert diary(line(), 8, crisis, ordering=rule, serving=Backorder())("shop", "order") == orders


def test_one_of_many_agents_falls_back_by_itself() -> None:
    found = diary(bakery(), 6, Shock({"name": "bakery"}, Dark(), start=3, duration=2), ordering=Jit())
    assert found("bakery", "order") == [10] * 6
    assert found("bakery/flour", "order") == [20] * 6, "2 flour a cake"


@pytest.mark.parametrize("rule", [Kanban(), TwoBin(), LotMultiples(Kanban(), lot=1.0)])
def test_cards_need_no_computer(rule: Ordering) -> None:
    """Day by day what calm orders; where their records are kept in the system alone, something else."""
    network, found = serial(stages=3, lead_time=2, demand=10.0), {}
    for name, what in (("calm", None), ("paper", Dark()), ("blind", BLIND), ("system", Dark(paper=False))):
        crisis = {"dark": Shock({}, what, start=5, duration=9)} if what else {}
        found[name] = recorded(SupplyModel(network, worlds=5, ordering=rule, crisis=crisis), 30, "order")["order"]
    assert np.array_equal(found["paper"], found["calm"])
    assert not np.array_equal(found["blind"], found["calm"])
    assert not np.array_equal(found["system"], found["calm"])


# ---------------------------------------------------------------- wrong


@pytest.mark.parametrize(("severity", "factor"), [(1.0, 1.2), (0.5, 1.1), (0.0, 1.0)])
def test_a_bias_multiplies_records_of_stock_and_demand(severity: float, factor: float) -> None:
    crisis = {"wrong": Shock(SHOP, Wrong(bias=0.2), severity, start=3, duration=2)}
    records, truth = shown(6, crisis=crisis, demand=Constant(), ordering=BaseStock(cover=2.0))
    assert records["stock"][:, 0].tolist() == [20, 20, 20 * factor, 20 * factor, 40 - 20 * factor, 40 - 20 * factor]
    assert records["demand"][:, 0].tolist() == [10, 10, 10 * factor, 10 * factor, 10, 10]
    assert np.array_equal(records["owed"], truth["owed"])
    assert np.array_equal(records["on_order"], truth["on_order"])


def test_the_errors_of_a_day_have_their_mean_and_spread() -> None:
    """Half of (a bias of 0.2 and a noise of 0.4), from day to day and world to world another one."""
    model = SupplyModel(
        line(), worlds=2000, demand=Constant(), ordering=BaseStock(cover=30.0),
        crisis={"wrong": Shock(SHOP, Wrong(bias=0.2, noise=0.4), 0.5, start=1, duration=2)},
    )  # fmt: skip
    errors = []
    for _ in range(2):
        model.step()
        errors.append(model.decision_of(model.by_name["shop"].row).seen.demand[0] / DEMAND - 1.0)
    for error in errors:
        assert abs(z_score(error, 0.1)) < 4
        assert abs(z_score((error - 0.1) ** 2, 0.04)) < 4
        assert abs(z_score((error - 0.1) ** 2, 0.05)) > 4
    assert abs(z_score((errors[0] - 0.1) * (errors[1] - 0.1), 0.0)) < 4


def test_whole_units_are_shown_whole() -> None:
    crisis = {"wrong": Shock(SHOP, Wrong(bias=-0.1, noise=0.3), start=1, duration=20)}
    records, truth = shown(20, 50, crisis, ordering=Jit())
    assert (records["demand"] % 1 == 0).all()
    assert (records["demand"] != truth["demand"]).any()
    assert records["demand"].mean() == pytest.approx(0.9 * truth["demand"].mean(), rel=0.05)


def test_others_see_what_is_true() -> None:
    """The mill's records are not those of the shop."""
    crisis = {"dark": Shock(SHOP, "dark", start=1, duration=9), "wrong": Shock(SHOP, Wrong(0.5), start=1, duration=9)}
    model = SupplyModel(line(whole=True), crisis=crisis, ordering=Jit())
    for _ in range(9):
        model.step()
        seen = model.decision_of(row(model, "mill")).seen
        assert seen.demand[0, 0] == model.by_name["mill"].demand[0]


def test_a_plant_is_blind_to_its_inputs_too() -> None:
    found = diary(bakery(), 6, Shock({"name": "bakery"}, BLIND, start=3, duration=2), ordering=Jit())
    assert found("bakery", "order") == [10, 10, 0, 0, 30, 10]
    assert found("bakery/flour", "order") == [20, 20, 0, 0, 60, 20], "2 flour a cake"
    assert found("shop", "order") == [10] * 6
