"""Recorded demand: replayed, or drawn in pieces."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Bootstrap, Buyers, Replay
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from tests.network.conftest import ROOT

BUYERS = Buyers(np.array(["a", "b"], dtype=object), np.array([9.0, 30.0]), np.array([6.0, 3.0]))
SUPPLYGRAPH = ROOT.parent / "shared" / "data" / "supplygraph"


@pytest.fixture
def squares(tmp_path: Path) -> str:
    """A recording of ten days by which each day is known."""
    path = tmp_path / "squares.csv"
    path.write_text("units\n" + "\n".join(str(day**2) for day in range(10)) + "\n")
    return str(path)


def test_replay_goes_through_its_recording_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("day,units\n1,5\n2,0\n3,7\n")
    law = Replay(file=str(path), column="units", scale=2.0)
    assert law.draw(np.random.default_rng(1), 2, 5, BUYERS, {})[:, 1].tolist() == [0, 14, 10, 0, 14]
    assert law.moments(BUYERS)[0].tolist() == [8, 8]
    model = SupplyModel(serial(stages=2, demand=4.0), worlds=2, demand=law)
    wanted = []
    for _ in range(4):
        model.step()
        wanted.append(model.buyers.get("wanted"))
    assert np.array_equal(np.array(wanted)[:, 0], [[10, 10], [0, 0], [14, 14], [10, 10]])


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("units\n3\n", "unit", "did you mean 'units'"),
        ("units\n", "units", "no line below"),
        ("units\n3\n-1\n", "units", "line 3"),
        ("units\n3\nmany\n", "units", "line 3"),
    ],
)
def test_a_bad_recording_is_refused_with_its_place(tmp_path: Path, text: str, column: str, message: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        Replay(file=str(path), column=column).moments(BUYERS)
    with pytest.raises(InputError, match="no file"):
        Replay(file=str(tmp_path / "lost.csv"), column="units").moments(BUYERS)


@pytest.mark.parametrize("block", [1, 3, 7])
def test_bootstrap_joins_pieces_of_successive_days(squares: str, block: int) -> None:
    units = Bootstrap(file=squares, column="units", block=block).draw(np.random.default_rng(1), 1, 420, BUYERS, {})
    days = np.sqrt(units).astype(int).T.reshape(2, -1, block)
    assert (np.diff(days) == 1).all()
    assert set(days[..., 0].ravel()) == set(range(10 - block + 1))
    assert (days[0] != days[1]).any()


def test_bootstrap_of_pieces_as_long_as_the_recording_is_its_replay(squares: str) -> None:
    known: dict[str, Any] = {"file": squares, "column": "units", "scale": 2.0}
    rng = np.random.default_rng(1)
    drawn = [law.draw(rng, 4, 33, BUYERS, {}) for law in (Bootstrap(**known, block=10), Replay(**known))]
    assert np.array_equal(drawn[0], drawn[1])


@pytest.mark.parametrize("block", [1, 4])
def test_the_moments_of_the_bootstrap_are_exact(squares: str, block: int) -> None:
    """Days near the ends stand in fewer pieces than others; many buyers are many series."""
    law, many = Bootstrap(file=squares, column="units", block=block), 40_000
    crowd = Buyers(np.arange(many).astype(object), np.ones(many), np.ones(many))
    units = law.draw(np.random.default_rng(2), 1, block, crowd, {})
    mean, sd = (moment[0] for moment in law.moments(crowd))
    of_series = units.mean(axis=0)
    assert abs((of_series.mean() - mean) / (of_series.std() / np.sqrt(many))) < 4
    squared = ((units - mean) ** 2).mean(axis=0)
    assert abs((squared.mean() - sd**2) / (squared.std() / np.sqrt(many))) < 4
    plain = np.mean(np.arange(10) ** 2)
    assert (mean == plain) == (block == 1)


def test_a_piece_longer_than_the_recording_is_refused(squares: str) -> None:
    with pytest.raises(InputError, match="block = 11: the series has 10 days"):
        Bootstrap(file=squares, column="units", block=11).moments(BUYERS)


@pytest.mark.parametrize("file", ["delivery_units", "factory_issue_units", "production_units", "sales_order_units"])
def test_real_series_are_read(file: str) -> None:
    """SupplyGraph (Wasi et al. 2024): four daily series of a maker of consumer goods, 41 products each."""
    path = SUPPLYGRAPH / f"{file}.csv"
    if not path.is_file():
        pytest.skip("the series of SupplyGraph are not in ../shared/data")
    law = Bootstrap(file=str(path), column="SOS008L02P", block=14)
    units = law.draw(np.random.default_rng(3), 1, 300, BUYERS, {})
    assert set(units.ravel()) <= set(law.series)
    mean, _ = law.moments(BUYERS)
    months = units.reshape(10, -1, 2).mean(axis=1)
    assert np.abs((months.mean(axis=0) - mean) / (months.std(axis=0, ddof=1) / np.sqrt(10))).max() < 4


@pytest.mark.parametrize("units", ["-5", "inf", "1e300"])
def test_a_recording_of_impossible_demand(tmp_path: Path, units: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"units\n5\n{units}\n")
    with pytest.raises(InputError, match=r"line 3: units = .*; allowed: 0 to 1e\+12 units a day"):
        Replay(file=str(path), column="units").moments(BUYERS)
