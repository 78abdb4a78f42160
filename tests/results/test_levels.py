"""Along a sweep: the numbers of the levels, what they mean, which variant is best, and the figure of it."""

from collections.abc import Callable

import numpy as np
import pytest

from jitagents.errors import InputError
from jitagents.points import Point
from jitagents.results import Results, sweep

type Study = Callable[..., Results]

ONE = tuple({"crisis.outage.duration": days} for days in (1, 5, 20))
TWO = tuple({"a.b": one, "c.d": two} for one in (1, 2, 3) for two in (0, 1))
NAMES = tuple({"crisis.removal.target.name": name} for name in ("mill", "Acme, Inc.", "A=B", "1"))


@pytest.mark.parametrize("points", [ONE, TWO, NAMES, ()])
def test_the_points_of_the_levels(study: Study, points: tuple[Point, ...]) -> None:
    results = study(agents=6, replications=2, variants=("jit",), points=points)
    assert results.points["level"].tolist() == results.levels
    assert results.points.drop(columns="level").to_dict("records") == [*points] or not points
    numbers = sweep.numbers(results)
    assert numbers.index.tolist() == results.levels
    if points in (ONE, TWO):
        assert numbers.to_dict("records") == [*points]
    else:
        assert numbers.shape == (len(results.levels), 0)


def test_too_many_panels_are_refused_with_another_way(study: Study) -> None:
    design = tuple({"a.b": 0.1 * at, "c.d": 0.2 * at, "e.f": 7.0 - at} for at in range(13))
    results = study(agents=6, replications=2, variants=("jit",), points=design)
    assert "levels" not in results.figures()
    with pytest.raises(InputError, match=r"13 levels make 13 panels.*results\.points"):
        results.plot.levels()


def test_what_a_parameter_means() -> None:
    config = {"crisis": {"down": {"_target_": "jitagents.crises.Recurrent", "mttr": 5}}, "days": 30}
    assert sweep.meaning(config, "crisis.down.mttr") == "mean time to repair, or its law (days)"
    for key in ("crisis.down.nothing", "crisis.up.mttr", "days", "days.more"):
        assert sweep.meaning(config, key) == key


def test_a_line_per_variant_through_the_means(study: Study) -> None:
    results = study(agents=8, replications=9, variants=("jit", "hybrid"), points=ONE)
    figure = results.plot.levels()
    assert [axis.get_ylabel() for axis in figure.axes] == [
        "cost a day\nin crisis (money/day)",
        "days of output lost\nin crisis (days)",
    ]
    assert figure.axes[-1].get_xlabel() == "crisis.outage.duration"
    assert figure.axes[-1].get_xscale() == "log"
    means = results.summary(["days_lost"], ["network"])
    for name, line in zip(("jit", "hybrid"), figure.axes[-1].lines, strict=True):
        assert line.get_label() == name
        assert np.asarray(line.get_xdata()).tolist() == [1, 5, 20]
        assert np.asarray(line.get_ydata()).tolist() == means.loc[means["variant"] == name, "crisis"].tolist()
    assert figure.get_suptitle() == "jit has the least cost a day at duration 1 and 20"
    assert "levels" in results.figures()


def test_a_second_key_makes_columns(study: Study) -> None:
    figure = study(agents=8, replications=3, variants=("jit", "hybrid"), points=TWO).plot.levels(["days_lost"])
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["d = 0", "d = 1"]
    assert np.asarray(figure.axes[0].lines[0].get_xdata()).tolist() == [1, 2, 3]


def test_values_that_agree_in_six_digits_are_columns_of_their_own(study: Study) -> None:
    near = tuple({"a.b": one, "c.d": two} for one in (1, 2, 3) for two in (0.1234567, 0.1234568))
    figure = study(agents=8, replications=3, variants=("jit", "hybrid"), points=near).plot.levels(["days_lost"])
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["d = 0.1234567", "d = 0.1234568"]


def test_without_a_sweep_there_is_nothing_to_draw_along(study: Study) -> None:
    results = study(agents=8, replications=2)
    with pytest.raises(InputError, match="no sweep over numbers"):
        results.plot.levels()
    assert "levels" not in results.figures()
