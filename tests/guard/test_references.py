"""References of a configuration: to its own values only, and bounded."""

from typing import Any

import pytest

from jitagents.errors import InputError
from jitagents.guard.references import ALLOWED_IN_PATHS, References, targets

DOUBLED: dict[str, Any] = {f"k{n}": f"${{k{n + 1}}} ${{k{n + 1}}}" for n in range(20)} | {"k20": "x"}
"""Written out, two to the power of twenty texts."""


def test_the_keys_that_a_text_refers_to() -> None:
    assert targets("${a.b} and ${oc.select:c,5}", "here") == ["a.b", "c"]
    assert targets("nothing", "here") == []
    assert targets("${now:%H}", "here", ALLOWED_IN_PATHS) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("${oc.env:HOME}", "cannot read the environment"),
        ("${now:%H}", "not allowed in a configuration"),
        ("${a.${b}}", "a reference within a reference"),
    ],
)
def test_a_text_that_is_refused(text: str, fault: str) -> None:
    with pytest.raises(InputError, match=f"^here: .*{fault}"):
        targets(text, "here")


@pytest.mark.parametrize(
    "tree",
    [
        {"a": "${b}", "b": 1},
        {"a": {"b": "${.c}", "c": 1}},
        {"a": {"b": "${..c}"}, "c": [1, "${a.d}"]},
        {"a": "${lost}"},
    ],
)
def test_references_that_end(tree: dict[str, Any]) -> None:
    References(tree).check()


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        ({"a": "${b}", "b": "${a}"}, "a: refers to itself"),
        ({"a": ["${a}"]}, "a: refers to itself"),
        ({"a": {"b": "${..a}"}}, "a: refers to itself"),
        (DOUBLED, "too large with its references"),
        ({f"a{n}": "${b}" for n in range(2001)} | {"b": 1}, "more than 2,000 references"),
    ],
    ids=["in a ring", "to the list around it", "to the mapping around it", "doubled again and again", "many"],
)
def test_references_that_are_refused(tree: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        References(tree).check()
