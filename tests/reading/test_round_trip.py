"""Tables written in every dialect read back the same, or are refused by a sentence that names what is not clear."""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.reading import read
from jitagents.reading.dates import days

WORDS = [
    "0010", "007", "2120", "NO", "None", "NA", "N/A", "nan", "null", "true", "on", "1e5", "-", "Köln (Werk 2)",
    "O'Brien", 'Acme "Best"', "Acme, Inc.", "a; b", "x|y", "A=B", "#3 press", "50% mill", "Møller & Søn", "São José",
    "Ångström", "Crème brûlée", "Straße 7", "1.234 mm", "1,5 mm", "12.03.2024", "sep=;", "''", "@home", "= sum",
    "Total", "Σ", "李明", "Łódź", "Город", "A" * 60,
]  # fmt: skip
UNCLEAR = re.compile("thousand or a decimal number|day or month first")
BEYOND = {"Σ", "李明", "Łódź", "Город"}
"""Words that cp1252 has no letters for."""
FIRST = date(2024, 1, 1)


@dataclass(frozen=True)
class Written:
    """Way in which a table is written."""

    separator: str
    decimal: str
    thousands: str
    encoding: str
    newline: str
    dates: str
    line: bool
    behind: bool
    quoting: int
    packed: str

    def numeral(self, value: float) -> str:
        whole, _, rest = f"{value:,.10f}".rstrip("0").partition(".")
        text = whole.replace(",", self.thousands)
        return f"{text}{self.decimal}{rest}" if rest else text

    def content(self, rows: list[list[str]]) -> bytes:
        text = io.StringIO(newline="")
        out = csv.writer(text, delimiter=self.separator, lineterminator=self.newline, quoting=self.quoting)  # type: ignore[arg-type]
        out.writerow(rows[0])
        out.writerows([*row, ""] if self.behind else row for row in rows[1:])
        plain = (f"sep={self.separator}{self.newline}" if self.line else "") + text.getvalue()
        packers: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gz": gzip.compress, "zip": zipped}
        return packers[self.packed](plain.encode(self.encoding))


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("table.csv", content)
    return file.getvalue()


numbers = st.one_of(
    st.integers(-5_000_000, 5_000_000).map(float),
    st.decimals(-20_000, 20_000, places=1).map(float),
    st.decimals(-20_000, 20_000, places=3).map(float),
    st.sampled_from([0.001, 1.0, 1.234, 1000.0, 1e6, 0.5]),
)
cells = st.tuples(st.sampled_from(WORDS), st.one_of(st.none(), numbers), st.integers(0, 700))
tables = st.lists(cells, min_size=1, max_size=6)
signs = st.sampled_from(
    [(".", ""), (".", ","), (",", ""), (",", "."), (",", " "), (",", "\u00a0"), (".", "'"), (".", " ")]
)
dialects = st.builds(
    lambda decimal, **others: Written(decimal=decimal[0], thousands=decimal[1], **others),
    signs,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    dates=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d"]),
    line=st.booleans(),
    behind=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    packed=st.sampled_from(["", "", "gz", "zip"]),
)


def back(path: Path, table: list[tuple[str, float | None, int]]) -> None:
    """Read a file; what is read is what was written."""
    found, faults = read(path, "demand.file"), list[str]()
    texts, quantities = found.texts(0, faults), found.numbers(found.column("qty", "it"), faults)
    when = days([found.columns[2]], found.lines, None, found.where, "transport.dates")[0]
    assert faults == []
    assert texts == [name for name, _, _ in table]
    expected = [np.nan if value is None else value for _, value, _ in table]
    np.testing.assert_array_equal(quantities, expected)
    np.testing.assert_array_equal(when, [(FIRST + timedelta(day) - date(1970, 1, 1)).days for _, _, day in table])


def refusal(path: Path, table: list[tuple[str, float | None, int]]) -> str | None:
    """What is said where a file is not read; None where it reads back as it was written."""
    try:
        back(path, table)
    except InputError as error:
        return str(error)
    return None


@settings(max_examples=120)
@given(table=tables, written=dialects)
def test_a_table_reads_back_as_it_was_written_or_is_asked_about(
    table: list[tuple[str, float | None, int]], written: Written
) -> None:
    assume(written.encoding != "cp1252" or not any(name in BEYOND for name, _, _ in table))
    texts = [["name", "qty", "day"]]
    for name, value, day in table:
        numeral = "" if value is None else written.numeral(value)
        texts.append([name, numeral, f"{FIRST + timedelta(day):{written.dates}}"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(written.content(texts))
        asked = refusal(path, table)
    assert asked is None or UNCLEAR.search(asked), asked


@settings(max_examples=30)
@given(table=tables)
def test_a_workbook_reads_back_as_it_was_written(table: list[tuple[str, float | None, int]]) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "in_memory": True}) as book:
        sheet, form = book.add_worksheet("Data"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(1, 0, ["name", "qty", "day"])
        for row, (name, value, day) in enumerate(table, 2):
            sheet.write_string(row, 0, name)
            sheet.write(row, 1, value)
            sheet.write_datetime(row, 2, FIRST + timedelta(day), form if day % 2 else None)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        path.write_bytes(file.getvalue())
        back(path, table)
