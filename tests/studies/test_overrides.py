"""Settings as texts: names of any sign, values of Python, what Hydra's grammar has no room for."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from jitagents import InputError, load
from jitagents.config import decoded
from jitagents.network import listed
from jitagents.studies.overrides import quoted, spelled, texts, whole_arguments
from tests.studies.conftest import small

NAMES = [
    "Final Node",
    "Köln (Werk 2)",
    "Acme, Inc.",
    "A=B",
    "#3 press",
    "50% mill",
    "李明",
    "O'Brien",
    "NO",
    "0010",
    "a.b",
]
TEXT = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | TEXT.filter(
    lambda text: "${" not in text
)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    read = decoded(OverridesParser.create().parse_override(f"a={quoted(value)}").value())
    assert read == value or str(read) == value
    assert type(read) is type(value) or isinstance(value, str)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_stand_in_a_configuration(name: str) -> None:
    network = listed(
        name="chain",
        agents=[
            {"name": "town", "kind": "buyer", "item": "x", "demand": 5},
            {"name": name, "kind": "supplier", "item": "x"},
        ],
        lanes=[{"seller": name, "buyer": "town"}],
    )  # fmt: skip
    setting = {
        "network": network, "days": 12, "warmup": 2, "replications": 2, "workers": 1, "ordering": "base_stock",
        "ordering.level": {"town": 12, name: 0}, "crisis.outage.start": 3, "crisis.outage.duration": 4,
        "crisis.outage.target": {"name": name}, "levels": {"crisis.outage.target.name": [name]},
    }  # fmt: skip
    results = load("single", setting).run(progress=False)
    assert results.points["crisis.outage.target.name"].tolist() == [name]
    assert results.manifest.disrupted == {results.levels[0]: name}
    assert results.config["ordering"]["level"] == {"town": 12, name: 0}


@pytest.mark.parametrize("name", NAMES)
def test_names_in_braces_are_read_as_in_yaml(name: str) -> None:
    """In quotes all of them; without, those that have no sign of their own there."""
    bare = [] if name in ("Acme, Inc.", "O'Brien") else [f"a={{{name}: 5}}"]
    for typed in (f'a={{"{name}": 5}}', *bare):
        (read,) = spelled(typed)
        assert decoded(OverridesParser.create().parse_override(read).value()) == {name: 5}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a=Köln (Werk 2)", ["a='Köln (Werk 2)'"]),
        ("a=A=B", ["a='A=B'"]),
        ("a=1,2", ["a=1,2"]),
        ("a=${b}", ["a=${b}"]),
        ("~a", ["~a"]),
        ("variants={one: [sourcing=primary]}", ["variants={one: ['sourcing=primary']}"]),
        ("levels={k: [NO, 0010, 3.5, 7]}", ["levels={k: [NO, 0010, 3.5, 7]}"]),
        ("levels={k: [Köln, 0010, 3.5, 7]}", ["levels={k: ['Köln', '0010', 3.5, 7]}"]),
        ("crisis={}", ["crisis=none"]),
        ("crisis={x: {what: supply}}", ["crisis=none", "++crisis.x={what: supply}"]),
        ("levels={a: [", ["levels={a: ["]),
    ],
)
def test_what_is_typed(typed: str, read: list[str]) -> None:
    assert spelled(typed) == read


def test_a_range_in_braces_is_written_out_in_the_message() -> None:
    with pytest.raises(InputError, match=r"range\(5, 20, 5\).*\[5, 10, 15\]"):
        spelled("levels={a: range(5,20,5)}")


def test_shocks_in_the_place_of_a_choice() -> None:
    shock = "{_target_: jitagents.crises.Shock, target: {name: stage_3}, start: 3, duration: 4}"
    study = small("crisis={fire: " + shock + "}", "crisis.fire.duration=6")
    assert list(study.config["crisis"]) == ["fire"]
    assert study.config["crisis"]["fire"]["duration"] == 6
    assert study.overview.targets == ["stage_3"]


@pytest.mark.parametrize(
    ("passed", "meant"),
    [
        (["'levels={a:", "[5,", "10]}'", "days=5"], ["levels={a: [5, 10]}", "days=5"]),
        (["'a=b'"], ["a=b"]),
        (["a='b c'"], ["a='b c'"]),
        (["'open"], ["'open"]),
    ],
)
def test_single_quotes_that_windows_passes_on(passed: list[str], meant: list[str]) -> None:
    assert whole_arguments(passed) == meant


def test_overrides_as_a_mapping_are_those_of_the_list() -> None:
    told = {"replications": np.int64(3), "ordering.cover": np.float64(2.5), "network.stages": 3, "measures": ("cost",)}
    assert texts(told) == ["replications=3", "ordering.cover=2.5", "network.stages=3", "measures=[cost]"]
    varied = texts({"variants": {"a": {"ordering": "jit", "ordering.cover": 2}}})
    assert varied == ["variants={a: ['ordering=jit', 'ordering.cover=2']}"]


@pytest.mark.parametrize("wrong", ["text", 5, [5], None, {"days": object()}])
def test_overrides_of_another_kind(wrong: Any) -> None:
    with pytest.raises(InputError):
        load("single", wrong)


def test_a_network_object_is_worth_its_configuration() -> None:
    network = small("network.capacity=20").network
    one, other = small("network.capacity=20"), load(
        "single", {"network": network, "days": 30, "warmup": 5, "replications": 4, "workers": 1,
                   "demand": "poisson", "crisis.outage.target": {"name": "stage_4"}, "crisis.outage.start": 5,
                   "crisis.outage.duration": 5, "network.long_lead_time": 2},
    )  # fmt: skip
    results = other.run(progress=False)
    assert_frame_equal(results.replications, one.run(progress=False).replications)
    assert isinstance(results.why("stage_1").amount, float)
    assert other.hash != load("single", network=small("network.capacity=21").network).hash
    with pytest.raises(InputError, match="given as an object"):
        load("single", {"network": network, "network.whole": False})
    with pytest.raises(InputError, match="changes network"):
        load("single", {"network": network, "variants": {"a": ["network=serial"], "b": ["ordering=jit"]}})
    with pytest.raises(InputError, match="must be a Network"):
        load("single", network=pd.DataFrame())  # type: ignore[arg-type]
