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


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match="'nera'; did you mean 'near'"):
        Criticality(names=["nera"])(KNOWN)
