"""Numerals in common notations: decimal commas, grouped thousands, and words for no number.

One sign and three digits, `1.234` or `1,234`, may be a thousand or a decimal number. The decimal sign is, in this
order, the one that the user states; that of the other numerals of the column; that of the file (`7,5`, `0.125`,
`1.234.567`). Otherwise the user is asked, also about `"1,234"` in a file with commas between its cells.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

NOTHING = {"", "nan", "n/a", "na", "n.a.", "<na>"}
"""Cells, in lower case, that mean no number."""
INFINITE = {"inf": np.inf, "+inf": np.inf, "infinity": np.inf, "∞": np.inf, "-inf": -np.inf, "-infinity": -np.inf}
GROUPING = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
"""Blanks and apostrophes between thousands."""
UNCLEAR = {sign: re.compile(rf"[1-9]\d{{0,2}}\{sign}\d{{3}}") for sign in ".,"}
"""One sign and three digits: thousands or decimals."""
OTHER = {".": ",", ",": "."}


class Signs(NamedTuple):
    """Signs in the numerals of some cells.

    Attributes:
        points: a cell whose decimals follow a point, or None.
        commas: a cell whose decimals follow a comma, or None.
        unclear: a cell in which a sign may group thousands or begin decimals, or None.
    """

    points: str | None
    commas: str | None
    unclear: str | None


def signs(cells: Iterable[object]) -> Signs:
    """The signs in the numerals among some cells; other cells are ignored."""
    seen: dict[str, str] = {}
    for cell in cells:
        if isinstance(cell, str) and (kind := _sign(cell)):
            seen.setdefault(kind, cell)
            if len(seen) == 3:
                break
    return Signs(seen.get("."), seen.get(","), seen.get("?"))


def number(cell: str, decimal: str) -> float | None:
    """The number in a cell; NaN if it states that there is none, None if it is no numeral.

    Args:
        cell: without blanks around it.
        decimal: the sign before the decimals; the other one groups thousands.
    """
    small = cell.casefold()
    if small in NOTHING:
        return np.nan
    if small in INFINITE:
        return INFINITE[small]
    plain = _body(cell)
    if re.fullmatch(rf"[1-9]\d{{0,2}}(\{OTHER[decimal]}\d{{3}})+(\{decimal}\d*)?", plain):
        plain = plain.replace(OTHER[decimal], "")
    if not re.fullmatch(rf"(\d+\{decimal}?\d*|\{decimal}\d+)([eE][-+]?\d+)?", plain):
        return None
    value = float(plain.replace(decimal, "."))
    return -value if _is_negative(cell) else value


def is_numeral(cell: str) -> bool:
    """Whether a cell is a numeral, or states that there is no number, with either decimal sign."""
    return any(number(cell, decimal) is not None for decimal in OTHER)


def _is_negative(cell: str) -> bool:
    """A minus before the number, or behind it as ERP systems write."""
    return cell[0] in "-−" or cell[-1] in "-−"


def _body(cell: str) -> str:
    """A numeral without its sign, and without blanks and apostrophes between thousands."""
    plain = cell[1:].strip() if cell[:1] in ("+", "-", "−") else cell
    plain = plain[:-1].strip() if plain[-1:] in ("-", "−") and plain == cell else plain
    return GROUPING.sub("", plain) if plain.isascii() is False or " " in plain or "'" in plain else plain


def _sign(cell: str) -> str:
    """The decimal sign of a numeral: point, comma, `?` if it may be either, or empty."""
    if not cell or not ("." in cell or "," in cell) or not (cell[0].isdigit() or cell[0] in "+-−.,"):
        return ""
    plain = _body(cell)
    if any(unclear.fullmatch(plain) for unclear in UNCLEAR.values()):
        return "?"
    fits = [decimal for decimal in OTHER if number(plain, decimal) is not None]
    return fits[0] if len(fits) == 1 else ""
