"""Bad values: each is refused in sentences that name its key, or does no harm; nothing else is ever raised."""

import re
from typing import Any

import pytest

from tests.hostile.conftest import built, changed, choices_of, leaves, refused, study

ALWAYS_WRONG: list[Any] = [float("nan"), float("inf"), 1e308, 10**30]
WRONG_KINDS: list[Any] = ["3", True, [], {}, "y" * 5000, "日本é\0"]
DOUBTFUL: list[Any] = [-1, 0, 0.5, 1e-308, 1e9, None]
GROUPS = (
    "demand", "information", "forecasting", "ordering", "sourcing", "production", "allocation", "transport",
    "inspection", "serving", "calendar", "finance", "relation", "costs",
)  # fmt: skip
LONGEST = 2000
MOST = 12
"""Cases of a group that are simulated."""
ALLOWED = re.compile(
    r"must (be|lie|have|not|say|name)|allowed: |needs? |exactly one|not of a trusted|cannot be|is no |at most|at least"
    r"|none is allowed|did you mean|occurs nowhere|not known|missing|empty|write |outside|neither"
    r"|would be needed|there are|between"
)


def cases(group: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every parameter of every choice of a group once; choices share those of a base class."""
    return [(choice, (group, *path)) for choice in choices_of(group) for path in leaves(study(group, choice)[group])]


def told(path: tuple[str, ...], value: Any, faults: tuple[str, ...]) -> None:
    """Each sentence names the key and the value, or what stands in its place, and says what is allowed."""
    for fault in faults:
        assert str(path[-1]) in fault or str(path[-2]) in fault, (path, value, fault)
        shown = (
            repr(value)[:20] in fault
            or "at most 255" in fault
            or "YAML list" in fault
            or "would be needed" in fault
            or "exactly one" in fault
        )
        assert shown or isinstance(value, dict | list), (path, value, fault)
        assert ALLOWED.search(fault), (path, value, fault)
        assert len(fault) < LONGEST


@pytest.mark.parametrize("group", [*GROUPS, "crisis", "network"])
def test_a_wrong_value_is_told_with_its_key_and_what_is_allowed(group: str) -> None:
    for number, (choice, path) in enumerate(cases(group)):
        node: Any = study(group, choice)
        for name in path:
            node = node[name]
        is_number = isinstance(node, int | float) and not isinstance(node, bool)
        for value in ALWAYS_WRONG[number % 2 :: 2] + WRONG_KINDS[number % 6 :: 6]:
            faults = built(changed(study(group, choice), path, value), group)
            told(path, value, faults)
            selects = "target" in path or "centre" in path  # checked where the network is known
            assert faults or selects or not is_number or not isinstance(value, float), (path, value)


@pytest.mark.parametrize("group", [*GROUPS, "crisis", "network"])
def test_a_misspelt_key_is_told_with_the_nearest(group: str) -> None:
    """Parameters at every depth; other keys are names of the user's, or too short to be told from others."""
    tried = 0
    for choice, path in cases(group):
        config, (*above, key) = study(group, choice), path
        node: Any = config
        for name in above:
            node = node[name]
        if len(str(key)) >= 4 and "_target_" in node:
            misspelt = key[:1] + key[2] + key[1] + key[3:] if key[1] != key[2] else key[:-1]
            misspelt = f"{key}s" if misspelt in node else misspelt
            other = {misspelt if name == key else name: value for name, value in node.items()}
            faults = built(changed(config, tuple(above), other), group)
            said = f"{'.'.join([*above, misspelt])}: "
            assert any(said in fault and f"did you mean {key!r}" in fault for fault in faults), (choice, faults)
            tried += 1
    assert tried


@pytest.mark.parametrize("group", [*GROUPS, "crisis", "network"])
def test_a_doubtful_value_is_refused_or_runs(group: str) -> None:
    every = cases(group)
    for number, (choice, path) in enumerate(every):
        if number % max(1, len(every) // MOST) == 0:
            value = (DOUBTFUL + WRONG_KINDS)[number % 12]
            for fault in refused(changed(study(group, choice), path, value)):
                assert len(fault) < LONGEST


@pytest.mark.parametrize("group", [*GROUPS, "network"])
@pytest.mark.parametrize("value", [3, "jit", None, [], True, {}])
def test_a_group_is_a_choice(group: str, value: Any) -> None:
    faults = refused(changed(study("serving", "backorder"), (group,), value))
    assert faults
    assert all(fault.startswith(group) for fault in faults)


@pytest.mark.parametrize("value", [0, "", False, [], "x"])
def test_a_crisis_is_a_mapping(value: Any) -> None:
    assert refused(changed(study("serving", "backorder"), ("crisis",), value)) == (
        f"crisis = {value!r}: must be a mapping of names",
    )
