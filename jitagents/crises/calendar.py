"""Calendars: disruptions whose course was recorded."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from jitagents.column import Array
from jitagents.crises.course import Course, Scene
from jitagents.crises.disruption import Disruption
from jitagents.crises.distributions import expected
from jitagents.crises.shock import Shock
from jitagents.errors import InputError
from jitagents.parameters import Number, param
from jitagents.reading import Dialect, read
from jitagents.reading.totals import totals


@dataclass(frozen=True)
class Calendar(Disruption):
    """A recorded series drives the severity: severity x max(0, value - above) / unit, at most 1 where it is a share.

    An index of pressure on supply chains, say, in standard deviations: above 1 standard deviation, each further one
    takes away a tenth of the capacity (unit 10).
    """

    file: str = param("", "", "path of a table (CSV, Excel), a line a period")
    column: str = param("", "", "the column with the values")
    first_line: int = param(1, "", "line, below the header, with which the first measured day begins", low=1)
    period: int = param(30, "days", "that a line stands for", low=1)
    above: Number = param(0.0, "", "value above which it acts")
    unit: Number = param(1.0, "", "excess that is the whole severity", low=1e-9)
    csv: Dialect = field(default_factory=Dialect)

    @cached_property
    def series(self) -> Array:
        """The values from the first line on `(lines,)`."""
        table, faults = read(self.file, "Calendar.file", self.csv), list[str]()
        place = table.column(self.column, "Calendar.column")
        faults += totals(table, None, [place])
        values = table.numbers(place, faults, "is empty; a number is needed")
        if not faults and not np.isfinite(values).all():
            faults.append(f"{table.where}: {self.column!r} has a number that is not finite")
        if faults:
            raise InputError(*faults)
        if self.first_line > len(values):
            text = f"Calendar.first_line = {self.first_line}"
            raise InputError(f"{text}: {table.name} has {len(values)} lines below its header")
        return values[self.first_line - 1 :]

    def course(self, scene: Scene) -> "RecordedCourse":
        return RecordedCourse(self, scene)

    def as_single_shock(self) -> Shock:
        worst = self.force(np.array(self.series.max()))
        return Shock(self.target, self.what, float(np.max(worst)), self.attenuation, duration=self.period)

    def force(self, value: Array) -> Array:
        """The severity that a value stands for."""
        excess = np.maximum(value - np.asarray(self.above), 0.0) / self.unit
        return self.effect.cut(expected(self.severity) * excess)


class RecordedCourse(Course):
    """The recorded course; nothing before the first measured day, nor after the last line."""

    def __init__(self, cause: Calendar, scene: Scene) -> None:
        self._cause = cause
        self._series = cause.series
        acts = np.flatnonzero(np.asarray([np.any(cause.force(value) != 0) for value in self._series]))
        first, last = (acts[0], acts[-1]) if len(acts) else (0, -1)
        self.begins = np.full((1, 1), 1.0 + first * cause.period)
        self.last = float((last + 1) * cause.period)

    def intensity(self, day: int) -> Array:
        line = (day - 1) // self._cause.period
        value = self._series[line] if 0 <= line < len(self._series) else -np.inf
        return np.atleast_2d(self._cause.force(np.asarray(value)))
