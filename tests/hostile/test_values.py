"""Bad values: each is refused in sentences that name its key, or does no harm; nothing else is ever raised."""

from typing import Any

import pytest

from tests.hostile.conftest import changed, choices_of, leaves, refused, study

ALWAYS_WRONG: list[Any] = [float("nan"), float("inf"), 1e308, 10**30]
WRONG_KINDS: list[Any] = ["3", True, [], {}, "y" * 5000, "日本é\0"]
DOUBTFUL: list[Any] = [-1, 0, 0.5, 1e-308, 1e9, None]
GROUPS = (
    "demand", "information", "forecasting", "ordering", "sourcing", "production", "allocation", "transport", "serving",
    "costs",
)  # fmt: skip
LONGEST = 2000


def cases(group: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every parameter of every choice of a group once; choices share those of a base class."""
    return [(choice, (group, *path)) for choice in choices_of(group) for path in leaves(study(group, choice)[group])]


def check(choice: str, path: tuple[str, ...], value: Any) -> tuple[str, ...]:
    faults = refused(changed(study(path[0], choice), path, value))
    for fault in faults:
        assert path[-1] in fault or path[-2] in fault, (path, value, fault)
        assert len(fault) < LONGEST
    return faults


@pytest.mark.parametrize("group", GROUPS)
def test_no_value_of_a_parameter_breaks_a_run(group: str) -> None:
    for number, (choice, path) in enumerate(cases(group)):
        node: Any = study(group, choice)
        for name in path:
            node = node[name]
        is_number = isinstance(node, int | float) and not isinstance(node, bool)
        for value in ALWAYS_WRONG[number % 2 :: 2]:
            assert check(choice, path, value) or not is_number, (path, value)
        for value in WRONG_KINDS[number % 6 :: 6] + DOUBTFUL[number % 6 :: 6]:
            check(choice, path, value)


@pytest.mark.parametrize(
    "choice", ["supplier_outage", "canal_blockage", "earthquake", "recurrent_outages", "demand_surge"]
)
def test_no_value_of_a_crisis_breaks_a_run(choice: str) -> None:
    config = study("crisis", choice)
    for number, path in enumerate(leaves(config["crisis"], ("crisis",))):
        for value in (ALWAYS_WRONG + WRONG_KINDS + DOUBTFUL)[number % 8 :: 8]:
            refused(changed(config, path, value))


@pytest.mark.parametrize("choice", ["serial", "layered", "two_suppliers", "beer_game"])
def test_no_value_of_a_network_breaks_a_run(choice: str) -> None:
    config = study("network", choice)
    for number, path in enumerate(leaves(config["network"], ("network",))):
        for value in (ALWAYS_WRONG + WRONG_KINDS + DOUBTFUL)[number % 6 :: 6]:
            refused(changed(config, path, value))


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
