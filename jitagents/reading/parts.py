"""Parts of a workbook that its reader ignores: cells with an error, formulas without a value, some merged cells."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from jitagents.reading.binary import failed_of_xls, failed_of_xlsb, keys_of_xlsb
from jitagents.reading.opendocument import FORMULA, parts_of

BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BINARY, BINARY_LINKS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
REPEATING = "content.xml"
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
WORKING = re.compile(rb"<(?:\w+:)?f\b[^>]*>(?:([^<]*)</)?")

type Place = tuple[int, int]
type Range = tuple[Place, Place]


class Ignored(NamedTuple):
    """Cells of a sheet that the reader of workbooks ignores.

    Attributes:
        cells: of cells without a value their error or formula, by row and column from 0.
        merged: merged cells, the first and the last of each range; of .xlsx and .xls files the reader tells them.
    """

    cells: dict[Place, str]
    merged: Sequence[Range] = ()


def ignored(content: bytes, sheet: str) -> Ignored:
    """Find the cells of a sheet that the reader of workbooks ignores.

    Args:
        content: a workbook that has been checked.
        sheet: its name.

    Raises:
        InputError, ValueError, OSError: the file is damaged.
    """
    if not content.startswith(b"PK"):
        return Ignored(dict(failed_of_xls(content, sheet)))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = {*parts.namelist()}
        if BOOK in names:
            xml = _part(parts, _key(parts.read(BOOK), sheet), LINKS)
            return Ignored(dict(_failed(xml)) if b't="e"' in xml or WORKING.search(xml) else {})
        if BINARY in names:
            cells, merged = failed_of_xlsb(_part(parts, keys_of_xlsb(parts.read(BINARY)).get(sheet), BINARY_LINKS))
            return Ignored(dict(cells), merged)
        cells, merged = parts_of(parts.read(REPEATING), sheet) if REPEATING in names else ([], [])
        return Ignored(dict(cells), merged)


def _failed(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for found in CELL.finditer(xml):
        about, inner = found.groups()
        place, value = PLACE.search(about), VALUE.search(inner)
        if not place:
            continue
        said = ""
        if b't="e"' in about:
            said = value[1].decode("utf-8", "replace") if value else "#ERROR!"
        elif not value and b't="str"' not in about and (formula := WORKING.search(inner)):
            said = f"{FORMULA} ={(formula[1] or b'...').decode('utf-8', 'replace')}"
        if said:
            yield (int(place[2]) - 1, column_of(place[1]) - 1), said


def column_of(letters: bytes) -> int:
    """The number of a column, from 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _key(book: bytes, sheet: str) -> str | None:
    """The key of the part that holds a sheet of an .xlsx file."""
    for node in ElementTree.fromstring(book).iter():
        if node.tag.endswith("}sheet") and node.get("name") == sheet:
            return next((value for key, value in node.attrib.items() if key.endswith("}id")), None)
    return None


def _part(parts: zipfile.ZipFile, key: str | None, links: str) -> bytes:
    """A part of a workbook by its key; empty if there is none."""
    if key is None or links not in parts.namelist():
        return b""
    targets = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(parts.read(links))}
    path = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
    return parts.read(path) if path in parts.namelist() else b""
