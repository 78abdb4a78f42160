"""Points of a file: a table with a line for each point and a column for each key."""

from dataclasses import dataclass, field

from jitagents.designs.base import Design
from jitagents.errors import InputError
from jitagents.parameters import param
from jitagents.points import ONLY, Point, Value
from jitagents.reading import Dialect, Table, read, twice
from jitagents.scenario.stated_levels import is_target


@dataclass(frozen=True)
class PointFile(Design):
    """Points of a table (CSV, Excel), whose columns are headed by keys; of names where the key takes names."""

    file: str = param("", "", "path of the table")
    csv: Dialect = field(default_factory=Dialect)

    def runs(self) -> list[Point]:
        table = read(self.file, "design.file", self.csv, needed="of the swept keys, as ordering.cover")
        headings = [(number, heading) for number, heading in enumerate(table.headings) if heading]
        faults = twice(table.headings, table.where)
        columns = {heading: _values(table, number, heading, faults) for number, heading in headings}
        if faults:
            raise InputError(*faults)
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(table: Table, column: int, key: str, faults: list[str]) -> list[Value]:
    """The values of a key; cells that are none are added to the faults."""
    if key == ONLY or is_target(key):
        return list(table.texts(column, faults))
    return list(table.numbers(column, faults, "is empty; every point needs a value of every key").tolist())
