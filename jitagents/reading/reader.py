"""Reader of tables: text of any usual form, or a sheet of a workbook."""

from dataclasses import replace
from pathlib import Path

from python_calamine import CalamineWorkbook

from jitagents.errors import InputError
from jitagents.reading.cells import cut, evened
from jitagents.reading.content import WORKBOOKS, decoded, load
from jitagents.reading.dialect import Dialect
from jitagents.reading.table import Table, text
from jitagents.reading.workbooks import cells_of, is_empty, opened, sheet_of, with_errors


def read(
    path: str | Path,
    key: str,
    dialect: Dialect | None = None,
    *,
    sheet: str = "",
    needed: str = "",
    empty: bool = False,
) -> Table:
    """Read a table: text of any usual separator, coding and decimal sign, or a sheet of a workbook.

    Args:
        path: of the file; `~` is the home directory, `FILE#SHEET` a sheet of a workbook.
        key: setting that names the file, for messages.
        dialect: what is stated of the way in which it is written; None: nothing.
        sheet: a sheet of this name is preferred to others.
        needed: columns that there must be, for the message about an empty file.
        empty: whether there may be no line below the header.

    Raises:
        InputError: the file is missing, empty, no table, or of an unclear kind.
    """
    dialect = dialect or Dialect()
    where, asked = _located(path, key)
    content = load(where, key)
    if asked is not None:
        dialect = dialect.in_sheet(asked)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        columns = f"; its first line must name the columns {needed}" if needed else ""
        raise InputError(f"{key}: {where.name}: the file is empty{columns}")
    if content.startswith(WORKBOOKS):
        table = _of_workbook(content, where.name, key, dialect, sheet)
    else:
        table = _of_text(content, where.name, key, dialect)
    if not table.lines and not empty:
        raise InputError(f"{table.where}: has no line below the names of the columns")
    return table


def _located(path: str | Path, key: str) -> tuple[Path, str | None]:
    """The file, and the sheet behind a `#` unless the file's own name has it."""
    given = str(path)
    if not given.strip():
        raise InputError(f"{key}: there is no file {given!r}; the path of a table is needed")
    try:
        whole = Path(given).expanduser()
        name, mark, sheet = given.rpartition("#")
        if mark and sheet and not whole.exists():
            return Path(name).expanduser(), sheet
    except (OSError, RuntimeError, ValueError) as error:
        shown = given if len(given) < 200 else f"{given[:100]}…"
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{key}: {shown!r} cannot be opened: {why}") from error
    return whole, None


def _of_text(content: bytes, name: str, key: str, dialect: Dialect) -> Table:
    where = f"{key}: {name}"
    if dialect.sheet:
        raise InputError(f"{where}: is a text file, which has no sheet {dialect.sheet!r}; name none, or a workbook")
    plain, encoding, guessed = decoded(content, dialect.encoding, where)
    rows, separator = cut(plain, dialect.sign, where)
    if not rows:
        raise InputError(f"{where}: the file is empty")
    header, below = evened(rows, separator, where)
    columns = [list[object](column) for column in zip(*(cells for _, cells in below), strict=True)]
    found = replace(dialect, encoding=encoding, separator=separator if separator in ",;\t|" else None)
    return Table(
        name, key, header, columns or [[] for _ in header], [number for number, _ in below], found, guessed=guessed
    )


def _of_workbook(content: bytes, name: str, key: str, dialect: Dialect, preferred: str) -> Table:
    book = opened(content, f"{key}: {name}")
    return of_sheet(book, content, sheet_of(book, dialect.sheet, preferred, f"{key}: {name}"), name, key, dialect)


def of_sheet(
    book: CalamineWorkbook, content: bytes, sheet: str, name: str, key: str, dialect: Dialect | None = None
) -> Table:
    """A sheet of an open workbook, whose first filled row names the columns.

    Raises:
        InputError: the sheet is empty, or cannot be read.
    """
    cells = with_errors(cells_of(book, sheet, f"{key}: {name}"), content, sheet, f"{key}: {name}")
    name = f"{name}, sheet {sheet!r}"
    rows = [(number, row) for number, row in enumerate(cells, 1) if not is_empty(row)]
    if not rows:
        raise InputError(f"{key}: {name}: is empty")
    filled = [place for place in range(len(rows[0][1])) if any(not is_empty([row[place]]) for _, row in rows)]
    headings = [text(rows[0][1][place]) for place in filled]
    columns = [[_kept(row[place]) for _, row in rows[1:]] for place in filled]
    return Table(name, key, headings, columns, [number for number, _ in rows[1:]], dialect or Dialect())


def _kept(cell: object) -> object:
    if isinstance(cell, str):
        return cell.strip()
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
