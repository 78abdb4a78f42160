"""Workbooks: sheets of .xlsx, .xlsm, .xlsb, .xls and .ods files, through Calamine."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, SheetVisibleEnum, load_workbook

from jitagents.errors import InputError, nearest
from jitagents.reading.content import UNREADABLE
from jitagents.reading.headings import folded
from jitagents.reading.parts import BOOK, Range, column_of, ignored

MOST_UNPACKED = 2**29
"""Bytes of an unpacked workbook at most."""
MOST_CELLS = 50_000_000
"""Cells of a sheet at most, empty ones within its corners included."""
HEAD = 2**14
"""Bytes of a part in which entities would be declared."""
MOST_MEMORY, LONGEST = 2**32, 300
"""Bytes and seconds in which a workbook must be read, once."""
TRIAL = """
import io, sys
from python_calamine import load_workbook
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({most}, {most}))
except (ImportError, OSError, ValueError):
    pass
book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
COLUMN = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})\d')
REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{6,})"')


def opened(content: bytes, where: str) -> CalamineWorkbook:
    """Open a workbook.

    Raises:
        InputError: it cannot be read, is locked by a password, declares entities, or unpacks to too much.
    """
    check(content, where)
    if BOOK.encode() not in content:
        _try_out(content, where)
    try:
        return load_workbook(io.BytesIO(content))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of Calamine is no Exception
        raise InputError(f"{where}: is no readable workbook ({_line(error)})") from error


def _try_out(content: bytes, where: str) -> None:
    """Read a workbook in a process of its own, which ends where a damaged file asks for all memory.

    The parts of .xlsx files are checked instead.

    Raises:
        InputError: it cannot be read.
    """
    command = [sys.executable, "-P", "-c", TRIAL.format(most=MOST_MEMORY)]
    try:
        tried = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{where}: cannot be read within {LONGEST} s; save the sheet as CSV") from error
    if tried.returncode:
        said = tried.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1] if said and tried.returncode == 1 else "it is damaged, or asks for more memory than there is"
        raise InputError(f"{where}: is no readable workbook ({why[:200]}); save the sheet as CSV or .xlsx")


def sheet_of(book: CalamineWorkbook, asked: str | None, preferred: str, where: str) -> str:
    """The name of the sheet that is meant.

    Args:
        book: the workbook.
        asked: the sheet that the user names; None: the one named as `preferred`, or the only one that is shown and
            not empty.
        preferred: a name that a sheet may have.
        where: the workbook, as messages call it.

    Raises:
        InputError: there is no such sheet, or it is not clear which is meant.
    """
    names = book.sheet_names
    if asked is not None:
        found = [name for name in names if name == asked] or [name for name in names if folded(name) == folded(asked)]
        if not found:
            raise InputError(f"{where}: there is no sheet {asked!r}; {nearest(asked, names)}")
        return found[0]
    named = [name for name in names if preferred and folded(name) == folded(preferred)]
    if named:
        return named[0]
    if len(names) == 1:
        return names[0]
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    filled = [name for name in shown if cells_of(book, name, where)]
    if len(filled) == 1:
        return filled[0]
    named_here = f"name one {preferred!r}, or " if preferred else ""
    raise InputError(
        f"{where}: which of its sheets is meant? {named_here}write FILE#SHEET; there are {', '.join(shown)}"
    )


def cells_of(book: CalamineWorkbook, name: str, where: str) -> list[list[object]]:
    """All cells of a sheet from the first row and column on, an empty text where one is empty.

    Raises:
        InputError: the sheet cannot be read.
    """
    try:
        sheet = book.get_sheet_by_name(name)
        cells = [list[object](row) for row in sheet.to_python(skip_empty_area=False)]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # as above
        raise InputError(f"{where}, sheet {name!r}: cannot be read ({_line(error)})") from error
    _refuse_merged(sheet.merged_cell_ranges or (), cells, f"{where}, sheet {name!r}")
    return cells


def with_errors(cells: list[list[object]], content: bytes, sheet: str, where: str) -> list[list[object]]:
    """The cells of a sheet with the errors and formulas of cells without a value, which the reader leaves empty.

    Raises:
        InputError: the sheet cannot be read, or has merged cells.
    """
    try:
        missing = ignored(content, sheet)
    except (*UNREADABLE, LookupError, ElementTree.ParseError) as error:
        raise InputError(f"{where}, sheet {sheet!r}: cannot be read ({_line(error)})") from error
    _refuse_merged(missing.merged, cells, f"{where}, sheet {sheet!r}")
    for (row, column), said in missing.cells.items():
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = said
    return cells


def _refuse_merged(merged: Iterable[Range], cells: list[list[object]], where: str) -> None:
    """Refuse a table with merged cells: all but one of them would be empty."""
    for (top, left), (bottom, right) in merged:
        rows = [row[:left] + row[right + 1 :] for row in cells[top : bottom + 1]]
        if not all(map(is_empty, rows)):
            place = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            raise InputError(f"{where}: the cells {place} are merged; undo that, and fill each of them")


def _letters(column: int) -> str:
    """The letters of a column, from 0 for A."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def check(content: bytes, where: str) -> None:
    """Refuse a workbook that would fill the memory; the reader of workbooks does not check this.

    Raises:
        InputError: the file declares entities, unpacks to too much, or is none.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise InputError(f"{where}: unpacks to more than {MOST_UNPACKED >> 20} MB; save the sheet as CSV")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    _check_part(parts.read(info)[: info.file_size], info.filename, where)
    except InputError:
        raise
    except UNREADABLE as error:
        raise InputError(f"{where}: is no readable workbook ({_line(error)})") from error


def _check_part(xml: bytes, name: str, where: str) -> None:
    if b"<!DOCTYPE" in xml[:HEAD] or b"<!ENTITY" in xml:
        raise InputError(f"{where}: {name} declares entities, as no office program does; save the sheet as CSV")
    if name.startswith("xl/worksheets/"):
        rows = max((int(number) for number in ROW.findall(xml)), default=0)
        columns = max((column_of(letters) for letters in set(COLUMN.findall(xml))), default=0)
        if rows * columns > MOST_CELLS:
            raise InputError(
                f"{where}: {name} has cells as far as row {rows:,}, column {columns:,}; at most {MOST_CELLS:,} cells "
                "can be read: delete what stands far from the table"
            )
    elif name == "content.xml":
        # A spread-sheet repeats its empty rest; a filled row that is repeated a million times is none.
        many = [int(number) for number in REPEATED.findall(xml)]
        if any(number > 2**20 for number in many):
            raise InputError(f"{where}: {name} repeats a row {max(many):,} times; save the sheet as CSV")


def is_empty(cells: Sequence[object]) -> bool:
    """Whether a row of a sheet has nothing in it."""
    return all(cell == "" or cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)
