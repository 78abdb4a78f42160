"""The power of pilots: the lines are the chances, and the marks the lengths."""

from typing import Any

import numpy as np
import pytest

from jitagents import sprt
from jitagents.errors import InputError
from jitagents.plots.power import power_curve


def test_lines_are_chances_and_marks_are_lengths() -> None:
    losses = (0.4, 0.8)
    axis = power_curve(losses, most=60, false_alarm=0.1, miss=0.2).axes[0]
    lines, rings, triangles = (
        [line for line in axis.lines if line.get_marker() == marker] for marker in ("None", "o", "^")
    )
    for loss, line, ring, triangle in zip(losses, lines, rings, triangles, strict=False):
        days = np.asarray(line.get_xdata(), dtype=float)
        np.testing.assert_allclose(np.asarray(line.get_ydata(), dtype=float), sprt.power(days, loss, 0.1))
        assert line.get_ydata()[0] == pytest.approx(0.1)  # type: ignore[index]
        at = float(np.asarray(ring.get_xdata())[0])
        assert at == pytest.approx(sprt.fixed_length(loss, 0.1, 0.2))
        assert sprt.power(at, loss, 0.1) == pytest.approx(np.asarray(ring.get_ydata())[0])
        assert np.asarray(triangle.get_xdata())[0] == pytest.approx(sprt.average_length(loss, loss, 0.1, 0.2))
    assert len(lines) == 3  # two losses and the chance that is wanted
    assert len(rings) == len(triangles) == 2


def test_the_title_tells_the_length_for_the_smallest_loss() -> None:
    """((1.645 + 1.282) / 0.5)^2 = 34.3 days, of a loss of one point where a day has a deviation of two."""
    title = power_curve((1.0, 0.5), sd=0.02).get_suptitle()
    assert title == "To see a loss of 1 % of demand (0.5 sd) in 90 of 100 pilots, one must last 35 days"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"losses": ()}, "losses: must be at least one"), ({"losses": (0.0,)}, "shift = 0.0: must be above 0"),
        ({"most": 0}, "most = 0"), ({"sd": 0.0}, "sd = 0.0"), ({"false_alarm": 1.0}, "false_alarm = 1.0"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(values: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        power_curve(**values)
