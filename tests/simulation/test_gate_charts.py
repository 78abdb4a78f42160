"""Charts of gates: the day on which a CUSUM or a sequential test decides, and each world as if it were alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import BaseStock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.gate_charts import Cusum, Sprt
from jitagents.simulation.regimes import When
from jitagents.simulation.rollout import Gate, Rollout, Wave
from jitagents.simulation.wave_progress import PASSED, ROLLED_BACK


def piloted(gate: Gate, level: float, wave: Wave | None = None, worlds: int = 1) -> SupplyModel:
    """A shop that holds 40 units, and from its wave on as many as stated; it sells 10 a day, which come in 2 days."""
    return SupplyModel(
        serial(stages=1, lead_time=2, demand=10.0, whole=False), demand=Constant(), ordering=BaseStock(level=40.0),
        exemptions=[Exemption({"name": "stage_1"}, ordering=BaseStock(level=level), when=When(wave="pilot"))],
        worlds=worlds, rollout=Rollout({"pilot": wave or Wave(start=20)}, gate),
    )  # fmt: skip


@pytest.mark.parametrize("limit", [1.5, 5.0, 9.0])
def test_a_chart_of_service_fails_a_wave_on_the_day_of_its_signal(limit: float) -> None:
    """Nothing was missed before. Seven tenths are missed later: 0.7 / 0.25 - 0.8 is 2 a day."""
    gate = Gate(window=40, stops=99.0, stops_fail=99.0, cusum=Cusum(allowance=0.8, limit=limit, least_sd=0.25))
    model = piloted(gate, 13.0)
    assert model.waves is not None
    failed, total = None, 0.0
    for day in range(1, 60):
        model.step()
        if failed is None and model.waves.status[0, 0] == ROLLED_BACK:
            failed = day
            break
        missed = min(10.0, model.points["owed"][0, 0]) / 10.0
        total = max(0.0, total + missed / 0.25 - 0.8) if day >= 20 else 0.0
        assert total <= limit, "no day without the signal"
    assert failed is not None
    assert failed < 20 + gate.window
    assert total + 0.7 / 0.25 - 0.8 > limit


def test_a_chart_is_read_from_a_configuration() -> None:
    node = {"waves": {"pilot": {"start": 3}}, "gate": {"window": 7, "on_fail": "adjust", "cusum": {"limit": 4.0}}}
    gate = Rollout.of(node).gate
    assert gate == Gate(window=7, on_fail="adjust", cusum=Cusum(limit=4.0))
    typo = ({"limt": 4.0}, "did you mean 'limit'")
    for wrong, told in ((5, "must be a mapping"), typo, ({"limit": -1}, "limit = -1")):
        with pytest.raises(InputError, match=told):
            Rollout.of({**node, "gate": {"cusum": wrong}})


@pytest.mark.parametrize(("level", "status", "days"), [(40.0, PASSED, 5), (13.0, ROLLED_BACK, None)])
def test_a_sequential_test_ends_before_the_window(level: float, status: int, days: int | None) -> None:
    """A day without a loss takes 1/2 from the sum: after five it is below log 2/19, and the wave has passed."""
    gate = Gate(window=40, stops=99.0, stops_fail=99.0, sprt=Sprt(shift=1.0, least_sd=0.25))
    model = piloted(replace(gate, settle=0 if days else 4), level)
    for _ in range(40):
        model.step()
    assert model.waves is not None
    assert model.waves.status[0, 0] == status
    if days:
        assert model.waves.passed[0, 0] == 20 + days


def test_a_window_at_whose_end_nothing_is_decided_is_held() -> None:
    gate = Gate(window=3, stops=99.0, stops_fail=99.0, sprt=Sprt(shift=1.0, least_sd=0.25))
    model = piloted(gate, 40.0)
    for _ in range(30):
        model.step()
    assert model.waves is not None
    assert (model.waves.held[0, 0], model.waves.passed[0, 0]) == (1, 25)


def test_a_sequential_test_is_read_from_a_configuration() -> None:
    node = {"waves": {"pilot": {"start": 3}}, "gate": {"sprt": {"shift": 2.0}}}
    assert Rollout.of(node).gate == Gate(sprt=Sprt(shift=2.0))
    both: dict[str, Any] = {"cusum": {}, "sprt": {}}
    typo: tuple[dict[str, Any], str] = ({"sprt": {"mis": 0.1}}, "did you mean 'miss'")
    for wrong, told in ((both, "one chart judges"), typo, ({"sprt": {"miss": 2}}, "miss = 2")):
        with pytest.raises(InputError, match=told):
            Rollout.of({**node, "gate": wrong})


def test_numbers_of_gates_and_waves_may_differ_by_world() -> None:
    """Each world does as if it were alone; the second has the later start, and in all limits the more lenient gate."""
    limits = {
        "fill": (0.97, 0.5), "fill_fails": (0.93, 0.4), "stops": (0.0, 99.0), "stops_fail": (1.0, 99.0),
        "stock": (0.5, 9.0), "step": (1.0, 2.0),
    }  # fmt: skip
    charts: dict[str, tuple[dict[str, float], dict[str, float]]] = {
        "cusum": ({"allowance": 0.5, "limit": 1.0}, {"allowance": 0.1, "limit": 9.0}), "": ({}, {}),
        "sprt": ({"shift": 0.5, "miss": 0.1}, {"shift": 2.0, "miss": 0.3}),
    }  # fmt: skip
    kinds: dict[str, Any] = {"cusum": Cusum, "sprt": Sprt}

    def model(gates: dict[str, Any], wave: dict[str, Any], worlds: int) -> SupplyModel:
        own = {**gates, "on_fail": "adjust", "window": 7}
        return piloted(Gate(**own), 13.0, Wave(**wave), worlds)

    def charted(kind: str, values: dict[str, Any]) -> dict[str, Any]:
        return {kind: kinds[kind](**values)} if kind else {}

    for kind, chart in charts.items():
        swept = charted(kind, {name: np.array([[chart[0][name], chart[1][name]]]) for name in chart[0]})
        numbers = {name: np.array([pair]) for name, pair in limits.items()}
        both = model({**numbers, **swept}, {"start": np.array([[9, 12]])}, 2)
        alone = [
            model(
                {**{name: pair[world] for name, pair in limits.items()}, **charted(kind, chart[world])},
                {"start": (9, 12)[world]},
                1,
            )
            for world in (0, 1)
        ]
        for _ in range(45):
            for one in (both, *alone):
                one.step()
        assert both.waves is not None
        for name in ("status", "begun", "passed", "adjusted", "held"):
            told = [getattr(one.waves, name)[0, 0] for one in alone]
            np.testing.assert_array_equal(getattr(both.waves, name)[0], told)
        assert both.waves.begun[0].tolist() == [9, 12]
