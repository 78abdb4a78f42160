"""Workbooks of every format that offices write, byte by byte: .xlsx, .xls, .xlsb and .ods."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from struct import pack
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

CODES = {
    "#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A,
}  # fmt: skip


@dataclass(frozen=True)
class Failed:
    """A cell with an error; stated as such, or the result of a formula."""

    said: str
    worked: bool = True


type Rows = Sequence[Sequence[str | float | date | Failed | None]]
type Merged = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows; merged cells, the first row and column and the last; and whether it is hidden."""

    rows: Rows
    merged: Merged = field(default=())
    hidden: bool = False


type Book = dict[str, Sheet]


def serial(day: date) -> float:
    """The number that Excel stores for a date."""
    return float((day - date(1899, 12, 30)).days)


def xlsx(book: Book) -> bytes:
    """A workbook of today's Excel."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "in_memory": True}) as out:
        form = out.add_format({"num_format": "dd.mm.yyyy"})
        for name, sheet in book.items():
            page = out.add_worksheet(name)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, Failed):
                        page.write_formula(row, column, "=NA()", None, cell.said)
                    elif isinstance(cell, date):
                        page.write_datetime(row, column, cell, form)
                    elif cell is not None:
                        page.write(row, column, cell)
            for top, left, bottom, right in sheet.merged:
                page.merge_range(top, left, bottom, right, sheet.rows[top][left])
            if sheet.hidden:
                page.hide()
            else:
                page.activate()
    return file.getvalue()


# --- .xls -----------------------------------------------------------------------------------------------------------


def xls(book: Book) -> bytes:
    """A workbook of Excel 97 to 2003: records in a stream of a compound file."""
    heads = [b"", *(_sheet_xls(sheet) for sheet in book.values())]
    names = [pack("<BBBB", sheet.hidden, 0, len(name), 1) + name.encode("utf-16-le") for name, sheet in book.items()]
    start = _biff(0x0809, pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + _biff(0x42, pack("<H", 1200))
    start += _biff(0xE0, pack("<HH16x", 0, 0)) + _biff(0xE0, pack("<HH16x", 0, 14))
    place = len(start) + sum(4 + 4 + len(name) for name in names) + 4
    sheets = b""
    for name, page in zip(names, heads[1:], strict=True):
        sheets += _biff(0x85, pack("<I", place) + name)
        place += len(page)
    return compound(start + sheets + _biff(0x0A) + b"".join(heads))


def _sheet_xls(sheet: Sheet) -> bytes:
    rows, wide = sheet.rows, max(map(len, sheet.rows))
    out = _biff(0x0809, pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + _biff(
        0x0200, pack("<IIHHH", 0, len(rows), 0, wide, 0)
    )
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = pack("<HHH", row, column, isinstance(cell, date))
            if isinstance(cell, Failed) and cell.worked:
                out += _biff(0x06, at + pack("<BBBBHHHIH", 2, 0, CODES[cell.said], 0, 0, 0xFFFF, 0, 0, 0))
            elif isinstance(cell, Failed):
                out += _biff(0x0205, at + pack("<BB", CODES[cell.said], 1))
            elif isinstance(cell, str):
                out += _biff(0x0204, at + pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            elif cell is not None:
                out += _biff(0x0203, at + pack("<d", serial(cell) if isinstance(cell, date) else cell))
    ranges = [pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in sheet.merged]
    return out + (_biff(0xE5, pack("<H", len(ranges)) + b"".join(ranges)) if ranges else b"") + _biff(0x0A)


def _biff(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


def compound(stream: bytes, small: bool = False) -> bytes:
    """A compound file with one stream, `Workbook`: of sectors of 512 bytes, or of small ones of 64 within them."""
    if not small:
        stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 3) // 127)
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + _following(tables + 1, sectors)
    inner = b""
    if small:
        links.append(0xFFFFFFFE)
        inner = pack("<128I", *_following(0, -(-len(stream) // 64)), *[0xFFFFFFFF] * (128 - -(-len(stream) // 64)))
    links += [0xFFFFFFFF] * (tables * 128 - len(links))
    root = (tables + 1, len(stream)) if small else (0xFFFFFFFE, 0)
    directory = _entry("Root Entry", 5, *root) + _entry("Workbook", 2, 0 if small else tables + 1, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += pack(
        "<IIIIIIIII", tables, tables, 0, 4096, tables + 1 + sectors if small else 0xFFFFFFFE, small, 0xFFFFFFFE, 0, 0
    )[:-4]
    head += pack(f"<{tables}I", *range(tables)) + b"\xff" * (4 * (109 - tables))
    return (
        head
        + pack(f"<{len(links)}I", *links)
        + directory.ljust(512, b"\0")
        + stream.ljust(512 * sectors, b"\0")
        + inner
    )


def _following(first: int, count: int) -> list[int]:
    """The links of a chain of sectors that follow one another."""
    return [*range(first + 1, first + count), 0xFFFFFFFE] if count else []


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    child = 1 if kind == 5 else 0xFFFFFFFF
    return text.ljust(64, b"\0") + pack("<HBBIII36xIQ", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size)


# --- .xlsb ----------------------------------------------------------------------------------------------------------


def xlsb(book: Book) -> bytes:
    """A binary workbook of today's Excel."""
    file, link = io.BytesIO(), "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        bundle = b"".join(
            _part(156, pack("<II", sheet.hidden, number) + _wide(f"rId{number}") + _wide(name))
            for number, (name, sheet) in enumerate(book.items(), 1)
        )
        out.writestr("xl/workbook.bin", _part(131) + _part(143) + bundle + _part(144) + _part(132))
        links = "".join(
            f'<Relationship Id="rId{number}" Type="{link}/worksheet" Target="worksheets/sheet{number}.bin"/>'
            for number in range(1, len(book) + 1)
        )
        out.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{links}</Relationships>")
        formats = _part(617, pack("<I", 2)) + _part(47, pack("<HH12x", 0, 0)) + _part(47, pack("<HH12x", 0, 14))
        out.writestr("xl/styles.bin", _part(278) + formats + _part(618) + _part(279))
        for number, sheet in enumerate(book.values(), 1):
            out.writestr(f"xl/worksheets/sheet{number}.bin", _sheet_xlsb(sheet))
    return file.getvalue()


