"""Cells of a text file: lines split at a separator that is stated or detected."""

import csv
import io
import re
from collections.abc import Iterator

from jitagents.errors import InputError
from jitagents.reading.dialect import SEPARATORS

ORDER = (";", "\t", ",", "|")
"""Separators, in the order of how rarely they occur within cells."""
NAMES = {sign: name for name, sign in SEPARATORS.items()}
TRIED = 200
"""Lines from which the separator is detected."""
MOST = 10
ALONE = "\x1f"
"""Separator of files of one column."""
csv.field_size_limit(2**17)

type Rows = list[tuple[int, list[str]]]


def cut(text: str, separator: str | None, where: str) -> tuple[Rows, str]:
    """Lines of a text with their numbers, cut into cells without blanks around them, and the separator.

    A first line `sep=;` states the separator, as in Excel. Blank lines, and lines of separators alone, are left out.
    A separator that is not stated is the one that splits most lines into as many cells as the header.

    Raises:
        InputError: a quote is never closed, or a cell is too long.
    """
    stated = re.match(r"\ufeff?\s*\"?sep=(.)\"?[ \t]*[;,]*[ \t]*(\r\n|\r|\n|$)", text)
    skipped = 0
    if stated:
        text, skipped, separator = text[stated.end() :], 1, separator or stated[1]
    if separator is None:
        separator = _detected(text)
    rows = [(number + skipped, cells) for number, cells in _split(text, separator, where, skipped) if any(cells)]
    return rows, separator


def evened(rows: Rows, separator: str, where: str) -> tuple[list[str], Rows]:
    """The header and the lines below it, each of as many cells; empty cells beyond the header are cut off.

    Raises:
        InputError: lines have more or fewer cells than the header: each of the first.
    """
    header = rows[0][1]
    while header and not header[-1] and not any(any(cells[len(header) - 1 :]) for _, cells in rows[1:]):
        header = header[:-1]
    count, faults, lines = len(header), [], []
    for number, cells in rows[1:]:
        if len(cells) > count and not any(cells[count:]):
            cells = cells[:count]
        if len(cells) != count:
            faults.append(f"{where}, line {number}: {_many(len(cells))}, the header has {count}")
        lines.append((number, cells))
    if faults:
        rest = [f"{where}: … and {len(faults) - MOST} more lines like this"] if len(faults) > MOST else []
        name = "" if separator == ALONE else f" (cells are parted by {NAMES.get(separator, repr(separator))}s)"
        raise InputError(f"{faults[0]}{name}", *faults[1:MOST], *rest)
    return header, lines


def _many(cells: int) -> str:
    return f"{cells} cell{'s' * (cells != 1)}"


def _split(text: str, separator: str, where: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator != "\t", strict=True
    )
    begins = 1
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(f"{where}, line {begins + skipped}: {_explained(str(error))}") from error
        yield begins, [cell.strip() for cell in cells]
        begins = lines.line_num + 1


def _explained(error: str) -> str:
    if "unexpected end" in error:
        return 'a quote (") is opened here and never closed'
    if "field limit" in error:
        return 'a cell has more than 131,072 signs; is a quote (") not closed?'
    if "expected after" in error:
        return 'a closing quote (") must be followed by the separator; write a quote within quotes twice ("")'
    return error


def _detected(text: str) -> str:
    """Detect the separator: it splits the header, and most of the first lines into as many cells."""
    best, score = ALONE, (0.0, 0)
    for separator in ORDER:
        header, counts = _counted(text, separator)
        if header > 1 and counts:
            fits = sum(count == header for count in counts) / len(counts)
            score, best = max((score, best), ((fits, header), separator), key=lambda pair: pair[0])
        elif header > 1 and score == (0.0, 0):
            score, best = (0.0, header), separator
    return best if best != ALONE else _of_tails(text)


def _counted(text: str, separator: str) -> tuple[int, list[int]]:
    """Cells of the header and of the first lines, without empty ones beyond the header's."""
    header, counts = 0, list[int]()
    try:
        for _, cells in _split(text, separator, "", 0):
            if not any(cells):
                continue
            if not header:
                header = len(cells)
                continue
            beyond = cells[header:]
            counts.append(len(cells) if any(beyond) else min(len(cells), header))
            if len(counts) == TRIED:
                break
    except InputError:
        pass
    return header, counts


def _of_tails(text: str) -> str:
    """The sign at the end of each line below the header of one column, if it is the same."""
    ends = {line.rstrip()[-1] for line in text.splitlines()[1 : TRIED + 1] if line.strip()}
    return ends.pop() if len(ends) == 1 and ends <= {*ORDER} else ALONE
