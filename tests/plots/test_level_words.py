"""Short words for the levels of a sweep, and their order along a line."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from jitagents.plots.level_words import in_order, short
from jitagents.points import Point
from jitagents.results.swept_columns import point_table
from tests.plots.drawn import Study, labels

COVER = "ordering.cover"


@pytest.mark.parametrize(("points", "words"), [
    ([], []),
    ([{COVER: 0.501144}, {COVER: 1.04987}], ["cover 0.501", "cover 1.05"]),
    ([{COVER: 0.50111}, {COVER: 0.50112}], ["cover 0.50111", "cover 0.50112"]),
    ([{"crisis.only": "fire"}, {"crisis.only": "strike"}], ["fire", "strike"]),
    ([{"a.days": 1, "b.days": 20_000}], ["a.days 1, b.days 20,000"]),
    ([{"a.b": 1, "c.d": "x"}], ["b 1, d x"]),
])  # fmt: skip
def test_words(points: list[Point], words: list[str]) -> None:
    assert list(short(point_table(points)).values()) == words


def test_levels_of_one_number_stand_in_its_order_whatever_that_in_which_they_were_found() -> None:
    points = point_table([{COVER: value} for value in (3.0, 1.0, 2.0)])
    table = pd.DataFrame({"level": points["level"].tolist() * 2, "variant": ["a"] * 3 + ["b"] * 3})
    assert in_order(table, points)["level"].tolist() == [f"{COVER}={value}" for value in (1, 1, 2, 2, 3, 3)]
    named = point_table([{"crisis.only": name} for name in "zx"])
    assert in_order(named, named)["level"].tolist() == ["z", "x"]


def test_the_line_of_a_variant_follows_what_is_swept(study: Study) -> None:
    points = tuple({COVER: value} for value in (3.0, 1.0, 2.0))
    results = study(agents=8, replications=4, variants=("jit",), points=points)
    figure = results.plot.tradeoff()
    table = results.summary(["output_lost"], ["network"]).sort_values(COVER)
    line = next(one for one in figure.axes[0].lines if one.get_marker() == "o")
    assert np.asarray(line.get_ydata()).tolist() == table["crisis"].tolist()
    assert [text.get_text() for text in labels(figure)] == ["jit", "cover 1", "cover 2", "cover 3"]


@pytest.mark.parametrize("values", [(1.0, 1.01, 1.5, 2.0), (0.362157, 0.424786, 0.501144, 1.49173), (1.0, 5.0, 20.0)])
def test_ticks_do_not_lie_over_each_other(study: Study, values: tuple[float, ...]) -> None:
    figure = study(agents=8, replications=3, points=tuple({COVER: value} for value in values)).plot.levels()
    figure.draw_without_rendering()
    low, high = figure.axes[-1].get_xlim()
    ticks = [tick for tick in figure.axes[-1].xaxis.get_major_ticks() if low <= tick.get_loc() <= high]
    boxes = [tick.label1.get_window_extent() for tick in ticks]
    assert len(boxes) > 1
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))