def _sheet_xlsb(sheet: Sheet) -> bytes:
    rows = sheet.rows
    out = _part(129) + _part(148, pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + _part(145)
    for row, cells in enumerate(rows):
        out += _part(0, pack("<I13x", row))
        for column, cell in enumerate(cells):
            at = pack("<II", column, isinstance(cell, date))
            if isinstance(cell, Failed):
                out += _part(11 if cell.worked else 3, at + pack("<B", CODES[cell.said]) + bytes(10 * cell.worked))
            elif isinstance(cell, str):
                out += _part(6, at + _wide(cell))
            elif cell is not None:
                out += _part(5, at + pack("<d", serial(cell) if isinstance(cell, date) else cell))
    merged = b"".join(_part(176, pack("<4I", top, bottom, left, right)) for top, left, bottom, right in sheet.merged)
    return out + _part(146) + _part(177, pack("<I", len(sheet.merged))) + merged + _part(178) + _part(130)


def _part(kind: int, body: bytes = b"") -> bytes:
    return _grouped(kind) + _grouped(len(body)) + body


def _grouped(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _grouped(high) if high else bytes([low])


def _wide(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")


# --- .ods -----------------------------------------------------------------------------------------------------------

SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
REST = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:style-name="ce1" '
    'table:number-columns-repeated="16384"/></table:table-row>'
)
"""The empty rest of a sheet, as LibreOffice writes it."""


def ods(book: Book) -> bytes:
    """A workbook of LibreOffice."""
    styles = "".join(
        f'<style:style style:name="ta{number}" style:family="table"><style:table-properties table:display='
        f'"{str(not sheet.hidden).lower()}"/></style:style>'
        for number, sheet in enumerate(book.values())
    )
    tables = "".join(_table(number, name, sheet) for number, (name, sheet) in enumerate(book.items()))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", "<manifest/>")
        out.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{SPACES}><office:automatic-styles>{styles}'
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return file.getvalue()


def _table(number: int, name: str, sheet: Sheet) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
    covered = {
        (row, column)
        for (top, left), (high, wide) in spans.items()
        for row in range(top, top + high)
        for column in range(left, left + wide)
    }
    rows = "".join(
        "<table:table-row>"
        + "".join(_cell(cell, (row, column), spans, covered) for column, cell in enumerate(cells))
        + '<table:table-cell table:number-columns-repeated="16300"/></table:table-row>'
        for row, cells in enumerate(sheet.rows)
    )
    return f'<table:table table:name={quoteattr(name)} table:style-name="ta{number}">{rows}{REST}</table:table>'


def _cell(
    cell: object, at: tuple[int, int], spans: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> str:
    if at in covered and at not in spans:
        return "<table:covered-table-cell/>"
    high, wide = spans.get(at, (1, 1))
    span = f' table:number-rows-spanned="{high}" table:number-columns-spanned="{wide}"' if at in spans else ""
    if cell is None:
        return f"<table:table-cell{span}/>"
    if isinstance(cell, Failed):
        about, shown = (
            'table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"',
            cell.said,
        )
    elif isinstance(cell, date):
        about, shown = f'office:value-type="date" office:date-value="{cell}"', f"{cell:%d.%m.%y}"
    elif isinstance(cell, str):
        about, shown = 'office:value-type="string"', cell
    else:
        about, shown = (
            f'office:value-type="float" office:value="{cell}"',
            f"{cell:,.2f}".translate(str.maketrans(".,", ",.")),
        )
    return f"<table:table-cell {about}{span}><text:p>{escape(shown)}</text:p></table:table-cell>"


WRITERS: dict[str, Callable[[Book], bytes]] = {"xlsx": xlsx, "xls": xls, "xlsb": xlsb, "ods": ods}
