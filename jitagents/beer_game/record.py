"""Records: one row for each decision, as a frame and as a CSV file that spreadsheets can open without harm."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.beer_game.play import COUNTED, Weeks
from jitagents.beer_game.setup import SEATS
from jitagents.column import Array
from jitagents.errors import InputError, nearest

COLUMNS = (
    "board", "seat", "week", "stock", "backlog", "slip", "received", "supply_line", "order", "cost", "seconds",
    "player", "by",
)  # fmt: skip
"""Columns of the records: numbers in cases, `cost` in dollars, `seconds` from the sight of the week to the order."""
PERSON, RULE = "person", "rule"
"""Kinds of players that decide."""
NUMBERS = ("week", *COUNTED, "cost", "seconds")
TEXTS = ("board", "seat", "player", "by")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs by which spreadsheets begin a formula."""


def records_of(
    weeks: Weeks,
    boards: Sequence[object],
    *,
    played: Sequence[int] | None = None,
    people: npt.NDArray[Any] | None = None,
    seconds: Array | None = None,
    players: npt.NDArray[Any] | None = None,
) -> pd.DataFrame:
    """Make the records of boards: columns as in `COLUMNS`, by board, week and seat.

    Args:
        weeks: of the boards.
        boards: their names, in the order of `weeks`.
        played: weeks that each board has closed; None: all.
        people: whether a person gave each order `(weeks, seats, boards)`; None: rules gave all.
        seconds: that people took, NaN where nobody did; as `people`.
        players: names of those who gave the orders, as `people`; empty for rules.
    """
    length, seats, count = weeks.order.shape
    order = np.array(np.meshgrid(range(count), range(length), range(seats), indexing="ij")).reshape(3, -1)
    board, week, seat = order[:, order[1] < np.array([length] * count if played is None else played)[order[0]]]
    frame = {
        "board": np.array(boards, dtype=object)[board],
        "seat": np.array(SEATS, dtype=object)[seat],
        "week": week + 1,
        **{name: getattr(weeks, name)[week, seat, board].astype(np.int64) for name in COUNTED},
        "cost": weeks.cost[week, seat, board],
        "seconds": np.full(len(week), np.nan) if seconds is None else seconds[week, seat, board],
        "player": "" if players is None else players[week, seat, board],
        "by": RULE if people is None else np.where(people[week, seat, board], PERSON, RULE),
    }
    return pd.DataFrame(frame, columns=list(COLUMNS))


def write_records(records: pd.DataFrame, path: Path | str | None = None) -> str:
    """Write records as CSV, texts that a spreadsheet would run as a formula with an apostrophe before them.

    Args:
        records: as `records_of` makes them, or `Game.believed`.
        path: of the file; None: none is written.

    Returns:
        The text of the file.
    """
    safe = records.assign(**{name: records[name].map(harmless) for name in TEXTS if name in records})
    text = safe.to_csv(index=False, lineterminator="\r\n")
    if path is not None:
        Path(path).write_text(text, encoding="utf-8", newline="")
    return text


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; what begins with an apostrophe gets one more."""
    return f"'{value}" if isinstance(value, str) and value.startswith((*FORMULA, "'")) else value


def read_records(path: Path | str) -> pd.DataFrame:
    """Read records from a CSV file.

    Raises:
        InputError: a column is missing, a number is none, a seat is unknown, or a decision stands there twice.
    """
    try:
        texts = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path}: cannot be read as records of the beer game ({error})") from error
    if missing := [name for name in COLUMNS if name not in texts]:
        raise InputError(*(f"{path}: there is no column {name!r}; {nearest(name, texts)}" for name in missing))
    frame = pd.DataFrame({name: texts[name] for name in COLUMNS})
    for name in ("board", "player"):
        frame[name] = frame[name].str.removeprefix("'")
    for name in NUMBERS:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        if name != "seconds" and (wrong := frame[name][~np.isfinite(numbers) | (numbers < 0)]).size:
            raise InputError(f"{path}: {name} = {wrong.iloc[0]!r} in line {wrong.index[0] + 2}: must be a number")
        frame[name] = numbers if name in ("seconds", "cost") else numbers.astype(np.int64)
    for name, allowed in (("seat", SEATS), ("by", (PERSON, RULE))):
        if (unknown := frame[name][~frame[name].isin(allowed)]).size:
            place = f"{name} = {unknown.iloc[0]!r} in line {unknown.index[0] + 2}"
            raise InputError(f"{path}: {place}; {nearest(unknown.iloc[0], allowed)}")
    if (again := frame.index[frame.duplicated(["board", "seat", "week"])]).size:
        row = frame.loc[again[0]]
        raise InputError(
            f"{path}: line {again[0] + 2}: board {row.board}, {row.seat}, week {row.week} stands there twice"
        )
    return frame
