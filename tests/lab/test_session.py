"""A session without a browser: what it runs, what it tells, and that every sentence is there in French."""

from pathlib import Path

import pytest
import yaml

from jitagents.lab.experiment import Experiment
from jitagents.lab.foot import foot
from jitagents.lab.page import opened
from jitagents.lab.run import Run
from jitagents.lab.screens import SCREENS
from jitagents.lab.session import TRANSLATIONS, Session
from jitagents.lab.state import State


@pytest.fixture
def session(experiment: Experiment) -> Session:
    return Session(experiment, State(language="fr", screen="sliders"))


def test_only_what_numbers_depend_on_is_run(session: Session) -> None:
    heard: list[Run] = []
    session.watch(heard.append)
    session.ask()
    session.change(day=4, predict=0, agent="stage_1")
    assert len(heard) == 1
    session.change(duration=9)
    session.change(duration=9)
    assert len(heard) == 2
    assert heard[1].days_lost != heard[0].days_lost


def test_a_state_that_cannot_be_run_is_told_and_the_next_one_is_run(session: Session) -> None:
    said: list[str] = []
    session.watch_notice(said.append)
    session.change(target="nobody")
    assert "nobody" in said[-1]
    session.change(target="stage_2")
    assert said[-1] == ""


def test_a_prediction_is_part_of_the_state(experiment: Experiment) -> None:
    from jitagents.lab.prediction import Prediction

    session = Session(experiment, State(language="fr"))
    prediction = Prediction(session)
    for text, number in (("7,5", 7.5), ("8", 8.0), ("seven", None), ("1e10", None)):
        prediction._asked.view.value = text
        assert session.state.prediction == number
    session.change(prediction=2.5)
    assert prediction._asked.view.value == "2,5"


def test_a_prediction_is_set_beside_no_run_but_its_own(experiment: Experiment) -> None:
    from jitagents.lab.prediction import Prediction

    session = Session(experiment, State(screen="sliders", duration=4))
    prediction = Prediction(session)
    session.watch(prediction.show)
    late, now = session.state.run, session.state.change(duration=9, prediction=3.0)
    session.state = now
    session._show(late, experiment.run(late))
    assert "?" in prediction._mean.object
    assert not prediction._rows
    session._show(now.run, experiment.run(now.run))
    assert "?" not in prediction._mean.object
    assert [*prediction._rows] == [now.run]


def test_a_link_to_what_the_network_lacks_opens_the_start(experiment: Experiment) -> None:
    for query in ({"target": "nobody"}, {"agent": "nobody"}, {"screen": "kitchen"}, {"duration": "long"}):
        session = opened(experiment, query)
        assert session.state == experiment.start
        assert session.notice
    assert opened(experiment, {"target": "stage_2"}).notice == ""


def test_every_sentence_of_the_pages_is_there_in_french(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    said = set[str]()
    speak = type(session.say).__call__

    def hear(translation: object, sentence: str, **values: object) -> str:
        said.add(sentence)
        return speak(translation, sentence, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(type(session.say), "__call__", hear)
    for name, screen in SCREENS.items():
        session.change(screen=name)
        screen.view(session)
        session.refresh()
        session.change(agent="stage_1", prediction=3.0)
        session.change(agent="stage_3")
    foot(session)
    catalogues = Path(TRANSLATIONS).parents[1].glob("*/translations/fr.yaml")
    known = {one for path in catalogues for one in yaml.safe_load(path.read_text(encoding="utf-8"))}
    assert {one for one in said if one not in known and one not in ("+2",)} == set()
