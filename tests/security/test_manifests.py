"""Manifests that a stranger forged: one sentence, or results that can be used; never an error of Python."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.manifest import Manifest
from jitagents.results.manifest_reader import CONFIG
from tests.cli.conftest import SMALL, Call


def nested(depth: int) -> Any:
    """A list in a list, so many times."""
    node: Any = "x"
    for _ in range(depth):
        node = [node]
    return node


KEYS = ("config", *(item.name for item in Manifest.entries()))
WRONG: Mapping[str, Any] = {
    "number": 5, "negative": -1, "huge": 10**400, "fraction": 0.5, "not a number": float("nan"), "truth": True,
    "text": "x", "long": "y" * 200_000, "none": None, "empty": [], "list": [1, [2]], "mapping": {"a": [1]},
    "nested": nested(150), "deep": {"a": {"b": nested(50)}}, "controls": "a\x1b[31m\x00",
}  # fmt: skip
USES: tuple[Callable[[Results], object], ...] = (
    lambda results: results.findings,
    lambda results: results.summary(),
    lambda results: results.levels,
    lambda results: repr(results),
)
ARGUMENTS = ("study=single", *SMALL, "hydra.run.dir=out")


@pytest.fixture
def made(call: Call, undrawn: None, home: Path) -> dict[str, Any]:
    """The manifest of a small run in the directory `out`."""
    assert call(*ARGUMENTS).code == 0
    found: dict[str, Any] = json.loads((home / "out" / "manifest.json").read_text())
    return found


def forged(manifest: Mapping[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The manifest with another value at a place."""
    copy = deepcopy(dict(manifest))
    node: Any = copy
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    return copy


def written(manifest: object) -> None:
    (Path("out") / "manifest.json").write_text(json.dumps(manifest))


def test_each_key_of_each_wrong_kind_is_told_or_does_no_harm(made: dict[str, Any]) -> None:
    places = [*((key,) for key in {*KEYS, *made}), *(("config", key) for key in CONFIG)]
    told = 0
    for number, place in enumerate(places):
        for kind, value in [*WRONG.items()][number % 5 :: 5]:
            written(forged(made, place, value))
            faults = faults_of_use()
            told += bool(faults)
            for fault in faults:
                assert len(fault) < 2000, (place, kind)
                assert "\x1b" not in fault, (place, kind)
    assert told > len(places)


def faults_of_use() -> tuple[str, ...]:
    """The faults of opening the results, and of using them."""
    try:
        results = Results.open("out")
        for use in USES:
            use(results)
    except InputError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("key", ["targets", "config", "chunk", "struck"])
def test_a_forged_run_is_resumed_or_told(made: dict[str, Any], call: Call, key: str) -> None:
    summary = (Path("out") / "summary.csv").read_bytes()
    for kind in ("negative", "huge", "nested", "mapping", "long"):
        written(forged(made, (key,), WRONG[kind]))
        told = call(*ARGUMENTS)
        assert told.code in (0, 2), kind
        assert "Traceback" not in told.err
        assert told.code == 0 or "manifest.json" in told.err
        assert len(told.err) < 2000
        assert (Path("out") / "summary.csv").read_bytes() == summary
