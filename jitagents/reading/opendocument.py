"""Cells with an error, formulas without a value and merged cells of a sheet of an .ods file."""

import io
import re
from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
FAILED = re.compile(r"#[A-Z/0]+[!?]?|Err:\d{3}")
"""Texts of cells with an error."""
FORMULA = "#FORMULA!"
"""Prefix of a cell that holds a formula without its value."""
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
LONGEST = 2**20
"""Rows and columns of a sheet at most."""

type Place = tuple[int, int]
type Range = tuple[Place, Place]


def parts_of(xml: bytes, sheet: str) -> tuple[list[tuple[Place, str]], list[Range]]:
    """Read the words in cells of a sheet that have no value, by row and column from 0, and its merged cells.

    Args:
        xml: the content of the file.
        sheet: its name.
    """
    failed, merged = list[tuple[Place, str]](), list[Range]()
    for row, number in _rows(xml, sheet):
        column = 0
        for cell in row:
            if cell.tag not in CELLS:
                continue
            times = _number(cell, "number-columns-repeated")
            if said := _said(cell):
                rows = range(number, number + min(_number(row, "number-rows-repeated"), 10))
                failed += [((line, column + more), said) for line in rows for more in range(min(times, 10))]
            high, wide = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
            if high * wide > 1:
                merged.append(((number, column), (number + high - 1, column + wide - 1)))
            column += times
    return failed, merged


def _rows(xml: bytes, sheet: str) -> Iterator[tuple[Element, int]]:
    """The rows of a sheet with their numbers from 0, each cleared after use."""
    here, number, depth = False, 0, 0
    events = ElementTree.iterparse(io.BytesIO(xml), events=("start", "end"))
    for event, element in events:
        if element.tag == f"{TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                here, number = element.get(f"{TABLE}name") == sheet, 0
        elif event == "end" and element.tag == f"{TABLE}table-row" and depth == 1:
            if here:
                yield element, number
            number += _number(element, "number-rows-repeated")
            element.clear()


def _number(element: Element, name: str) -> int:
    given = element.get(f"{TABLE}{name}", "1")
    return min(int(given), LONGEST) if given.isdecimal() else 1


def _said(cell: Element) -> str:
    """An error, or a formula without its value; otherwise nothing."""
    formula, kind = cell.get(f"{TABLE}formula"), cell.get(f"{OFFICE}value-type")
    shown = "".join(chain.from_iterable(part.itertext() for part in cell.findall(f"{TEXT}p"))).strip()
    if cell.get(KIND) == "error" or (formula and FAILED.fullmatch(shown)):
        return shown or "#ERROR!"
    return f"{FORMULA} ={formula.partition('=')[2]}" if formula and not kind else ""
