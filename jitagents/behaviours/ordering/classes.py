"""Numbers by class: one number for all rows, or one for each class that they are divided into."""

from collections.abc import Mapping, Sequence

import numpy as np

from jitagents.column import Array
from jitagents.errors import Faults, InputError, nearest
from jitagents.flow import Index
from jitagents.parameters import LARGEST, Number

type ByClass = Number | Mapping[str, Number]
"""One number, or one by class."""


def check_entry(place: str, what: str, name: str, number: Number, known: Sequence[str], kind: str) -> None:
    """Check an entry of a mapping from names to numbers.

    Args:
        place: of the entry, for messages.
        what: a name is.
        name: of the entry.
        number: of the entry.
        known: names that there are.
        kind: of number.

    Raises:
        InputError: a name that is none of the known ones, or a number below 0.
    """
    if name not in known:
        raise InputError(f"{place}: there is no {what} {name!r}; {nearest(name, known)}")
    wrong = isinstance(number, bool) or not isinstance(number, int | float | np.ndarray)
    if wrong or not ((np.asarray(number) >= 0) & (np.asarray(number) <= LARGEST)).all():
        raise InputError(f"{place} = {number!r}: must be a {kind}, 0 or more")


def check_classes(place: str, value: ByClass, classes: Sequence[str]) -> None:
    """Check that a value is a number, or states one for each class.

    Raises:
        InputError: with all entries that are wrong, and the classes that are not stated.
    """
    if not isinstance(value, Mapping):
        return
    faults = Faults()
    for name, number in value.items():
        with faults.collected():
            check_entry(f"{place}.{name}", "class", name, number, classes, "number")
    for name in (name for name in classes if name not in value):
        faults.add(f"{place} = {dict(value)!r}: none for the class {name!r}; it must be stated")
    faults.tell()


def of_class(value: ByClass, classes: Sequence[str], index: Index) -> Number:
    """The number, or that of each row by its class `(rows, 1)` or `(rows, worlds)`.

    Args:
        value: checked.
        classes: their names.
        index: class of each row `(rows,)`.
    """
    if not isinstance(value, Mapping):
        return value
    columns: list[Array] = [np.atleast_2d(np.asarray(value[name], dtype=float)) for name in classes]
    if not columns:
        return np.zeros((0, 1))
    worlds = max(column.shape[1] for column in columns)
    return np.concatenate([np.broadcast_to(column, (1, worlds)) for column in columns])[index]
