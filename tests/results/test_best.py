"""The best variant at each level: by hand on written samples, as a table and as a map."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from jitagents.accounting.measures import DEFINITIONS
from jitagents.errors import InputError
from jitagents.plots.regions import PALE, regions
from jitagents.results import Results
from jitagents.results.best import best
from jitagents.results.cube import Cube

type Study = Callable[..., Results]

LUCK = np.linspace(-50, 50, 20)
ONE = tuple({"a.b": one} for one in (1, 2, 3))
TWO = tuple({"a.b": one, "c.d": two} for one in (1, 2, 3) for two in (0, 1))


def sample(cells: dict[str, list[str]], *values: np.ndarray) -> Cube:
    """A row of replications for each variant and level."""
    measured = np.stack(values)[:, None]
    return Cube(pd.DataFrame(cells).assign(scope="network"), ("cost",), measured, measured, (DEFINITIONS["cost"],))


def test_it_is_told_by_paired_differences() -> None:
    """b is always one less than a, though both spread far more; c is at times less and at times more."""
    cells = {"variant": ["a", "b", "a", "c"], "level": ["1", "1", "2", "2"]}
    data = sample(cells, LUCK, LUCK - 1, LUCK, LUCK - np.tile([-1, 1], 10))
    table = best(data, "crisis").set_index("level")
    assert table["clear"].tolist() == [True, False]
    one, two = table.to_dict("records")
    assert (one["variant"], one["next"]) == ("b", "a")
    assert [one["behind_low"], one["behind"], one["behind_high"]] == pytest.approx([1, 1, 1])
    assert two["behind_low"] < 0 < two["behind_high"]


def test_the_most_is_best_if_asked_for_and_what_nobody_knows_is_left_out() -> None:
    cells = {"variant": ["a", "b", "a", "b"], "level": ["1", "1", "2", "2"]}
    data = sample(cells, LUCK, LUCK - 1, np.full(20, np.nan), np.full(20, np.nan))
    table = best(data, "calm", most=True)
    assert table[["level", "variant"]].to_numpy().tolist() == [["1", "a"]]
    assert table["mean"].to_numpy() == pytest.approx([0.0])


def test_one_that_is_alone_is_not_clearly_the_best() -> None:
    table = best(sample({"variant": ["a"], "level": [""]}, LUCK), "calm")
    assert table[["variant", "next", "clear"]].to_numpy().tolist() == [["a", "", False]]


def test_the_table_of_a_study_has_the_swept_keys(study: Study) -> None:
    results = study(agents=6, replications=3, variants=("jit", "hybrid"), points=TWO)
    table = results.best("days_lost")
    assert table[["a.b", "c.d"]].to_numpy().tolist() == [[one, two] for one in (1, 2, 3) for two in (0, 1)]
    assert set(table["variant"]) <= {"jit", "hybrid"}
    with pytest.raises(InputError, match="must be calm, crisis or None; did you mean 'crisis'"):
        results.best("days_lost", "crises")


def test_the_map_has_a_field_for_each_pair_pale_where_it_is_not_clear() -> None:
    table = pd.DataFrame({"level": list("uvwxyz"), "a": [1, 2, 3] * 2, "b": [0.5] * 3 + [0.9] * 3})
    table = table.assign(variant=["jit", "jit", "hybrid"] * 2, clear=[True, True, False, True, False, False])
    figure = regions(table, {"b": "share", "a": "days"}, ["kanban", "jit", "hybrid"], "least cost in crisis")
    axis = figure.axes[0]
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("days", "share")
    fields = [patch for patch in axis.patches if isinstance(patch, Rectangle)]
    assert [field.get_xy() for field in fields] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    assert [field.get_alpha() == PALE for field in fields] == [False, False, True, False, True, True]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["jit", "hybrid"]
    assert figure.get_suptitle() == "jit has the least cost in crisis in 3 of 6 fields of a and b; 3 are not clear"


def test_a_map_that_is_clear_everywhere_says_so_and_long_labels_are_broken() -> None:
    table = pd.DataFrame({"level": list("uvwxyz"), "a": [1, 2, 3] * 2, "b": [0.5] * 3 + [0.9] * 3})
    figure = regions(
        table.assign(variant="jit", clear=True), {"b": "share of the failures " * 4, "a": "days"}, ["jit"], "least cost"
    )
    assert figure.get_suptitle() == "jit has the least cost in all fields of a and b"
    figure.draw_without_rendering()
    assert figure.axes[0].yaxis.label.get_window_extent().height <= figure.bbox.height


def test_a_study_with_two_swept_keys_has_one(study: Study) -> None:
    results = study(agents=6, replications=3, variants=("jit", "hybrid"), points=TWO)
    assert "days of output lost" in results.plot.regions("days_lost").get_suptitle()
    assert "regions" not in results.figures()  # two values are too few for a map
    nine = tuple({"a.b": one, "c.d": two} for one in (1, 2, 3) for two in (0, 1, 2))
    assert "regions" in study(agents=6, replications=3, variants=("jit", "hybrid"), points=nine).figures()
    with pytest.raises(InputError, match="two swept keys"):
        study(agents=6, replications=3, variants=("jit", "hybrid"), points=ONE).plot.regions("days_lost")
