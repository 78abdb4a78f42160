"""Parameters: each value is of its field's kind and within its limits, or all that are not are named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from jitagents.errors import InputError, nearest
from jitagents.parameters import Number, Parameters, param


@dataclass(frozen=True)
class Inner(Parameters):
    size: Number = param(1.0, "units", "a size", low=0, high=10)


@dataclass(frozen=True)
class Outer(Parameters):
    rate: Number = param(0.5, "1/day", "a rate", low=0)
    share: float | None = param(None, "", "a share", low=0, high=1)
    days: int = param(3, "days", "a number of days", low=1)
    kind: str = param("plain", "", "a kind", choices=("plain", "odd"))
    name: str = param("", "", "a name")
    deep: bool = param(False, "", "a flag")
    names: Sequence[str] = param((), "", "names")
    level: Number | Mapping[str, float] | None = param(None, "units", "a level")
    inner: Inner = field(default_factory=Inner)
    free: Any = None


@pytest.mark.parametrize(
    "values",
    [
        {}, {"rate": 0}, {"rate": np.float64(2)}, {"rate": np.array([[0.0], [2.0]])}, {"share": 1}, {"days": 4.0},
        {"kind": "odd"}, {"deep": True}, {"names": ["a"]}, {"names": ()}, {"level": 3}, {"level": {"a": 1.0}},
        {"level": np.ones((1, 2))}, {"free": object()}, {"inner": Inner(2)},
    ],
)  # fmt: skip
def test_what_is_allowed(values: dict[str, Any]) -> None:
    Outer(**values)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rate", -1, "must be 0 or more (1/day)"),
        ("rate", np.array([[1.0, -1.0]]), "must be 0 or more"),
        ("rate", None, "must be a number"),
        ("rate", "fast", "must be a number"),
        ("rate", True, "must be a number"),
        ("rate", [1, 2], "must be a number"),
        ("rate", float("nan"), "must be finite"),
        ("rate", float("inf"), "must be finite"),
        ("share", 1.5, "must lie between 0 and 1"),
        ("days", 2.5, "must be whole"),
        ("days", 0, "must be 1 or more (days)"),
        ("days", "many", "must be a whole number"),
        ("days", np.array([[1.0, 2.0]]), "must be the same in all worlds"),
        ("kind", "od", "did you mean 'odd'? allowed: odd, plain"),
        ("name", 5, "must be a text"),
        ("deep", 1, "must be true or false"),
        ("names", "abc", "must be a list"),
        ("level", "high", "must be a number"),
        ("inner", "small", "must be of the kind Inner"),
        ("inner", None, "must be of the kind Inner"),
    ],
)
def test_what_is_not(name: str, value: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        Outer(**{name: value})
    (fault,) = caught.value.faults
    assert fault.startswith(f"Outer.{name}")
    assert words in fault


def test_all_faults_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Outer(rate=-1, days=0, kind="")
    assert len(caught.value.faults) == 3


def test_nearest_names() -> None:
    assert nearest("kanbn", ["jit", "kanban"]) == "did you mean 'kanban'? allowed: jit, kanban"
    assert nearest("xyz", ["jit"]) == "allowed: jit"
    assert nearest("xyz", range(30), most=2) == "allowed: 0, 1, … (30 in all)"
    assert nearest("xyz", []) == "none is allowed here"
