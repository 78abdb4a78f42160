"""The panel of suppliers: scorecard, classes, phase-out, qualification and shares, by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.behaviours.base import Memory, remember
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.behaviours.sourcing import Backup, Offers, Panel, Primary, Split
from jitagents.behaviours.sourcing.base import ACTIVE, APPROVED, CANDIDATE, LEFT, PROBATION, QUALIFYING
from jitagents.crises import Recurrent, Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import Network, listed
from tests.behaviours.offered import Floats, offers
from tests.science.conftest import z_score

CRITERIA = {"quality": 0.8, "delivery": 0.9, "price": 1.0, "speed": 0.5, "finance": 0.6, "warning": 1.0}


def column(*numbers: float) -> Floats:
    return np.array(numbers, dtype=float).reshape(-1, 1)


def scored(**criteria: float) -> float:
    return float(Panel().score({name: column(value) for name, value in (CRITERIA | criteria).items()})[0, 0])


def test_the_score_is_the_weighted_mean_of_the_criteria() -> None:
    """.30 x .8 + .25 x .9 + .25 x 1 + .10 x .5 + .05 x .6 + .05 x 1 = .845; the weights add up to 1."""
    assert scored() == pytest.approx(0.845)
    assert scored(finance=np.nan) == pytest.approx((0.845 - 0.03) / 0.95), "what is not rated does not count"


@pytest.mark.parametrize(
    ("score", "delivery", "number"),
    [
        (0.85, 1, 1),
        (0.849, 1, 2),
        (0.70, 1, 2),
        (0.699, 1, 3),
        (0.55, 1, 3),
        (0.549, 1, 4),
        (0.9, 0.55, 1),
        (0.9, 0.5, 4),
    ],
)
def test_classes_begin_at_their_least_score(score: float, delivery: float, number: int) -> None:
    assert Panel().classes(column(score), column(delivery))[0, 0] == number


def test_classes_fall() -> None:
    with pytest.raises(InputError, match=r"Panel.class_a, class_b, class_c: must fall"):
        Panel(class_b=0.9)
    with pytest.raises(InputError, match="must fall"):
        Panel(class_c=np.array([[0.5, 0.8]]))


class Days:
    """A panel and the days of its three suppliers, each of which has 10 units a day ordered, 2 days ahead."""

    def __init__(self, rule: Panel, **known: Any) -> None:
        usual: dict[str, Any] = {"lead_time": 2, "price": 1, "share": [0.4, 0.4, 0.2], "placed": 10}
        self.known = usual | known
        first = offers([0, 0, 0], day=0, **self.known)
        self.rule = rule.suited(first)
        self.memory: Memory = remember(self.rule, 3, 1)
        self.rule.prepare(first, self.memory)
        self.day = 0

    def run(self, last: int, late: bool = False, **today: Any) -> Floats:
        """Let days pass; the share of each supplier on the last. The first delivers every other order a day late."""
        while self.day < last:
            self.day += 1
            first = 20.0 * (self.day % 2 == 0 and self.day > 2) if late else 10.0 * (self.day > 2)
            arrived = [first, 10.0 * (self.day > 2), 10.0 * (self.day > 2)]
            arguments: dict[str, Any] = self.known | today
            offered = offers([0, 0, 0], day=self.day, arrived=arrived, **arguments)
            share = self.rule(offered, self.memory)
            assert share.sum() == pytest.approx(1.0, abs=1e-12)
        return np.asarray(share[:, 0])

    def of(self, name: str) -> list[float]:
        return [float(number) for number in self.memory[name][:, 0]]


def test_equal_suppliers_stay_as_planned() -> None:
    days = Days(Panel(review=20))
    assert days.run(100) == pytest.approx([0.4, 0.4, 0.2], abs=1e-12)
    assert days.of("class") == [1, 1, 1]
    assert days.of("score") == pytest.approx([1.0, 1.0, 1.0])


def test_half_the_orders_on_time_is_phased_out_at_the_second_review() -> None:
    """Not before: the first puts it on probation. Its share goes to the others, in proportion to equal scores."""
    days = Days(Panel(review=20, shares="fixed"))
    before = days.run(19, late=True)
    assert days.of("standing") == [ACTIVE] * 3
    days.run(20, late=True)
    assert days.of("standing") == [PROBATION, ACTIVE, ACTIVE]
    assert days.of("class")[0] == 4
    assert days.run(39, late=True) == pytest.approx(before)
    after = days.run(40, late=True)
    assert days.of("standing") == [LEFT, ACTIVE, ACTIVE]
    assert after == pytest.approx([0.0, 2 / 3, 1 / 3])


def test_the_last_supplier_stays_however_poor_it_is() -> None:
    """Nothing ever comes from the first two, and too little from the third: it stays, on probation."""
    days = Days(Panel(review=10))
    for day in range(1, 51):
        today = days.known | {"arrived": [0.0, 0.0, 4.0 * (day > 2)], "price": [2, 2, 1]}
        days.rule(offers([0, 0, 0], day=day, **today), days.memory)
    assert days.of("standing") == [LEFT, LEFT, PROBATION]


def test_a_smoothed_score_by_hand() -> None:
    """Delivery alone counts. First review .5, then always on time: .5 + .4 x .5 = .7, then .82."""
    only: dict[str, Any] = {"quality": 0, "price": 0, "speed": 0, "finance": 0, "warning": 0, "delivery": 1}
    days = Days(Panel(review=20, poor_reviews=9, **only))
    seen = []
    for last in (20, 40, 60):
        days.run(last, late=last == 20)
        seen.append(days.of("score")[0])
    assert seen == pytest.approx([0.5, 0.7, 0.82])


@pytest.mark.parametrize(("band", "moves"), [(0.03, False), (0.02, True)])
def test_scores_within_the_dead_band_move_nothing(band: float, moves: bool) -> None:
    """Prices 100, 100 and 92: price scores .92, .92 and 1 by a weight of a half: .96, .96 and 1, their mean .973."""
    weights: dict[str, Any] = {"price": 0.5, "delivery": 0.5, "quality": 0, "speed": 0, "finance": 0, "warning": 0}
    days = Days(Panel(review=10, band=band, **weights), price=[100, 100, 92])
    share = days.run(30)
    assert days.of("score") == pytest.approx([0.96, 0.96, 1.0])
    # The first two lie .0133 below the mean, the third .0267 above it.
    weighed = [2.92 / 3, 2.92 / 3, 1.0]
    expected = [part / sum(weighed) for part in weighed] if moves else [0.4, 0.4, 0.2]
    assert share == pytest.approx(expected)


def agreed(rule: Panel, weighed: list[float], share: tuple[float, ...] = (0.5, 0.3, 0.2)) -> list[float]:
    made = offers([0, 0, 0], share=share)
    memory = remember(rule, 3, 1)
    memory["agreed"][...], memory["weighed"][...], memory["reviews"][...] = column(*share), column(*weighed), 1.0
    targets = rule.targets(made, memory, np.ones((3, 1), dtype=bool))
    return [float(part) for part in targets[:, 0]]


def test_rules_of_shares_by_hand() -> None:
    free: dict[str, Any] = {"least": 0.0, "most": 1.0}
    scores = [0.9, 0.6, 0.5]
    assert agreed(Panel(shares="fixed", **free), scores) == pytest.approx([0.5, 0.3, 0.2])
    assert agreed(Panel(shares="proportional", **free), scores) == pytest.approx([0.45, 0.3, 0.25])
    assert agreed(Panel(shares="winner", **free), scores) == pytest.approx([0.7, 0.15, 0.15])
    mean = 2.0 / 3
    factors = [part * np.exp(2 * (score - mean)) for part, score in zip((0.5, 0.3, 0.2), scores, strict=True)]
    told = agreed(Panel(shares="multiplicative", pace=2, **free), scores)
    assert told == pytest.approx([factor / sum(factors) for factor in factors])
    assert agreed(Panel(shares="winner", least=0.2, most=0.6), scores) == pytest.approx([0.6, 0.2, 0.2])


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
