"""The state of the laboratory: links and overrides lead back to it."""

from dataclasses import fields
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.lab.methods import METHODS
from jitagents.lab.state import RECORDS, SERVING, State

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
EXPERIMENTS = st.builds(
    State,
    method=st.sampled_from([*METHODS]),
    buffer=st.none() | st.floats(0, 1000),
    duration=st.integers(1, 60),
    target=st.just("") | st.sampled_from(["chip_fab", "usine d'Orléans", "a, b", "1", "true", "x: y", "{z}", "no"]),
    serving=st.sampled_from(SERVING),
    records=st.sampled_from(RECORDS),
    second=st.integers(0, 1),
)
STATES = st.builds(
    lambda state, **more: state.change(**more),
    EXPERIMENTS,
    screen=st.sampled_from(["network", "sliders", "film"]),
    language=st.sampled_from(["en", "fr"]),
    predict=st.integers(0, 1),
    prediction=st.none() | st.floats(-1e6, 1e6),
    agent=NAMES,
    day=st.integers(1, 70),
    money=st.floats(0, 1e9),
    fails=st.sampled_from(["one", "any"]),
    tries=st.sampled_from(["", "me:0=3,4=10;a%20b:", "é:1=2.5"]),
)


@settings(max_examples=40)
@given(STATES, STATES | st.none())
def test_a_link_leads_back_to_its_state_from_any_start(state: State, start: State | None) -> None:
    assert State.read(pairs(state.query(start)), start) == state


@given(STATES, STATES)
def test_a_link_that_states_all_needs_no_start(state: State, start: State) -> None:
    assert State.read(pairs(state.query()), start) == state


def pairs(query: str) -> dict[str, str]:
    return dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True))


@settings(max_examples=40)
@given(EXPERIMENTS)
def test_overrides_lead_back_to_their_experiment(state: State) -> None:
    back, rest = State.split(["days=20", *state.overrides("outage"), "ordering.pitch=1"], "outage")
    assert back == state.run
    assert rest == ["days=20", "ordering.pitch=1"]


def test_a_link_of_the_start_states_nothing() -> None:
    assert State().query(State()) == "?"


def test_a_link_is_read_on_top_of_the_start() -> None:
    assert State.read({"duration": "7"}, State(language="fr")) == State(language="fr", duration=7)


def test_faults_of_a_link_are_told_together() -> None:
    with pytest.raises(InputError) as told:
        State.read({"durations": "3", "method": "jitt", "duration": "4.5", "second": "2", "buffer": "nan"})
    faults = told.value.faults
    assert [fault.partition(":")[0] for fault in faults] == [
        "durations", "method=jitt", "duration=4.5", "second=2", "buffer=nan",
    ]  # fmt: skip
    assert "duration" in faults[0]
    assert "jit" in faults[1]


def test_another_method_begins_with_its_own_parameter() -> None:
    assert State(method="jit", buffer=7.0).change(method="kanban").amount == METHODS["kanban"].usual
    assert State(method="jit", buffer=7.0).change(duration=3).amount == 7.0


def test_a_prediction_holds_for_the_experiment_that_it_was_made_for() -> None:
    made = State().change(prediction=3.0)
    assert made.change(day=4, screen="film", agent="x").prediction == 3.0
    assert made.change(duration=4).prediction is None


def test_tries_hold_for_the_budget_that_they_were_made_for() -> None:
    made = State(tries="me:0=3")
    assert made.change(method="kanban", serving="backorder", day=4, prediction=2.0).tries == "me:0=3"
    assert {
        made.change(**{name: value}).tries for name, value in (("duration", 4), ("money", 5.0), ("fails", "any"))
    } == {""}


def test_numbers_depend_on_the_choices_that_say_so() -> None:
    """A field that is left out of the runs by mistake would show the numbers of another state."""
    assert {item.name for item in fields(State) if item.metadata["run"]} == {
        "method", "buffer", "duration", "target", "serving", "records", "second",
    }  # fmt: skip
