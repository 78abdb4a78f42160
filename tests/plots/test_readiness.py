"""The heat map of readiness: what is drawn is what the table holds."""

import numpy as np
import pandas as pd

from jitagents.plots.readiness import MOST, heat_map

LEVERS = ("demand", "data")


def table(flows: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "seller": [f"mill {number}" for number in range(flows)], "buyer": "shop", "mode": "stock",
            "weakest": "demand", "demand": np.linspace(0, 1, flows), "data": np.nan,
            "value": np.arange(flows, dtype=float),
        }
    )  # fmt: skip


def test_the_colours_are_the_scores_and_unknown_ones_are_left_out() -> None:
    mesh = heat_map(table(3), LEVERS).axes[0].collections[-1]
    shown = np.ma.asarray(mesh.get_array()).reshape(3, 2)
    assert shown[:, 0].tolist() == [0.0, 0.5, 1.0]
    assert np.ma.getmaskarray(shown)[:, 1].all()


def test_the_money_stands_beside_it() -> None:
    frame = table(3).assign(loss=[-2.0, 1.0, np.nan], loss_low=[-3.0, 0.5, np.nan], loss_high=[-1.0, 1.5, np.nan])
    bars = heat_map(frame, LEVERS).axes[1].patches
    assert [bar.get_width() for bar in bars[:2]] == [-2.0, 1.0]  # type: ignore[attr-defined]
    assert len(heat_map(table(3), LEVERS).axes) == 2  # the levers and their scale


def test_of_many_flows_those_of_most_value_are_drawn() -> None:
    figure = heat_map(table(MOST + 5), LEVERS)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert len(labels) == MOST
    assert labels[0] == "mill 5 → shop"
    assert f"the {MOST} of most value" in figure.get_suptitle()
