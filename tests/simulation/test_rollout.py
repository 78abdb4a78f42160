"""Roll-outs in waves: when they begin, what their gates say, and that worlds differ in nothing else."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant, Poisson
from jitagents.behaviours.information import Books, Exact, Losses, Posting
from jitagents.behaviours.ordering import BaseStock, Jit
from jitagents.behaviours.serving import Backorder
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from jitagents.simulation.rollout import Gate, Rollout, Wave
from jitagents.simulation.wave_progress import JUDGED, KEPT, PASSED, ROLLED_BACK, WAITING
from jitagents.worlds import Worlds
from tests.science.conftest import row
from tests.simulation.test_regimes import assert_equal, days_of

WINDOW = 7
LENIENT = Gate(window=WINDOW, fill=0.0, fill_fails=0.0, stops=99.0, stops_fail=99.0)
STRICT = Gate(window=WINDOW, stock=0.0, fill=1.0, fill_fails=1.0, patience=0)
PILOT, REST = {"name": "stage_1"}, {"name": ["stage_2", "stage_3"]}


def waves(rollout: Rollout, **changes: Any) -> SupplyModel:
    """A chain that gives up stock for just-in-time, the shop first."""
    exempt = [
        Exemption(PILOT, ordering=Jit(cover=1.0), when=When(wave="pilot"), place="exemptions.pilot"),
        Exemption(REST, ordering=Jit(cover=1.0), when=When(wave="rest"), place="exemptions.rest"),
    ]
    return built(exempt, rollout=rollout, **changes)


def by_days(pilot: When, rest: When, **changes: Any) -> SupplyModel:
    exempt = [
        Exemption(PILOT, ordering=Jit(cover=1.0), when=pilot),
        Exemption(REST, ordering=Jit(cover=1.0), when=rest),
    ]
    return built(exempt, **changes)


def built(exemptions: list[Exemption], **changes: Any) -> SupplyModel:
    network = serial(stages=3, lead_time=2, demand=10.0, whole=False)
    usual: dict[str, Any] = {"demand": Poisson(), "ordering": BaseStock(cover=4.0), "serving": Backorder()}
    return SupplyModel(network, exemptions=exemptions, **{**usual, "worlds": 4, "rng": 2, **changes})


def in_turn(gate: Gate | None, wait: float = 0.0) -> Rollout:
    return Rollout({"pilot": Wave(start=3), "rest": Wave(after="pilot", wait=wait)}, gate)


def test_without_a_gate_waves_are_switches_by_days() -> None:
    assert_equal(waves(in_turn(None, wait=4)), by_days(When(start=3), When(start=7)))


def test_a_gate_that_passes_lets_the_next_wave_begin_after_its_window() -> None:
    assert_equal(waves(in_turn(LENIENT, wait=2)), by_days(When(start=3), When(start=3 + WINDOW + 2)))
    later = replace(LENIENT, settle=3)
    assert_equal(waves(in_turn(later)), by_days(When(start=3), When(start=3 + 3 + WINDOW)))


def test_a_gate_that_fails_rolls_back_what_was_tried() -> None:
    """It never comes to the next wave, and the first one is as if it had been tried for a window."""
    model = waves(in_turn(STRICT))
    assert_equal(model, by_days(When(start=3, end=3 + WINDOW - 1), When(start=10_000)))
    assert model.waves is not None
    assert (model.waves.status[0] == ROLLED_BACK).all()
    assert (model.waves.status[1] == WAITING).all()


def test_what_has_failed_may_be_kept() -> None:
    model = waves(in_turn(replace(STRICT, on_fail="keep")))
    assert_equal(model, by_days(When(start=3), When(start=10_000)))
    assert model.waves is not None
    assert (model.waves.status[0] == KEPT).all()


def test_the_order_in_which_waves_are_stated_does_not_matter() -> None:
    rollout = in_turn(LENIENT)
    turned = replace(rollout, waves=dict(reversed([*rollout.waves.items()])))
    assert_equal(waves(rollout), waves(turned))


@pytest.mark.parametrize(("patience", "windows"), [(0, 1), (2, 3)])
def test_a_wave_that_is_neither_good_nor_bad_is_held_for_a_while(patience: int, windows: int) -> None:
    """Three tenths of the demand are met on their day: less than passes, more than fails."""
    gate = Gate(window=WINDOW, fill=0.9, fill_fails=0.1, patience=patience)
    never = Exemption(PILOT, ordering=BaseStock(level=13.0), when=When(wave="pilot"))
    model = SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0, whole=False), demand=Constant(), ordering=BaseStock(level=40.0),
        exemptions=[never], rollout=Rollout({"pilot": Wave(start=20)}, gate),
    )  # fmt: skip
    assert model.waves is not None
    last = 20 + windows * WINDOW - 1
    model.run_for(last - 1)
    assert model.waves.status[0, 0] == JUDGED
    model.run_for(1)
    assert model.waves.status[0, 0] == ROLLED_BACK
    assert model.waves.held[0, 0] == windows


def test_less_stock_than_before_may_be_asked_for() -> None:
    """Base stock 60 to 40 at lead time 2 leaves 40 of 60 less 20 under way: half of the stock on hand."""
    for asked, status in ((0.55, PASSED), (0.45, ROLLED_BACK)):
        gate = Gate(window=WINDOW, settle=10, stock=asked, patience=0)
        model = SupplyModel(
            serial(stages=1, lead_time=2, demand=10.0, whole=False), demand=Constant(),
            ordering=BaseStock(level=60.0), rollout=Rollout({"pilot": Wave(start=20)}, gate),
            exemptions=[Exemption(PILOT, ordering=BaseStock(level=40.0), when=When(wave="pilot"))],
        )  # fmt: skip
        model.run_for(10)
        before = model.points["stock"][0, 0]
        model.run_for(60)
        assert model.waves is not None
        assert model.waves.status[0, 0] == status
        assert model.points["stock"][0, 0] == pytest.approx(before / 2 if status == PASSED else before)


def test_gates_read_books_without_errors_as_the_truth() -> None:
    exact, books = (waves(in_turn(LENIENT), information=information) for information in (Exact(), Books()))
    for model in (exact, books):
        model.run_for(12)
    assert exact.waves is not None
    assert books.waves is not None
    assert np.array_equal(exact.points["order"], books.points["order"])
    assert (exact.waves.status == books.waves.status).all()
    assert np.array_equal(exact.waves._sums, books.waves._sums)


def leaking(asked: float, *, perfect: bool) -> SupplyModel:
    """Half a unit a day disappears from a shelf of 60 less 20 under way; from day 20 on the level is 40."""
    books = Books(losses=Losses(units=0.5), perfect=perfect)
    return SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0, whole=False), demand=Constant(), information=books,
        ordering=BaseStock(level=60.0),
        exemptions=[Exemption(PILOT, ordering=BaseStock(level=40.0), when=When(wave="pilot"))],
        rollout=Rollout({"pilot": Wave(start=20)}, Gate(window=WINDOW, settle=10, stock=asked, patience=0)),
    )  # fmt: skip


def test_a_gate_judges_the_stock_that_the_books_show() -> None:
    """The books show 40, then 20, a half; of what is there, 32 on average and then 3.5, it is a ninth."""
    for asked, status in ((0.55, PASSED), (0.45, ROLLED_BACK)):
        model = leaking(asked, perfect=False)
        model.run_for(36)
        assert model.waves is not None
        assert model.points["stock"][row(model, "stage_1"), 0] == pytest.approx(20.0 - 36 / 2)
        assert model.waves.status[0, 0] == status


def test_a_gate_judges_the_demand_that_was_entered() -> None:
    """Where nobody enters sales, nothing is ordered, customers wait, and the gate sees no demand that was missed."""
    gate = Gate(window=WINDOW, fill=1.0, fill_fails=1.0, patience=0)
    for miss, status in ((1.0, PASSED), (0.0, ROLLED_BACK)):
        model = SupplyModel(
            serial(stages=1, lead_time=2, demand=10.0, whole=False), demand=Constant(), serving=Backorder(),
            ordering=BaseStock(level=30.0), information=Books(issue=Posting(miss=miss)),
            exemptions=[Exemption(PILOT, ordering=BaseStock(level=5.0), when=When(wave="pilot"))],
            rollout=Rollout({"pilot": Wave(start=20)}, replace(gate, settle=5)),
        )  # fmt: skip
        model.run_for(20 + 5 + WINDOW - 1)
        assert model.waves is not None
        assert model.points["owed"][row(model, "stage_1"), 0] > 0
        assert model.waves.status[0, 0] == status


def test_worlds_whose_gates_differ_share_all_draws() -> None:
    """An outage fails the pilot in crisis worlds; calm twins go on, with the same customers."""
    gate = Gate(window=WINDOW, fill=0.85, fill_fails=0.8, stops=99.0, stops_fail=99.0)
    crisis = {"outage": Shock({"name": "stage_2"}, "shipping", start=1, duration=12)}
    model = waves(in_turn(gate), worlds=Worlds(range(3), twins=True, entropy=2), rng=0, crisis=crisis)
    days = days_of(model, 30)
    assert model.waves is not None
    calm, struck = model.waves.status[:, :3], model.waves.status[:, 3:]
    assert (calm[0] == PASSED).all()
    assert (struck[0] == ROLLED_BACK).all()
    wanted = days["buying.wanted"]
    assert np.array_equal(wanted[..., :3], wanted[..., 3:])


def test_a_repeated_model_goes_on_with_its_waves() -> None:
    once = waves(in_turn(LENIENT))
    once.run_for(6)
    assert_equal(once.repeat([0, 1, 2, 3]), once)


def test_a_level_may_state_another_day() -> None:
    start = np.array([3.0, 5.0, 3.0, 5.0])
    model = waves(Rollout({"pilot": Wave(start=start), "rest": Wave(after="pilot")}, LENIENT))
    model.run_for(20)
    assert model.waves is not None
    assert model.waves.begun.tolist() == [start.tolist(), (start + WINDOW).tolist()]


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({}, "must be a mapping with waves"),
        ({"waves": {"pilot": {}}}, "rollout.waves.pilot: must state either its `start`"),
        ({"waves": {"pilot": {"start": 3, "after": "x"}}}, "rollout.waves.pilot: must state either its `start`"),
        ({"waves": {"pilot": {"begin": 3}}}, "rollout.waves.pilot.begin: there is no such key"),
        ({"waves": {"a": {"start": 1}, "b": {"after": "aa"}}}, "there is no wave 'aa'; did you mean 'a'"),
        ({"waves": {"a": {"after": "b"}, "b": {"after": "a"}}}, "rollout.waves.a: comes after itself"),
        ({"waves": {"a": {"start": 1}}, "gates": {}}, "rollout.gates: there is no such key; did you mean 'gate'"),
        ({"waves": {"a": {"start": 1}}, "gate": {"windows": 3}}, "did you mean 'window'"),
        ({"waves": {"a": {"start": 1}}, "gate": {"on_fail": "rolback"}}, "did you mean 'rollback'"),
        ({"waves": {"a": 5}}, "rollout.waves.a = 5: must be a mapping"),
    ],
)
def test_bad_roll_outs_are_refused(node: Any, told: str) -> None:
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        Rollout.of(node)


def test_waves_and_exemptions_must_fit() -> None:
    pilot = Exemption(PILOT, ordering=Jit(), when=When(wave="pilto"), place="exemptions.mine")
    with pytest.raises(
        InputError, match=r"exemptions\.mine\.when\.wave: there is no wave 'pilto'.*did you mean 'pilot'"
    ):
        built([pilot], rollout=Rollout({"pilot": Wave(start=1)}))
    with pytest.raises(InputError, match=r"rollout\.waves\.rest: no exemption has"):
        built([replace(pilot, when=When(wave="pilot"))], rollout=in_turn(None))


def test_a_gate_adds_cover_until_a_window_passes() -> None:
    """Each failed window adds a day of cover, as if the wave had come with one more; it never passes here."""
    calm = {"demand": Constant(), "worlds": 1}
    model = waves(in_turn(replace(STRICT, on_fail="adjust", step=1.0)), **calm)
    covers = [
        Exemption(PILOT, ordering=Jit(cover=1.0 + more), when=When(start=3 + more * WINDOW), place=f"exemptions.{more}")
        for more in range(20)
    ]
    days = 5 * WINDOW
    adjusted, by_hand = (days_of(one, days) for one in (model, built(covers, **calm)))
    for name in ("points.stock", "points.order", "points.on_order", "lanes.under_way"):
        np.testing.assert_allclose(adjusted[name], by_hand[name], atol=1e-9)
    assert model.waves is not None
    assert model.waves.adjusted[0].tolist() == [(days - 2) // WINDOW]
    assert (model.waves.status[0] == JUDGED).all()


def test_a_gate_whose_window_passes_keeps_the_cover_that_it_has() -> None:
    model = waves(in_turn(replace(LENIENT, on_fail="adjust")))
    plain = waves(in_turn(LENIENT))
    assert_equal(model, plain)
    assert model.waves is not None
    assert not model.waves.adjusted.any()
