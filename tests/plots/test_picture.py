"""The picture of a network before any run."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from jitagents import load, picture_command
from jitagents.network import Network
from jitagents.plots.picture import picture, places


def agents(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"name": ["mill", "shop"], "tier": [1, 0], "rate": [5.0, 5.0], **columns})


LANES = pd.DataFrame({"seller": ["mill"], "buyer": ["shop"]})


def test_agents_stand_where_they_are() -> None:
    axis = picture("two", agents(Latitude=[52.0, 40.0], longitude=[13.0, -74.0]), LANES).axes[0]
    found = np.vstack(
        [points for points in (np.asarray(one.get_offsets()) for one in axis.collections) if len(points) == 2]
    )
    assert found[:2].tolist() == [[13.0, 52.0], [-74.0, 40.0]]


@pytest.mark.parametrize(
    "columns", [{}, {"lat": [1.0, None], "lon": [1.0, 2.0]}, {"lat": [91.0, 1.0], "lon": [1.0, 2.0]}, {"lat": [1, 2]}]
)
def test_places_that_are_not_known_or_cannot_be(columns: dict[str, Any]) -> None:
    assert places(agents(**columns)) is None


def test_a_study_draws_its_network_with_places_and_labels(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"name": ["mill", "shop"], "kind": ["supplier", "buyer"], "item": "part", "demand": [None, 5.0]}
    ).assign(lat=[52.0, 40.0], lon=[13.0, -74.0])
    network = Network.of(table, LANES, name="two")
    study = load(overrides=["crisis=none", "labels={mill: Mill <1>}"], network=network)
    figure = study.plot.network()
    assert {"Mill <1>", "shop"} <= {text.get_text() for text in figure.findobj(Text)}
    figure.savefig(tmp_path / "x.svg")
    ElementTree.parse(tmp_path / "x.svg")


def test_the_command_line_draws_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert picture_command.run(["--picture", "x.png", "network=serial"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]
    assert picture_command.run(["--picture=x.txt", "network=serial"]) == 2
    assert "must end in .png, .svg, .pdf" in " ".join(capsys.readouterr().err.split())
