"""Workbooks of every format read alike: numbers, dates, errors, merged cells, several sheets, empty rows."""

import io
import zipfile
from datetime import date
from pathlib import Path
from struct import pack

import numpy as np
import pytest

from jitagents.behaviours.demand import Replay
from jitagents.behaviours.transport import Empirical
from jitagents.errors import InputError
from jitagents.network import tables
from jitagents.reading import read
from jitagents.reading.compound import stream
from tests.reading.books import CODES, REST, WRITERS, Book, Failed, Rows, Sheet, compound

AGENTS: Rows = [
    ["name", "kind", "item", "capacity", "demand"],
    [2120.0, "supplier", "ore", None, None],
    ["0010", "plant", "steel", 1234.5, None],
    ["Köln", "buyer", "steel", None, "7,5"],
]
LANES: Rows = [["Seller", "Buyer", "lead time"], [2120.0, "0010", 2.0], ["0010", "Köln", None]]
FORMATS = pytest.mark.parametrize("kind", WRITERS)


def saved(folder: Path, kind: str, book: Book) -> Path:
    path = folder / f"firm.{kind}"
    path.write_bytes(WRITERS[kind](book))
    return path


def series(folder: Path, kind: str, rows: Rows, **about: object) -> list[float]:
    """The recorded demand in the column `units` of a sheet."""
    path = saved(folder, kind, {"Data": Sheet(rows, **about)})  # type: ignore[arg-type]
    return Replay(file=str(path), column="units").series.tolist()


@FORMATS
def test_a_network_is_that_of_its_text_twin(tmp_path: Path, kind: str) -> None:
    for name, rows in {"agents": AGENTS, "lanes": LANES}.items():
        lines = [";".join("" if cell is None else str(cell).replace(".0", "") for cell in row) for row in rows]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines).replace("1234.5", "1.234,5"))
    plain = tables(agents=tmp_path / "agents.csv", lanes=tmp_path / "lanes.csv", whole=False)
    book = saved(tmp_path, kind, {"Lanes": Sheet(LANES), "notes": Sheet([["x"]]), "agents": Sheet(AGENTS)})
    found = tables(agents=book, lanes=book, whole=False)
    assert found.agents.to_csv() == plain.agents.to_csv()
    assert found.lanes.to_csv() == plain.lanes.to_csv()


@FORMATS
def test_dates_are_days(tmp_path: Path, kind: str) -> None:
    days = [date(2024, 2, 28), date(2024, 3, 1), date(1999, 12, 31), date(2024, 12, 1)]
    rows: Rows = [["planned", "actual", "mode"], *([day, date.fromordinal(day.toordinal() + 4), None] for day in days)]
    late = Empirical(file=str(saved(tmp_path, kind, {"Data": Sheet(rows)}))).late[""]
    assert np.asarray(late).tolist() == [4] * 4


@FORMATS
@pytest.mark.parametrize("worked", [True, False])
def test_errors_are_told_with_their_lines(tmp_path: Path, kind: str, worked: bool) -> None:
    errors: Rows = [[2.0 + n, Failed(s, worked)] for n, s in enumerate(CODES)]
    rows: Rows = [
        ["day", "units"],
        [1.0, 5.0],
        *errors,
        [9.0, 6.0],
    ]
    with pytest.raises(InputError) as told:
        series(tmp_path, kind, rows)
    for line, (said, fault) in enumerate(zip(CODES, told.value.faults, strict=True), 3):
        assert f"sheet 'Data', line {line}: units = '{said}' is what a spread-sheet says" in fault


@FORMATS
def test_an_error_in_a_name_is_told(tmp_path: Path, kind: str) -> None:
    wrong = [*AGENTS[:3], ["Köln", "buyer", Failed("#N/A"), None, 7.5]]
    book = saved(tmp_path, kind, {"agents": Sheet(wrong), "lanes": Sheet(LANES)})
    with pytest.raises(InputError, match="sheet 'agents', line 4: item = '#N/A' is what a spread-sheet says"):
        tables(agents=book, lanes=book)


@FORMATS
def test_an_error_of_another_sheet_does_no_harm(tmp_path: Path, kind: str) -> None:
    book = saved(tmp_path, kind, {"Other": Sheet([["a"], [Failed("#N/A")]]), "Data": Sheet([["units"], [5.0]])})
    assert Replay(file=f"{book}#Data", column="units").series.tolist() == [5]


