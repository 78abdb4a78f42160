"""Criticality: which flows deserve a buffer."""

from typing import Any

import pytest

from jitagents.behaviours.criticality import Criticality
from jitagents.errors import InputError
from tests.behaviours.conftest import plan

# bought from one seller nearby; from one far away; from two, dear and unsure; made, not bought
KNOWN = plan(
    4, names=["near", "far", "dear", "made"], sources=[1, 1, 2, 0], reach=[2, 40, 5, 50], value=[1, 1, 90, 900],
    lead_time=[2, 30, 4, 50], lead_time_sd=[0, 3, 2, 25],
)  # fmt: skip


@pytest.mark.parametrize(
    ("criteria", "critical"),
    [
        ({}, {"near", "far", "dear"}),
        ({"single_source": True}, {"near", "far"}),
        ({"lead_time": 40.0}, {"far"}),
        ({"uncertainty": 0.5}, {"dear"}),
        ({"uncertainty": 0.1}, {"far", "dear"}),
        ({"value": 900.0}, {"dear"}),
        ({"names": ["near", "made"]}, {"near", "made"}),
        ({"single_source": True, "value": 900.0}, {"near", "far", "dear"}),
        ({"single_source": True, "lead_time": 40.0, "match": "all"}, {"far"}),
        ({"single_source": True, "value": 900.0, "match": "all"}, set()),
    ],
)
def test_criteria(criteria: dict[str, Any], critical: set[str]) -> None:
    assert set(KNOWN.names[Criticality(**criteria)(KNOWN)]) == critical


RISKY: dict[str, Any] = {"single_source": True, "spend": 0.05}
"""By value of the daily flow 10, 10 and 900 are bought: near and far are less than 5 % of it."""


@pytest.mark.parametrize(
    ("criteria", "quadrants"),
    [
        (RISKY, ["bottleneck", "bottleneck", "leverage", ""]),
        ({"single_source": True, "spend": 10 / 920}, ["strategic", "strategic", "leverage", ""]),
        ({"lead_time": 5.0, "value": 11.0}, ["non_critical", "bottleneck", "strategic", ""]),
        ({**RISKY, "lead_time": 40.0, "match": "all"}, ["non_critical", "bottleneck", "leverage", ""]),
        ({"value": 11.0, "spend": 0.99}, ["non_critical", "non_critical", "leverage", ""]),
    ],
)
def test_the_quadrants_of_kraljics_matrix(criteria: dict[str, Any], quadrants: list[str]) -> None:
    assert Criticality(**criteria).quadrant(KNOWN).tolist() == quadrants


@pytest.mark.parametrize(
    ("quadrants", "critical"),
    [(["bottleneck"], {"near", "far"}), (["strategic"], set()), (["leverage", "strategic"], {"dear"})],
)
def test_flows_of_some_quadrants_are_critical(quadrants: list[str], critical: set[str]) -> None:
    assert set(KNOWN.names[Criticality(**RISKY, quadrants=quadrants)(KNOWN)]) == critical
    assert set(KNOWN.names[Criticality(**RISKY, quadrants=quadrants, names=["made"])(KNOWN)]) == critical | {"made"}


def test_spend_is_a_criterion_like_others_without_quadrants() -> None:
    assert set(KNOWN.names[Criticality(spend=0.05)(KNOWN)]) == {"dear"}


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ({**RISKY, "quadrants": ["botleneck"]}, "no quadrant 'botleneck'; did you mean 'bottleneck'"),
        ({"spend": 0.1, "quadrants": ["leverage"]}, "supply risk needs one of"),
        ({"single_source": True, "quadrants": ["leverage"]}, "profit impact needs one of"),
    ],
)
def test_a_matrix_needs_two_axes_and_its_own_quadrants(criteria: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Criticality(**criteria)


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match="'nera'; did you mean 'near'"):
        Criticality(names=["nera"])(KNOWN)
