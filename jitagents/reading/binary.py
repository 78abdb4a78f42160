"""Cells with an error in the binary workbooks of Excel: .xls ([MS-XLS]) and .xlsb ([MS-XLSB])."""

from collections.abc import Iterator
from struct import error as NotEnough
from struct import unpack_from

from jitagents.reading.compound import stream

CODES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
"""Errors by their codes, the same in both formats."""
BEGIN, END, SHEET, FORMULA, ERROR = (0x0809,), 0x0A, 0x85, (0x06, 0x0206, 0x0406), 0x0205
"""Records of .xls."""
ROW, FAILED, NAMED, MERGED = 0, (3, 11), 156, 176
"""Records of .xlsb: a row; cells with an error, stated or worked out; a sheet of the book; merged cells."""

type Cell = tuple[tuple[int, int], str]
type Record = tuple[int, bytes]
type Range = tuple[tuple[int, int], tuple[int, int]]


def failed_of_xls(content: bytes, sheet: str) -> Iterator[Cell]:
    """Cells with an error of a sheet of an .xls file, by row and column from 0.

    Raises:
        InputError: the file is damaged.
    """
    book = stream(content, ("Workbook", "Book"))
    start = next((begin for begin, name in _sheets(book) if name == sheet), None)
    depth = 0
    for kind, body in _records(book, len(book) if start is None else start):
        depth += (kind in BEGIN) - (kind == END)
        if not depth:
            return
        said = None
        if kind == ERROR and len(body) >= 8 and body[7]:
            said = body[6]
        elif kind in FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            said = body[8]
        if said is not None and depth == 1:
            row, column = unpack_from("<HH", body)
            yield (row, column), CODES.get(said, "#ERROR!")


def _sheets(book: bytes) -> Iterator[tuple[int, str]]:
    """The sheets of an .xls file: where each begins, and its name; of one letter a byte before Excel 97."""
    letters = len(book) > 6 and unpack_from("<H", book, 4)[0] >= 0x0600
    for kind, body in _records(book, 0):
        if kind == END:
            return
        if kind == SHEET and len(body) > 7:
            wide, name = letters and body[7] & 1, body[8:] if letters else body[7:]
            yield unpack_from("<I", body)[0], name.decode("utf-16-le" if wide else "latin-1", "replace")


def _records(book: bytes, place: int) -> Iterator[Record]:
    while place + 4 <= len(book):
        kind, size = unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + size]
        place += 4 + size


def keys_of_xlsb(book: bytes) -> dict[str, str]:
    """The keys of the parts that hold the sheets of an .xlsb file, by name."""
    keys = {}
    for kind, body in _parts(book):
        if kind == NAMED:
            try:
                key, place = _text(body, 8)
                keys[_text(body, place)[0]] = key
            except NotEnough:
                continue
    return keys


def failed_of_xlsb(part: bytes) -> tuple[list[Cell], list[Range]]:
    """Cells with an error of a sheet of an .xlsb file, by row and column from 0, and its merged cells."""
    row, failed, merged = 0, list[Cell](), list[Range]()
    for kind, body in _parts(part):
        if kind == ROW and len(body) >= 4:
            row = unpack_from("<I", body)[0]
        elif kind in FAILED and len(body) >= 9:
            failed.append(((row, unpack_from("<I", body)[0]), CODES.get(body[8], "#ERROR!")))
        elif kind == MERGED and len(body) >= 16:
            top, bottom, left, right = unpack_from("<4I", body)
            merged.append(((top, left), (bottom, right)))
    return failed, merged


def _parts(part: bytes) -> Iterator[Record]:
    """Records whose kind and size are written in groups of seven bits."""
    place = 0
    while place < len(part):
        kind, place = _grouped(part, place, 2)
        size, place = _grouped(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _grouped(part: bytes, place: int, most: int) -> tuple[int, int]:
    value = 0
    for group, byte in enumerate(part[place : place + most]):
        value |= (byte & 0x7F) << 7 * group
        if byte < 0x80:
            return value, place + group + 1
    return value, place + most


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text behind its number of letters, and where it ends."""
    end = place + 4 + 2 * unpack_from("<I", body, place)[0]
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
