"""A board that people play week by week, and its records."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jitagents.beer_game import COLUMNS, SEATS, Board, Setup, read_records, records_of, robot, write_records
from jitagents.errors import InputError


def pass_on(board: Board, weeks: int) -> None:
    for _, seat in product(range(weeks), board.people):
        board.order(seat, board.view(seat).slip)


def test_people_who_pass_orders_on_cost_what_pass_through_costs() -> None:
    board, setup = Board(), Setup()
    pass_on(board, 36)
    assert board.over
    alone = Board(setup, {seat: robot("pass_through", setup) for seat in SEATS})
    pd.testing.assert_frame_equal(board.records.drop(columns="by"), alone.records.drop(columns="by"))
    assert (board.records["by"] == "person").all()
    assert (alone.records["by"] == "rule").all()
    assert board.records.groupby("seat", sort=False)["cost"].sum().tolist() == [330, 242, 154, 66]
    assert [board.view(seat).cost for seat in SEATS] == [330, 242, 154, 66]


def test_a_week_closes_when_all_people_have_ordered() -> None:
    board = Board(Setup(), {"wholesaler": robot("base_stock", Setup())})
    assert board.people == ("retailer", "distributor", "factory")
    board.order("factory", "4")
    board.order("retailer", 4)
    assert (board.week, len(board.records)) == (1, 0)
    board.order("distributor", " 4 ")
    assert (board.week, len(board.records)) == (2, 4)
    assert board.records["order"].tolist() == [4, 16, 4, 4]  # 40 cases less a position of 28, and 4 that were sold
    assert board.records["by"].tolist() == ["person", "rule", "person", "person"]


def test_the_view_of_the_open_week_does_not_depend_on_its_orders() -> None:
    board = Board()
    pass_on(board, 6)
    before = board.view("retailer")
    board.order("wholesaler", 99)
    assert board.view("retailer") == before
    assert (before.week, before.slip, before.stock, before.backlog) == (7, 8, 0, 0)


@pytest.mark.parametrize("wrong", [-1, 1.5, "", "4e2", "1000", None, "٤", True])
def test_only_whole_cases_can_be_ordered(wrong: object) -> None:
    with pytest.raises(InputError, match="must be a whole number of cases from 0 to 999"):
        Board().order("retailer", wrong)


def test_an_order_stands() -> None:
    board = Board(Setup(weeks=1))
    board.order("retailer", 4)
    with pytest.raises(InputError, match="has ordered 4 in week 1"):
        board.order("retailer", 5)
    with pytest.raises(InputError, match="no person has the seat"):
        board.order("brewery", 5)
    with pytest.raises(InputError, match="did you mean 'retailer'"):
        Board(Setup(), {"retailr": robot("sterman", Setup())})
    for seat in SEATS[1:]:
        board.order(seat, 4)
    with pytest.raises(InputError, match="the game is over after 1 weeks"):
        board.order("retailer", 4)


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    board = Board(Setup(weeks=6))
    pass_on(board, 6)
    people = np.ones_like(board.weeks.order, bool)
    names = np.full(people.shape, "", dtype=object)
    names[:, 0], names[:, 3] = '\'tis, "Zoë"\n<b>', "@SUM(A1)"
    return records_of(board.weeks, ["=1+1"], people=people, seconds=people * 2.5, players=names)


def test_records_come_back_as_they_were(records: pd.DataFrame, tmp_path: Path) -> None:
    write_records(records, tmp_path / "records.csv")
    again = read_records(tmp_path / "records.csv")
    assert list(again) == list(COLUMNS)
    pd.testing.assert_frame_equal(again, records, check_dtype=False)


def test_no_cell_is_a_formula(records: pd.DataFrame) -> None:
    text = write_records(records)
    assert "'=1+1" in text
    assert "'@SUM(A1)" in text
    assert not [
        cell for line in text.splitlines() for cell in line.split(",") if cell.strip('"').startswith(("=", "@"))
    ]


def test_records_have_what_was_decided_and_no_more(records: pd.DataFrame) -> None:
    assert len(records) == 6 * 4
    assert records["order"].tolist()[-4:] == [8, 4, 4, 4]
    empty = records_of(Board().weeks, ["1"], played=[0])
    assert len(empty) == 0
    assert list(empty) == list(COLUMNS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop(columns="order"), "there is no column 'order'"),
        (lambda table: table.assign(order="many"), "order = 'many' in line 2: must be a number"),
        (lambda table: table.assign(seat="brewer"), "seat = 'brewer' in line 2"),
        (lambda table: pd.concat([table, table.tail(1)]), "week 6 stands there twice"),
    ],
)
def test_records_with_faults_are_refused(records: pd.DataFrame, tmp_path: Path, change: object, message: str) -> None:
    assert callable(change)
    change(records.astype(str)).to_csv(tmp_path / "wrong.csv", index=False)
    with pytest.raises(InputError, match=message):
        read_records(tmp_path / "wrong.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_records(tmp_path / "missing.csv")
