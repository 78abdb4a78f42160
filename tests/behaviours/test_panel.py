"""The panel of suppliers in a network: qualification, closures and shares, by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.behaviours.base import remember
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.sourcing import Backup, Offers, Panel, Primary, Split
from jitagents.behaviours.sourcing.base import ACTIVE, APPROVED, CANDIDATE, LEFT, QUALIFYING
from jitagents.crises import Recurrent, Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from tests.behaviours.offered import Floats, offers
from tests.science.conftest import z_score


def network(*states: str, whole: bool = False, **lane: Any) -> Network:
    """A shop that asks for 100 a day, and a supplier for each state; shares are those of the ones in use."""
    names = "abcd"[: len(states)]
    return listed(
        name="panel",
        whole=whole,
        agents=[
            {"name": "shop", "kind": "buyer", "item": "good", "demand": 100, "demand_sd": 0, "value": 10},
            *({"name": name, "kind": "supplier", "item": "good", "lead_time": 1, "value": 8} for name in names),
        ],
        lanes=[
            {"seller": name, "buyer": "shop", "lead_time": 2, "state": state} | lane
            for name, state in zip(names, states, strict=True)
        ],
    )


def ordered(model: SupplyModel, days: int) -> Floats:
    """Share of each supplier in the orders of each day `(days, lanes)`."""
    shares = []
    for _ in range(days):
        model.run_for(1)
        units = model.lanes["ordered"][:, 0]
        shares.append(units / units.sum())
    return np.array(shares)


def test_a_candidate_gets_nothing_before_it_is_qualified_and_then_grows() -> None:
    """Sought from day 5 on, 30 days to qualify, 10 to ramp: day 35 + k has k tenths of its third."""
    model = SupplyModel(
        network("active", "active", "candidate"),
        demand=Constant(),
        sourcing=Panel(sources=3.0, start=5.0, qualification=30.0, ramp=10.0, shares="fixed", review=1000.0),
    )
    share = ordered(model, 60)
    of_third, day = share[:, 2], np.arange(1, 61)
    assert (of_third[day <= 35] == 0.0).all()
    assert of_third == pytest.approx(np.clip((day - 35) / 10, 0, 1) / 3)
    assert share[:, 0] == pytest.approx(share[:, 1])
    assert model.lanes["standing"][:, 0].tolist() == [ACTIVE] * 3


def test_a_lane_states_its_own_time() -> None:
    model = SupplyModel(
        network("active", "candidate", qualification=7),
        demand=Constant(),
        sourcing=Panel(sources=2.0, qualification=30.0, ramp=0.0, shares="fixed", review=1000.0),
    )
    share = ordered(model, 10)
    assert share[:, 1] == pytest.approx(np.where(np.arange(1, 11) >= 8, 0.5, 0.0)), "begun on day 1, used from day 8"


def test_the_approved_come_before_candidates_and_need_no_time() -> None:
    model = SupplyModel(
        network("active", "candidate", "approved"),
        demand=Constant(),
        sourcing=Panel(sources=2.0, start=3.0, ramp=4.0, shares="fixed"),
    )
    share = ordered(model, 10)
    assert (share[:, 1] == 0.0).all()
    assert share[:, 2] == pytest.approx(np.clip((np.arange(1, 11) - 3) / 4, 0, 1) / 2)


def test_a_supplier_that_is_closed_for_long_is_replaced() -> None:
    """Closed from day 10, known from day 13 on, patience 5: the candidate is begun on day 18, and used from day 28."""
    model = SupplyModel(
        network("active", "active", "candidate"),
        demand=Constant(),
        sourcing=Panel(qualification=10.0, ramp=0.0, patience=5.0, shares="fixed"),
        crisis={"fire": Shock(target={"name": "a"}, severity=1.0, start=10, duration=100)},
    )
    standing, share = [], []
    for _ in range(40):
        model.run_for(1)
        standing.append(model.lanes["standing"][2, 0])
        units = np.maximum(model.lanes["ordered"][:, 0], 0.0)
        share.append(units[2] / units.sum())
    first = {code: standing.index(code) + 1 for code in (CANDIDATE, QUALIFYING, ACTIVE)}
    assert first == {CANDIDATE: 1, QUALIFYING: 18, ACTIVE: 28}
    assert share[27:] == pytest.approx([0.5] * 13), "the orders of the closed one go to the two others"


def test_orders_of_a_closed_supplier_go_to_the_others_and_what_it_owes_with_them() -> None:
    """Closed from day 10, known on day 13, when it owes the orders of days 10 to 12."""
    model = SupplyModel(
        network("active", "active"),
        demand=Constant(),
        sourcing=Panel(shares="fixed"),
        crisis={"fire": Shock(target={"name": "a"}, severity=1.0, start=10, duration=100)},
    )
    model.run_for(12)
    owed = float(model.lanes["owed"][0, 0])
    model.run_for(1)
    assert owed > 0
    assert model.lanes["owed"][0, 0] == pytest.approx(0.0)
    assert model.lanes["ordered"][:, 0] == pytest.approx([0.0, 100.0 + owed], abs=1.0)


@pytest.mark.parametrize("rule", [Backup(), Panel()])
def test_only_a_panel_leaves_candidates_alone_if_shares_change(rule: Any) -> None:
    given_network = network("active", "candidate")
    if isinstance(rule, Panel):
        assert SupplyModel(given_network, demand=Constant(), sourcing=rule).lanes["standing"][:, 0].tolist() == [
            ACTIVE,
            CANDIDATE,
        ]
        return
    with pytest.raises(InputError, match="b -> shop: is a candidate, but its buyer's sourcing would order from it"):
        SupplyModel(given_network, demand=Constant(), sourcing=rule)


@pytest.mark.parametrize("rule", [Split(), Primary()])
def test_fixed_shares_leave_candidates_alone(rule: Any) -> None:
    """And are those of the network without them, to the last bit."""
    orders = []
    for states in (("active",), ("active", "candidate", "approved")):
        model = SupplyModel(network(*states), demand=Constant(), sourcing=rule)
        model.run_for(20)
        orders.append(model.lanes["ordered"][0].tolist())
    assert orders[0] == orders[1]


def test_a_panel_in_which_nothing_happens_is_the_split() -> None:
    """Equal suppliers, no candidate: the orders are those of fixed shares."""
    orders = []
    for rule in (Split(), Panel(review=10.0)):
        model = SupplyModel(network("active", "active", share=0.5), demand=Constant(), sourcing=rule, worlds=3)
        model.run_for(100)
        orders.append(model.lanes["ordered"])
    assert orders[1] == pytest.approx(orders[0], abs=1e-9)


def test_an_approved_lane_has_an_approved_standing() -> None:
    model = SupplyModel(network("active", "approved"), demand=Constant(), sourcing=Panel())
    model.run_for(5)
    assert model.lanes["standing"][:, 0].tolist() == [ACTIVE, APPROVED]


@given(
    closed=st.lists(st.booleans(), min_size=3, max_size=3),
    rule=st.sampled_from(["fixed", "proportional", "winner", "multiplicative"]),
    seed=st.integers(0, 2**20),
)
def test_shares_add_up_to_one_whatever_happens(closed: list[bool], rule: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    standing = {"standing": [ACTIVE, *rng.choice([ACTIVE, APPROVED, CANDIDATE], 2)]}
    share = np.array([code == ACTIVE for code in standing["standing"]], dtype=float)
    known = standing | {"share": share / share.sum(), "price": rng.uniform(1, 2, 3), "lead_time": 2}
    panel = Panel(review=7.0, qualification=5.0, ramp=6.0, patience=2.0, sources=2.0, shares=rule)
    first = offers([0, 0, 0], day=0, **known)
    panel = panel.suited(first)
    memory = remember(panel, 3, 1)
    panel.prepare(first, memory)
    for day in range(1, 40):
        shut = [float(is_closed and rng.random() < 0.9) for is_closed in closed]
        today: Offers = offers(
            list(rng.uniform(0, 30, 3)), shut, day, arrived=rng.uniform(0, 15, 3), placed=rng.uniform(0, 15, 3), **known
        )
        parts = panel(today, memory)
        assert (parts >= 0).all()
        assert parts.sum() == pytest.approx(1.0, abs=1e-9)
        waiting = np.isin(memory["standing"], (CANDIDATE, QUALIFYING, APPROVED, LEFT))
        assert not parts[waiting].any()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_nothing_is_shipped_where_all_sources_are_down(number: int) -> None:
    """Berger, Gerstenfeld & Zeng 2004: p* + (1 - p*) p^n, with orders that go elsewhere at once.

    A source that fails with the chance f on a day is mended on the next one: down on p = f / (1 + f) of all days.
    """
    alone, together = 0.25, 0.05
    crisis = {
        "each": Recurrent({"kind": "supplier"}, mtbf=1 / alone, mttr=1.0),
        "all": Recurrent({"kind": "supplier"}, mtbf=1 / together, mttr=1.0, common=1.0, by="kind"),
    }
    lanes = network(*(["active"] * number), lead_time=1)
    lanes.agents.loc[lanes.agents["kind"] == "supplier", "lead_time"] = 0.0
    model = SupplyModel(
        lanes, worlds=300, demand=Constant(), ordering=Jit(cover=0.0), crisis=crisis,
        sourcing=Panel(lag=0.0, overdue=1000.0, shares="fixed", review=10_000.0, patience=10_000.0),
    )  # fmt: skip
    empty = np.zeros(300)
    for day in range(500):
        model.run_for(1)
        empty += (model.lanes["allocated"].sum(axis=0) == 0.0) * (day >= 20)
    down, common = alone / (1 + alone), together / (1 + together)
    exact = common + (1 - common) * down**number
    assert abs(z_score(empty / 480, exact)) < 4
    assert abs(z_score(empty / 480, common + (1 - common) * down ** (number + 1))) > 4
