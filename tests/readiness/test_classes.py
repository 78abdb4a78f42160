"""Classes of flows: textbook series, values by hand."""

import numpy as np
import pytest

from jitagents.readiness.classes import Pattern, abc, kraljic, pattern, xyz


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([10, 11, 9, 10, 10, 12], Pattern.SMOOTH),
        ([1, 30, 1, 1, 1, 30], Pattern.ERRATIC),
        ([10, 0, 0, 11, 0, 9], Pattern.INTERMITTENT),
        ([1, 0, 0, 50, 0, 1, 0, 0], Pattern.LUMPY),
        ([5, 0, 0], Pattern.UNKNOWN),
        ([], Pattern.UNKNOWN),
    ],
)
def test_patterns(units: list[float], expected: Pattern) -> None:
    assert pattern(np.array(units, dtype=float)) is expected


def test_the_cut_off_of_sizes() -> None:
    """Sizes 1 - a and 1 + a have the squared CV a^2: .49 at a = .7."""
    assert pattern(np.array([0.31, 1.69])) is Pattern.SMOOTH
    assert pattern(np.array([0.29, 1.71])) is Pattern.ERRATIC


def test_xyz() -> None:
    assert [xyz(one) for one in (0.2, 0.5, 0.7, 1.0, 1.1, np.nan)] == ["X", "X", "Y", "Y", "Z", "unknown"]


def test_abc() -> None:
    assert abc(np.array([5.0, 80.0, 15.0, np.nan])) == ["C", "A", "B", "unknown"]
    assert abc(np.array([7.0])) == ["A"]


def test_kraljic() -> None:
    assert kraljic("A", 0.9, 0.8) == "leverage"
    assert kraljic("A", 0.9, 0.3) == "strategic"
    assert kraljic("C", 0.5, np.nan) == "bottleneck"
    assert kraljic("C", 0.9, 0.9) == "non-critical"
    assert kraljic("unknown", 0.9, 0.9) == kraljic("A", np.nan, np.nan) == "unknown"
