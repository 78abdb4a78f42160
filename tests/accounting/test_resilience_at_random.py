"""Measures of resilience on random networks: worked out again, and whatever else is measured."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jitagents.accounting import accumulators
from jitagents.accounting.loss_accumulators import WEEK, Gross
from jitagents.accounting.resilience import Resilience
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit, Prebuild
from jitagents.behaviours.serving import LostSale
from jitagents.crises import Shock
from jitagents.model import SupplyModel
from jitagents.network import listed, serial
from jitagents.worlds import Worlds
from tests.accounting.conftest import Floats, compared
from tests.accounting.staged import PAIRED, UNITS, found
from tests.properties.case import DAYS, WARMUP, Case
from tests.properties.cases import cases


class Outputs:
    """Output of the agents on every measured day `(days, agents, worlds)`, and the days on which the crisis acts."""

    def __init__(self, model: SupplyModel) -> None:
        self.days, self.acting = list[Floats](), list[Floats]()

    def __call__(self, model: SupplyModel) -> None:
        if model.clock.day > model.warmup:
            self.days.append(model.points["output"][model.layout.agent_rows].copy())
            self.acting.append(model.disruptions.affected_worlds.copy())


def test_a_loss_that_an_announcement_causes_counts_too() -> None:
    """One shop stocks up before its lane closes; the mine has no more to give, and the other shop loses at once."""
    agents = [
        {"name": "mine", "kind": "supplier", "item": "x", "lead_time": 0, "capacity": 2 * UNITS},
        {"name": "warned", "kind": "buyer", "item": "x", "demand": UNITS},
        {"name": "other", "kind": "buyer", "item": "x", "demand": UNITS},
    ]
    lanes = [{"seller": "mine", "buyer": name} for name in ("warned", "other")]
    closure = Shock({"seller": "mine", "buyer": "warned"}, "lane", start=15, duration=5, warning=8)
    model = SupplyModel(
        listed(name="shops", agents=agents, lanes=lanes, whole=False), worlds=Worlds(twins=True), demand=Constant(),
        ordering=Prebuild(rule=Jit(cover=0.0)), serving=LostSale(), crisis={"closure": closure},
    )  # fmt: skip
    outputs = Outputs(model)
    model.observers.append(outputs)
    books = compared(model, 14)
    calm, crisis = np.stack(outputs.days)[:, :, 0].T, np.stack(outputs.days)[:, :, 1].T
    lost = (calm - crisis)[list(model.layout.names).index("other")]
    assert lost[:14].max() > 1, "before the closure"
    assert found(books, "output_lost", "agent:other") == pytest.approx([lost[:14].sum()])
    assert found(books, "area", "agent:other") == pytest.approx([lost[lost > 0].sum() / UNITS])
    assert found(books, "days_of_loss", "agent:other") == [(lost > 0.05 * UNITS).sum()]
    assert found(books, "first_loss", "agent:other") == [0]
    assert found(books, "last_loss", "agent:other") == [0]


def followed(case: Case, measures: list[str] = PAIRED) -> tuple[Resilience, Outputs]:
    model = case.model(Worlds(range(2), twins=True))
    outputs = Outputs(model)
    model.observers.append(outputs)
    return compared(model, DAYS, measures=measures), outputs


@settings(max_examples=15)
@given(cases())
def test_agents(case: Case) -> None:
    """Worked out again, agent by agent, from the days that were recorded."""
    assume(case.crisis)
    books, outputs = followed(case)
    metrics, layout = books.metrics(), books.ledger.layout
    recorded, begun = np.stack(outputs.days), max(int(books.start.min()), 1)
    acting = np.stack(outputs.acting)[begun - 1 :, books.worlds.crisis].sum(axis=0)
    for row in range(layout.agent_rows.stop):
        scope = books.scopes.names.index(f"agent:{layout.names[row]}")
        for pair in range(2):
            calm, crisis = (recorded[:, row, pair + shift] for shift in (0, books.worlds.pairs))
            flow = float(books.ledger.planned.plan.rate[row, 0])
            for name, value in of_agent(calm, crisis, max(0.05 * flow, 1e-9), acting[pair]).items():
                found = metrics[name][scope, pair]
                assert found == pytest.approx(value, rel=1e-9, abs=1e-9, nan_ok=True), (name, layout.names[row])
    check_bounds(metrics, tiers=books.scopes.daily - 1)


def of_agent(calm: Floats, crisis: Floats, tolerated: float, acting: float) -> dict[str, float]:
    """The measures of an agent as a reader of the formulas would work them out."""
    lost = calm - crisis
    weeks = [lost[max(day - WEEK, 0) : day].sum() for day in range(1, DAYS + 1)]
    hit = lost > tolerated
    lasting = hit & (np.array(weeks) > WEEK * tolerated)
    gross = lost[lost > 0].sum()
    return {
        "output_lost": lost.sum(),
        "days_lost": quotient(lost.sum(), calm.mean()),
        "depth_day": max((lost[hit] / calm[hit]).tolist(), default=0.0),
        "depth_week": quotient(max(*weeks, 0.0) / WEEK, calm.mean()),
        "area": quotient(gross, calm.mean()),
        "days_of_loss": float(hit.sum()),
        "caught_up": 1 - quotient(lost.sum(), gross),
        "not_recovered": float(lasting[-WEEK:].any()),
        "persistence": quotient(float(hit.sum()), acting),
    }


def check_bounds(found: dict[str, Floats], tiers: int) -> None:
    """The area is no less than the days lost; of a net loss, between nothing and all comes back; shares are shares."""
    assert not (found["area"] < found["days_lost"] - 1e-9).any()
    back = found["caught_up"][found["days_lost"] >= 0]
    assert not ((back < -1e-9) | (back > 1 + 1e-9)).any()
    for name in ("agents_short", "agents_idle", "not_recovered"):
        assert not ((found[name] < 0) | (found[name] > 1)).any()
    assert not ((found["depth_day"] < 0) | (found["depth_day"] > 1 + 1e-9)).any()
    assert not (found["depth_week"] < 0).any()
    assert not (found["days_of_loss"] < (found["last_loss"] > 0)).any()
    assert not (found["ripple_speed"] <= 0).any()
    for kind in ("short", "idle"):
        assert (found[f"tiers_{kind}"][0] <= tiers).all()
        assert ((found[f"tiers_{kind}"][0] > 0) == (found[f"agents_{kind}"][0] > 0)).all()


def quotient(over: float, under: float) -> float:
    return float(over / under) if under > 1e-9 else np.nan


NOTHING = {"first_loss", "caught_up", "ripple_speed", "amplification", "value_amplification"}
"""What is not 0 where nothing is lost."""


@settings(max_examples=8)
@given(cases())
def test_a_crisis_that_does_nothing_takes_nothing(case: Case) -> None:
    case.crisis = {"nothing": Shock({}, severity=0.0, start=2, duration=5)}
    books, _ = followed(case)
    for name, measured in books.metrics().items():
        if name not in NOTHING:
            assert not np.nan_to_num(measured).any(), name
    assert np.isnan(books.metrics()["caught_up"]).all()
    assert np.isnan(books.metrics()["amplification"]).all()


@settings(max_examples=8)
@given(cases(), st.lists(st.sampled_from(PAIRED), unique=True, min_size=1, max_size=4))
def test_a_measure_does_not_depend_on_the_others(case: Case, names: list[str]) -> None:
    assume(case.crisis)
    (every, _), (some, _) = followed(case), followed(case, names)
    assert {*some.metrics()} == {*names}
    for name, value in some.metrics().items():
        np.testing.assert_array_equal(value, every.metrics()[name], err_msg=name)


def test_only_what_is_asked_for_is_added_up() -> None:
    model = SupplyModel(
        serial(stages=2), worlds=Worlds(twins=True), crisis={"outage": Shock({"tier": 1}, start=1)}, warmup=WARMUP
    )
    for names, sums in ((["output_lost", "sales_lost"], set()), (["area", "caught_up"], {Gross})):
        books = compared(model, 1, measures=names)
        assert {*books.sums} == sums
    assert accumulators.missed in compared(model, 1, measures=["service_lost"]).ledger.totals
