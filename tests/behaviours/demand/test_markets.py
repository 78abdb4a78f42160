"""Recorded demand of each market: long, wide, and of buyers that have none."""

from pathlib import Path

import numpy as np
import pytest

from jitagents.behaviours.demand import Bootstrap, Buyers, Replay
from jitagents.errors import InputError

NAMES = np.array(["north", "south"], dtype=object)
BUYERS = Buyers(NAMES, np.array([4.0, 9.0]), np.zeros(2), np.array(["product_0", "product_1"], dtype=object))
LONG = (
    "date,product,units\n2023-01-01,product_0,420\n2023-01-01,product_1,235\n2023-01-02,product_0,138\n"
    "2023-01-02,product_1,368\n2023-01-03,product_0,383\n2023-01-03,product_1,347\n"
)
RIGHT = [[420, 235], [138, 368], [383, 347]]


def drawn(law: Replay | Bootstrap, days: int = 3) -> list[list[float]]:
    return law.draw(np.random.default_rng(1), 1, days, BUYERS, {}).tolist()


def file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "demand.csv"
    path.write_text(text)
    return str(path)


def test_a_long_file_gives_each_buyer_its_own(tmp_path: Path) -> None:
    by_item = Replay(file=file(tmp_path, LONG), column="units", market="product")
    assert drawn(by_item) == RIGHT
    assert by_item.moments(BUYERS)[0] == pytest.approx(np.mean(RIGHT, axis=0))
    by_name = Replay(file=file(tmp_path, LONG.replace("product_0", "North")), column="units", market="product")
    assert drawn(by_name) == RIGHT


def test_a_wide_file_gives_each_buyer_its_column(tmp_path: Path) -> None:
    wide = "day,south,north\n1,235,420\n2,368,138\n3,347,383\n"
    assert drawn(Replay(file=file(tmp_path, wide), column=None)) == RIGHT


def test_buyers_without_a_series_keep_their_law(tmp_path: Path) -> None:
    law = Replay(file=file(tmp_path, "day,north\n1,420\n2,138\n"), column=None)
    assert drawn(law, 2) == [[420, 9], [138, 9]]
    assert law.moments(BUYERS)[0].tolist() == [279, 9]


def test_the_pieces_of_markets_are_the_same(tmp_path: Path) -> None:
    rows = "\n".join(f"{day},{day},{100 + day}" for day in range(1, 30))
    units = np.array(drawn(Bootstrap(file=file(tmp_path, f"day,north,south\n{rows}\n"), column=None, block=3), 90))
    assert (units[:, 1] - units[:, 0] == 100).all()


@pytest.mark.parametrize(
    ("text", "market", "message"),
    [
        (LONG, None, "two lines for one day .2023-01-01, lines 2 and 3.; give demand.market="),
        (LONG.replace("2023-01-03,product_1,347\n", ""), "product", "'product_1' has 2 days where others have 3"),
        (LONG.replace("product_0", "flour").replace("product_1", "salt"), "product", "no series for any buyer"),
    ],
)
def test_files_that_do_not_fit_are_refused(tmp_path: Path, text: str, market: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        drawn(Replay(file=file(tmp_path, text), column="units", market=market))
