"""Columns and tables: state as named arrays `(rows, worlds)`, and handles that read and write their rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, overload

import numpy as np
import numpy.typing as npt

from jitagents.continuation import Stateful
from jitagents.errors import nearest
from jitagents.shown import Shown

type Array = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]
type Rows = slice | npt.NDArray[np.int64]
"""Rows of a table: a slice where they are neighbours (a view), indices otherwise (a copy)."""


def compact(index: npt.ArrayLike) -> Rows:
    """Return rows as a slice if they are neighbours in ascending order, as indices otherwise."""
    rows = np.asarray(index, dtype=np.int64)
    if rows.size == 0:
        return slice(0, 0)
    if rows[-1] - rows[0] == rows.size - 1 and (np.diff(rows) == 1).all():
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


class Table(Stateful):
    """Columns of equal shape `(rows, worlds)`: float64, C order, allocated once and only written in place."""

    changing = ("_columns",)

    def __init__(self, rows: int, worlds: int, names: Sequence[str] = ()) -> None:
        self.rows, self.worlds = rows, worlds
        self._block = np.zeros((len(names), rows, worlds))
        self._columns = dict(zip(names, self._block, strict=True))

    def add(self, name: str) -> Array:
        """Allocate a column of zeros, unless there is one of that name; return it."""
        return self._columns.setdefault(name, np.zeros((self.rows, self.worlds)))

    def get(self, name: str) -> Array | None:
        """Return a column, or None if there is none of that name."""
        return self._columns.get(name)

    def first(self, columns: int) -> Array:
        """Return a view of the first columns together `(columns, rows, worlds)`, to operate on all of them at once."""
        return self._block[:columns]

    def __getitem__(self, name: str) -> Array:
        try:
            return self._columns[name]
        except KeyError:
            raise KeyError(f"there is no column {name!r}; {nearest(name, self._columns)}") from None

    def __setitem__(self, name: str, value: npt.ArrayLike) -> None:
        """Write a column in place; after `table[name] += x` it is written already."""
        if value is not self[name]:
            self._columns[name][...] = value

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)


class Column:
    """A declared column: reading it from a handle gives a writable view, assigning writes in place.

    Args:
        unit: unit of its numbers.
        meaning: description in the words of the field.
        table: name of the table that holds it.
        always: False if it is allocated only by what writes it; where nothing does, it must not be read.
    """

    def __init__(self, unit: str, meaning: str, table: str = "points", *, always: bool = True) -> None:
        self.unit, self.meaning, self.table, self.always = unit, meaning, table, always
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, handle: None, owner: type) -> Self: ...
    @overload
    def __get__(self, handle: "Handle", owner: type) -> Array: ...
    def __get__(self, handle: "Handle | None", owner: type) -> "Self | Array":
        if handle is None:
            return self
        views = handle.views
        if self.name not in views:
            if self.table not in handle.place:
                raise AttributeError(f"this {type(handle).__name__} has no {self.name!r}: it is not in {self.table!r}")
            table, rows = handle.place[self.table]
            views[self.name] = table[self.name][rows]
        return views[self.name]

    def __set__(self, handle: "Handle", value: npt.ArrayLike) -> None:
        view = self.__get__(handle, type(handle))
        if value is not view:
            view[...] = value


type Place = dict[str, tuple[Table, Any]]
"""Position of a handle: for each table that it has rows in, the table and its row (a number) or rows (a slice)."""


class Handle(Shown):
    """A handle on rows of tables: on one row, with columns `(worlds,)`, or on many, with columns `(rows, worlds)`.

    Attributes:
        place: the tables that it has rows in, and the rows.
        views: the columns read so far; arrays are never rebound, so a view stays valid.
    """

    place: Place
    views: dict[str, Array]

    def _facts(self) -> dict[str, object]:
        table, rows = next(iter(self.place.values()))
        facts: dict[str, object] = {name: vars(self)[name] for name in ("name", "tier") if name in vars(self)}
        return (facts or {"rows": np.arange(table.rows)[rows].size}) | {"worlds": f"{table.worlds:,}"}

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the declared columns of the class and its bases, by name."""
        attributes = {name: item for base in reversed(cls.__mro__) for name, item in vars(base).items()}
        return {name: item for name, item in attributes.items() if isinstance(item, Column)}

    @classmethod
    def over(cls, place: Place, **attributes: Any) -> Self:
        """Make a handle of this class over the given rows, without running its `__init__` (which belongs to Mesa)."""
        handle = object.__new__(cls)
        handle.place, handle.views = place, {}
        handle.__dict__.update(attributes)
        return handle


class Population[H: Handle](Shown):
    """All members of a class, with the methods of Mesa's AgentSet; a rule runs once for all members.

    Args:
        blocks: bulk handles, each over neighbouring rows with the same behaviours.
        members: handles of one row each, in the order of the rows.
    """

    def __init__(self, blocks: Iterable[H], members: Iterable[H]) -> None:
        self.blocks, self.members = tuple(blocks), tuple(members)

    def _facts(self) -> dict[str, object]:
        kinds = dict.fromkeys(type(member).__name__ for member in self.members)
        names = [str(getattr(member, "name", "")) for member in self.members[:6]]
        shown = f"{', '.join(names[:5])}{', …' if len(self) > 5 else ''}"
        members: dict[str, object] = {"members": f"{len(self):,}"}
        return members | ({"of the class": ", ".join(kinds), "names": shown} if kinds else {})

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[H]:
        return iter(self.members)

    def do(self, rule: str, *args: Any, **kwargs: Any) -> Self:
        """Run a rule (the name of a method) on every member, in bulk."""
        for block in self.blocks:
            getattr(block, rule)(*args, **kwargs)
        return self

    def get(self, name: str) -> Array:
        """Return a copy of a column of all members `(members, worlds)`."""
        return np.concatenate([np.atleast_2d(getattr(block, name)) for block in self.blocks])

    def set(self, name: str, value: npt.ArrayLike) -> Self:
        """Write a column of all members; `value` broadcasts to `(members, worlds)`."""
        shape = self.get(name).shape
        parts = np.split(np.broadcast_to(np.asarray(value, dtype=float), shape), np.cumsum(self._sizes())[:-1])
        for block, part in zip(self.blocks, parts, strict=True):
            setattr(block, name, part)
        return self

    def select(self, keep: Any) -> "Population[H]":
        """Return the members for which `keep(member)` is true; rules then run on each of them alone."""
        chosen = [member for member in self.members if keep(member)]
        return Population(chosen, chosen)

    def agg(self, name: str, function: Any) -> Any:
        """Return `function(column, axis=0)`: an aggregate over the members, one number a world."""
        return function(self.get(name), axis=0)

    def _sizes(self) -> list[int]:
        places = (next(iter(block.place.values())) for block in self.blocks)
        return [np.arange(table.rows)[rows].size for table, rows in places]