@FORMATS
def test_merged_cells_are_refused_with_their_place(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["day", "units"], [1.0, 5.0], [2.0, None], [3.0, 6.0]]
    with pytest.raises(InputError, match="sheet 'Data': the cells B2:B3 are merged"):
        series(tmp_path, kind, rows, merged=[(1, 1, 2, 1)])
    rows = [["Demand of the year", None], ["day", "units"], [1.0, 5.0]]
    with pytest.raises(InputError, match="'units'"):
        series(tmp_path, kind, rows, merged=[(0, 0, 0, 1)])


@FORMATS
def test_the_sheet_that_is_shown_is_read_or_asked_about(tmp_path: Path, kind: str) -> None:
    rows: Rows = [["units"], [5.0]]
    book = saved(tmp_path, kind, {"Old": Sheet([["units"], [7.0]], hidden=True), "New": Sheet(rows)})
    assert Replay(file=str(book), column="units").series.tolist() == [5]
    assert Replay(file=f"{book}#old", column="units").series.tolist() == [7]
    book = saved(tmp_path, kind, {"Old": Sheet(rows), "New": Sheet(rows)})
    with pytest.raises(InputError, match=r"which of its sheets is meant.* there are Old, New"):
        Replay(file=str(book), column="units").series  # noqa: B018
    with pytest.raises(InputError, match=r"there is no sheet 'Nev'; did you mean 'New'\?"):
        Replay(file=f"{book}#Nev", column="units").series  # noqa: B018


@FORMATS
def test_empty_rows_and_columns_are_left_out(tmp_path: Path, kind: str) -> None:
    empty = [None, None, None]
    rows: Rows = [empty, [None, "day", "units"], [None, 1.0, 5.0], empty, [None, 2.0, 6.0], empty, [None, " ", ""]]
    assert series(tmp_path, kind, rows) == [5, 6]


@FORMATS
def test_a_wide_table_is_read_whole(tmp_path: Path, kind: str) -> None:
    count = 250
    rows: Rows = [[f"c{number}" for number in range(count)], [float(number) for number in range(count)]]
    table = read(saved(tmp_path, kind, {"Data": Sheet(rows)}), "demand.file")
    assert table.headings == rows[0]
    assert [cells[0] for cells in table.columns] == rows[1]


@pytest.mark.parametrize("small", [True, False])
def test_a_stream_is_found_in_large_and_small_sectors(small: bool) -> None:
    content = bytes(range(250)) * 3
    found = stream(compound(content, small=small), ("Book", "Workbook"))
    assert found[: len(content)] == content
    assert stream(compound(content, small=small), ("Book",)) == b""


def damaged(content: bytes, rng: np.random.Generator) -> bytes:
    """A file with some other bytes, or with a part alone."""
    other = bytearray(content)
    for place in rng.integers(0, len(content), 8):
        other[place] = rng.integers(256)
    return bytes(other[: rng.integers(len(content))] if rng.random() < 0.3 else other)


@FORMATS
def test_a_damaged_workbook_is_refused_or_read(tmp_path: Path, kind: str) -> None:
    whole = WRITERS[kind]({"Data": Sheet([["units"], [5.0], [Failed("#N/A")]])})
    rng, path, refused = np.random.default_rng(3), tmp_path / f"firm.{kind}", 0
    for _ in range(12):
        path.write_bytes(damaged(whole, rng))
        try:
            read(path, "demand.file").numbers(0, [])
        except InputError as error:
            refused += 1
            assert len(error.faults) == 1, error  # noqa: PT017
    assert refused > 1


HUGE = 0xFFFF
FILLED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384" '
    'office:value-type="float" office:value="1"/></table:table-row>'
)


@pytest.mark.parametrize(
    ("kind", "part", "bomb"),
    [
        ("xls", pack("<IIHHH", 0, 2, 0, 1, 0), pack("<IIHHH", 0, 65_536, 0, HUGE, 0)),
        ("xlsb", pack("<I13xHI", 1, 0x1005, 0), pack("<I13xHI", 2**20 - 1, 0x1005, 2**14 - 1)),
        ("ods", REST.encode(), FILLED.encode()),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path, kind: str, part: bytes, bomb: bytes) -> None:
    """The reader allocates what a sheet says that it has; it would end the process."""
    whole = WRITERS[kind]({"Data": Sheet([["units"], [5.0]])})
    assert part in whole
    path = tmp_path / f"firm.{kind}"
    path.write_bytes(whole.replace(part, bomb) if kind == "xls" else with_part(whole, part, bomb))
    with pytest.raises(InputError, match=r"is no readable workbook .*; save the sheet as CSV"):
        read(path, "demand.file")


def with_part(archive: bytes, part: bytes, other: bytes) -> bytes:
    """An archive in whose files some bytes are replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(part, other))
    return file.getvalue()
