"""The figure of the network: its places, its names, its colours and its finding."""

from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from jitagents.errors import InputError
from jitagents.plots.layout import places
from tests.plots.drawn import Study, labels, overlapping


def test_two_thousand_agents_are_drawn_without_names(study: Study) -> None:
    results = study(agents=2000, replications=2, variants=("jit", "hybrid"))
    figure = results.plot.network()
    assert {text.get_text() for text in labels(figure)} == set(results.manifest.targets)
    drawing = BytesIO()
    figure.savefig(drawing, format="svg")
    assert drawing.tell() < 8_000_000


def test_no_name_lies_over_another(study: Study) -> None:
    results = study(agents=60, replications=2)
    figure = results.plot.network()
    assert len(labels(figure)) > 4 * 40
    assert overlapping(figure) == 0


def test_names_that_have_no_room_are_left_out(study: Study) -> None:
    results = study(agents=40, replications=2, variants=("jit",))
    for frame, column in ((results.agents, "name"), (results.lanes, "seller"), (results.lanes, "buyer")):
        frame[column] = frame[column] + "_of_a_very_long_name_that_needs_two_columns"
    figure = results.plot.network()
    assert 10 < len(labels(figure)) < 40
    assert overlapping(figure) == 0


def test_names_stay_inside_their_panel_and_stand_beside_their_agents(study: Study) -> None:
    figure = study(agents=20, replications=2, variants=("jit",)).plot.network()
    figure.draw_without_rendering()
    panel = figure.axes[0].get_window_extent()
    for label in labels(figure):
        box = label.get_window_extent()
        assert panel.x0 <= box.x0 < box.x1 <= panel.x1
        assert panel.y0 <= box.y0 < box.y1 <= panel.y1
    sides = [label.get_horizontalalignment() for label in labels(figure)]
    assert sides.count("left") > 0.8 * len(sides)


def test_network_colours_agents_affected_in_half_of_the_replications(study: Study) -> None:
    results = study(replications=4, variants=("jit",))
    frame = results.replications
    agents = results.first_loss()
    affected = agents[agents["scope"].str.startswith("agent:") & (agents["share"] >= 0.5)]
    assert 2 < len(affected) < 40
    figure = results.plot.network()
    assert f"{len(affected)} of 40 agents affected" in figure.axes[0].get_title(loc="left")
    coloured = [
        marks
        for marks in figure.axes[0].collections
        if isinstance(marks, PathCollection) and marks.get_array() is not None
    ]
    assert sorted(np.asarray(coloured[0].get_array())) == sorted(affected["day"])
    frame["last_loss.crisis"] = frame["last_loss.crisis"].where(frame["replication"] == 0, 0.0)
    assert (
        results.plot.network().get_suptitle()
        == "Losses from the crisis reach 0 of 40 agents under jit, and not final demand"
    )


@pytest.mark.parametrize(
    ("case", "title"),
    [
        ({}, "Losses from the crisis reach final demand after 8 days under jit, never under hybrid"),
        (
            {"variants": ("kanban", "hybrid"), "length": 23},
            "Losses from the crisis reach final demand after 10 days under kanban, 20 under hybrid",
        ),
        ({"variants": ("a", "b")}, "Losses from the crisis reach final demand after 11 days under every variant"),
        ({"variants": ("jit",)}, "Losses from the crisis reach final demand after 8 days under jit"),
        ({"crisis": False}, "The network: 40 agents by tier"),
    ],
    ids=str,
)
def test_network_title_is_the_finding(study: Study, case: dict[str, Any], title: str) -> None:
    assert study(**{"replications": 20} | case).plot.network().get_suptitle() == title


def test_network_of_one_variant(study: Study) -> None:
    results = study(agents=20, replications=3)
    assert [axis.get_title(loc="left").split(":")[0] for axis in results.plot.network("kanban").axes[:1]] == ["kanban"]
    with pytest.raises(InputError, match="did you mean 'kanban'"):
        results.plot.network("kanbam")


def test_layout_puts_tiers_in_columns_and_neighbours_side_by_side() -> None:
    tier = np.array([0, 0, 0, 1, 1, 1])
    x, y = places(tier, np.array([3, 4, 5]), np.array([2, 1, 0]))
    np.testing.assert_array_equal(x, -tier)
    np.testing.assert_allclose(y[[3, 4, 5]], y[[2, 1, 0]])


def test_layout_gives_every_agent_its_own_place() -> None:
    tier = np.repeat([0, 1, 2], [1, 300, 7])
    x, y = places(tier, np.arange(1, 301), np.zeros(300, dtype=int))
    assert len(pd.unique(pd.Series(zip(x, y, strict=True)))) == len(tier)
    assert (np.abs(x + tier) < 0.5).all()
