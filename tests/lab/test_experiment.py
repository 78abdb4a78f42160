"""The experiment behind the pages: the numbers of the command line, and theory where it is exact."""

from pathlib import Path

import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.lab.document import command, document, read
from jitagents.lab.experiment import Experiment
from jitagents.lab.methods import METHODS
from jitagents.lab.state import State
from jitagents.study import load
from tests.lab.conftest import SMALL

STATES = [
    State(method="kanban", buffer=0.4, duration=9, target="stage_2", second=1),
    State(method="hybrid", serving="backorder", records="maturity_3"),
]


@pytest.mark.parametrize("state", [*STATES, *(State(method=name) for name in METHODS)], ids=str)
def test_a_state_is_the_configuration_of_its_overrides(experiment: Experiment, state: State) -> None:
    (config,) = load("single", experiment.overrides(state)).configs.values()
    assert experiment.config(state) == config


def test_sliders_compose_nothing_anew(experiment: Experiment) -> None:
    first, *others = [experiment.config(State(buffer=amount, duration=7)) for amount in (0.5, 1.0, 2.5)]
    assert [one["ordering"]["cover"] for one in (first, *others)] == [0.5, 1.0, 2.5]
    assert all(one["network"] is first["network"] for one in others)  # the same object: composed once


def test_what_refers_to_a_slider_follows_it() -> None:
    rule = "{_target_:jitagents.behaviours.ordering.Jit,cover:'${ordering.cover}'}"
    lab = Experiment("single", (*SMALL, f"+exemptions.mine={{where:{{name:stage_1}},ordering:{rule}}}"))
    for state in (State(buffer=0.5), State(buffer=4.0)):
        (config,) = load("single", lab.overrides(state)).configs.values()
        assert lab.config(state) == config


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_file_of_a_state_gives_its_numbers(experiment: Experiment, state: State, tmp_path: Path) -> None:
    path = tmp_path / "experiment" / "lab.yaml"
    path.parent.mkdir()
    path.write_text(document(experiment, state), encoding="utf-8")
    results = load("single", ["+experiment=lab", "workers=1"], config_dir=tmp_path).run(progress=False)
    (row,) = results.summary(["days_lost"], ["network"]).to_dict("records")
    lost = experiment.run(state.run).days_lost
    assert (row["crisis"], row["crisis_low"], row["crisis_high"]) == (lost.mean, lost.low, lost.high)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_file_of_a_state_leads_back_to_it(experiment: Experiment, state: State, tmp_path: Path) -> None:
    path = tmp_path / "lab.yaml"
    path.write_text(document(experiment, state), encoding="utf-8")
    again = Experiment(*read(path))
    assert again.start.run == state.run
    assert again.config(again.start) == experiment.config(state)


def test_what_is_no_state_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lab.yaml"
    for text in ("", "[", "variants: {}", "variants: {a: []}\ndefaults: [1]"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"lab\.yaml: is no state"):
            read(path)
    with pytest.raises(InputError, match="nowhere"):
        read(tmp_path / "nowhere.yaml")


def test_the_command_states_every_choice(experiment: Experiment) -> None:
    said = command(experiment, STATES[0])
    assert said.startswith("jitagents study=single ")
    assert "'crisis.outage.target={name: stage_2}'" in said


def test_an_outage_is_lost_but_for_the_stock_between(experiment: Experiment) -> None:
    """Constant demand, lost sales, one day of stock more at the two stages below the source: two days are saved."""
    lost = {
        (days, cover): experiment.run(State(duration=days, buffer=cover).run).days_lost.mean
        for days in (10, 14)
        for cover in (1.0, 2.0)
    }
    assert lost[14, 1.0] - lost[10, 1.0] == pytest.approx(4)
    assert lost[14, 2.0] - lost[10, 2.0] == pytest.approx(4)
    assert lost[10, 1.0] - lost[10, 2.0] == pytest.approx(2)


def test_calm_and_crisis_are_the_same_until_the_crisis(experiment: Experiment) -> None:
    run = experiment.run(State(duration=12).run)
    assert np.array_equal(run.calm.mean[:4], run.crisis.mean[:4])
    assert run.calm.mean == pytest.approx(np.full(30, 100.0))
    assert run.crisis.mean.min() == 0


def test_a_slider_of_the_crisis_leaves_the_calm_twin_as_it_is(experiment: Experiment) -> None:
    short, long = (experiment.run(State(duration=days).run) for days in (5, 12))
    assert np.array_equal(short.calm.mean, long.calm.mean)
    assert short.stock_value == long.stock_value


def test_losses_arrive_tier_by_tier(experiment: Experiment) -> None:
    run = experiment.run(State(duration=12).run)
    by_tier = run.first_loss[np.argsort(-experiment.agents["tier"].to_numpy())]
    assert by_tier[0] == 0
    assert (np.diff(by_tier) > 0).all()


def test_numbers_of_firms_are_in_the_order_of_the_network(experiment: Experiment) -> None:
    """In calm every firm puts out its mean flow; in the crisis the firm that fails does nothing from its first day."""
    run = experiment.run(State(duration=12, target="stage_2").run)
    failed = list(experiment.agents["name"]).index("stage_2")
    assert run.output[0] == pytest.approx(np.ones((30, 3)))
    assert run.output[1][4:16, failed] == pytest.approx(np.zeros(12))
    assert run.first_loss[failed] == 0


def test_studies_that_the_laboratory_cannot_show_are_refused() -> None:
    with pytest.raises(InputError, match="variants"):
        Experiment("jit_vs_hybrid")
    with pytest.raises(InputError, match="target, a start and a duration"):
        Experiment("single", ["crisis=none"])
    with pytest.raises(InputError, match="ordering"):
        Experiment("single", ["ordering=panic"])
