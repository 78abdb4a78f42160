"""What screens do with states that they were not made for, and with what is typed into them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from jitagents.errors import InputError
from jitagents.lab import command
from jitagents.lab.document import document, read
from jitagents.lab.experiment import Experiment
from jitagents.lab.facts import Facts
from jitagents.lab.job import Job
from jitagents.lab.number_box import NumberBox
from jitagents.lab.rooms.budget import BudgetRoom, problem
from jitagents.lab.rooms.own_experiment import OwnExperiment
from jitagents.lab.rooms.why import WhyRoom
from jitagents.lab.screens import SCREENS
from jitagents.lab.screens.why import Why
from jitagents.lab.session import TRANSLATIONS, Session
from jitagents.lab.state import State
from jitagents.translation import Translation
from tests.lab.conftest import SMALL

FRENCH = Translation("fr", TRANSLATIONS)


def test_a_number_is_typed_with_a_point_or_a_comma_between_its_limits() -> None:
    heard: list[float | None] = []
    box = NumberBox(FRENCH, "", heard.append, (0.0, 100.0))
    for text, number in (("7,5", 7.5), ("8.25", 8.25), ("seven", None), ("inf", None), ("100,5", None), ("0", 0.0)):
        box.view.value = text
        assert box.number == number
        assert box.view.value == ("" if number is None else f"{number:g}".replace(".", ","))
        assert heard[-1] == number


@pytest.mark.parametrize("query", [{"screen": "film", "day": "9999"}, {"screen": "budget", "money": "0"}])
def test_a_screen_opens_in_any_state_of_a_link(experiment: Experiment, query: Mapping[str, str]) -> None:
    session = Session(experiment, State.read(query))
    SCREENS[session.state.screen].view(session)
    session.ask()
    assert session.notice == ""


def test_causes_of_a_state_that_cannot_be_run_are_told_and_those_of_the_next_one_are_shown(
    experiment: Experiment,
) -> None:
    session = Session(experiment, State(screen="why", method="hybrid", buffer=5.0))
    screen = Why(session)
    assert "Hybrid.unspent = 5.0: must lie between 0 and 1" in screen._story.object
    screen._offer()
    session.change(buffer=1.0)
    assert "Hybrid" not in screen._story.object
    assert screen._room is not None


def test_nothing_is_placed_without_money(experiment: Experiment) -> None:
    best = BudgetRoom(problem(experiment, State(money=0.0)), 2).search()
    assert (best.days, best.spent) == ({}, 0.0)


def test_facts_are_numbers(experiment: Experiment) -> None:
    facts, run = Facts(experiment), experiment.run(State().run)
    for name in experiment.agents["name"]:
        assert not any("nan" in value for _, value in facts.of(name, run, FRENCH))


def test_what_takes_the_place_of_other_work_is_all_that_is_shown() -> None:
    shown: list[Any] = []
    job = Job(FRENCH)
    job._running = True
    job.start("later", lambda _: "later", shown.append)
    assert job._next is None
    job.start("first", lambda _: "first", shown.append, instead=True)
    job.start("second", lambda _: "second", shown.append, instead=True)
    assert job._stopping.is_set()
    job._end("Stopped", show=lambda: shown.append("former"))
    assert shown == ["second"]
    assert not job._running
    assert job._said.object == '<ul class="faults" role="alert"></ul>'


def test_worlds_are_those_of_the_range_of_replications(tmp_path: Path) -> None:
    overrides = [*(one for one in SMALL if "=constant" not in one and "replications" not in one), "demand=poisson"]
    some, all_ = (Experiment("single", [*overrides, f"replications={asked}"]) for asked in ("3:5", "0:5"))
    run, whole = (one.run(State().run) for one in (some, all_))
    assert run.days_lost != whole.days_lost
    rooms = [WhyRoom(one.config(State()), one.network) for one in (some, all_)]
    assert rooms[0].shortage("stage_1", 0).equals(rooms[1].shortage("stage_1", 3))
    with pytest.raises(InputError, match="must be a number from 3 to 4"):
        rooms[0].shortage("stage_1", 2)
    file = tmp_path / "lab.yaml"
    file.write_text(document(some, State()), encoding="utf-8")
    study, stated = read(file)
    again = Experiment(study, stated)
    assert again.loaded.replications == range(3, 5)
    assert again.run(State().run).days_lost == run.days_lost


def test_texts_of_the_command_line_may_be_written_as_in_yaml(tmp_path: Path) -> None:
    experiment = Experiment("single", [*SMALL, "labels={stage_1: Käse und Brot}"])
    file = tmp_path / "lab.yaml"
    file.write_text(document(experiment, experiment.start), encoding="utf-8")
    assert Experiment(*read(file)).loaded.config["labels"] == {"stage_1": "Käse und Brot"}


@pytest.mark.parametrize("variants", ["{a: 5}", "{a: [5]}", "{a: null}", "{a: ordering=jit}", "[a]", "5"])
def test_files_that_are_no_state(tmp_path: Path, variants: str) -> None:
    (tmp_path / "x.yaml").write_text(f"defaults: [{{override /study: single}}]\nvariants: {variants}\n")
    with pytest.raises(InputError, match="is no state of the laboratory"):
        read(tmp_path / "x.yaml")


def test_files_of_a_network_may_have_any_name(experiment: Experiment) -> None:
    own = OwnExperiment(experiment.network, {"agents": "l'été, agents.csv", "lanes": "lanes.csv"})
    assert own.start.target == "stage_3"
    assert any("l\\'été, agents.csv" in one for one in own.overrides(own.start))


@pytest.mark.parametrize("port", ["-5", "99999"])
def test_a_port_that_there_is_not(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["--port", port]) == 2
    assert f"--port {port}: must be a number from 0 to 65535" in capsys.readouterr().err
