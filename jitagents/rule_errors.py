"""Errors of rules that users write: the place, the day, the line, and for common ones the remedy."""

import linecache
import traceback
from collections.abc import Callable
from typing import Any

from jitagents.errors import InputError

ONE_VALUE = ("truth value of an array", "converted to Python scalars", "converted to a scalar index")
"""Parts of messages of numpy where one value is needed."""
HAVE_ONE = (
    "`if`, `and`, `or`, `max`, `min`, `float`, `int` and `range` need one value, and here is an array with one for "
    "each agent and world"
)
REMEDY = (
    "write np.where(condition, this, that), `&` and `|`, np.maximum and np.minimum; or write a function "
    "`def decide(seen):` of plain numbers, and give it to study.with_rule"
)
LONGEST = 80
"""Letters of a line that a message shows."""


def explained(error: Exception, place: str, day: int, file: str) -> InputError:
    """Explain an error that a rule has raised.

    Args:
        error: what was raised.
        place: name of the rule.
        day: of the simulation; 0: before it.
        file: name of the file or cell in which the rule stands.
    """
    message = str(error)
    if "read-only" in message:
        return InputError(f"{place}: records (`seen`) can be read, not set; copy what is to change, seen.demand.copy()")
    if any(part in message for part in ONE_VALUE):
        return InputError(f"{place}: {HAVE_ONE}; {REMEDY}{_line(error, file)}")
    if "could not broadcast" in message or "could not be broadcast" in message:
        return InputError(f"{place}: arrays of different shapes meet ({message}); a column is (agents, worlds)")
    when = f" on day {day}" if day else ""
    return InputError(f"{place}: {type(error).__name__}{when}{_line(error, file)}: {message or 'no message'}")


def file_of(rule: Callable[..., Any]) -> str:
    """The name of the file or cell in which a function stands; empty if there is none."""
    code = getattr(getattr(rule, "__wrapped__", rule), "__code__", None)
    return "" if code is None else str(code.co_filename)


def _line(error: Exception, file: str) -> str:
    """The last line of the user's own file or cell that ran; empty if there is none."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    if not frames:
        return ""
    text = linecache.getline(frames[-1].filename, frames[-1].lineno or 0).strip()
    return f", line {frames[-1].lineno}" + (f" `{text[:LONGEST]}`" if text else "")
