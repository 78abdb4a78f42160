"""Parts of a workbook that its reader ignores: cells with an error, and formulas without a value."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from jitagents.errors import InputError

FORMULA = "#FORMULA!"
"""Prefix of a cell that holds a formula without its value."""
BOOK, LINKS, REPEATING = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
WORKING = re.compile(rb"<(?:\w+:)?f\b[^>]*>(?:([^<]*)</)?")
FAILED = b'calcext:value-type="error"'

type Cells = dict[tuple[int, int], str]


def unworked(content: bytes, sheet: str, where: str) -> Cells:
    """Cells of a sheet without a value, by row and column from 0: their error, or their formula.

    Args:
        content: a workbook that has been checked.
        sheet: its name.
        where: the workbook, as messages call it.

    Raises:
        InputError: a cell of an .ods file has an error; its place is not known.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = {*parts.namelist()}
        if REPEATING in names and BOOK not in names:
            _check_repeating(parts.read(REPEATING), sheet, where)
        path = _path(parts, sheet) if {BOOK, LINKS} <= names else ""
        xml = parts.read(path) if path in names and path.endswith(".xml") else b""
    return dict(_failed(xml)) if b't="e"' in xml or re.search(rb"<(?:\w+:)?f\b", xml) else {}


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


def _path(parts: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet; empty if it cannot be found."""
    try:
        book, links = (ElementTree.fromstring(parts.read(name)) for name in (BOOK, LINKS))
    except ElementTree.ParseError:
        return ""
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for node in book.iter():
        if node.tag.endswith("}sheet") and node.get("name") == sheet:
            number = next((value for key, value in node.attrib.items() if key.endswith("}id")), None)
            return posixpath.normpath(posixpath.join("/xl", targets.get(number, ""))).lstrip("/")
    return ""


def _check_repeating(xml: bytes, sheet: str, where: str) -> None:
    """Refuse a sheet of an .ods file in which a cell has an error."""
    for table in xml.split(b"<table:table ")[1:]:
        name = re.search(rb'table:name="([^"]*)"', table[:2000])
        if FAILED in table and name and name[1].decode("utf-8", "replace") == sheet:
            fault = "a cell could not be worked out (#N/A, #REF!, Err:502 …)"
            raise InputError(f"{where}, sheet {sheet!r}: {fault}; mend its formula, or save the sheet as CSV")
