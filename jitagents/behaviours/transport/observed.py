"""Observed lead times: the delays of deliveries, by mode of transport."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.transport.stated import Drawn
from jitagents.errors import Faults, InputError, nearest
from jitagents.network import Law, LeadTimes
from jitagents.network.filling import MOST
from jitagents.network.lead_times import collect
from jitagents.parameters import LONGEST, param
from jitagents.reading import Dialect, Table, read
from jitagents.reading.dates import ORDERS, days

type Late = npt.NDArray[np.int64]

DATES = "transport.dates"


@dataclass(frozen=True)
class Empirical(Drawn):
    """Bootstrapped lead times: each draws the lateness of one recorded delivery of its lane's mode of transport.

    A lane without a mode draws from the deliveries of all modes. Rows without both dates are left out, and
    so are times of day.

    Formula:
        L = max(1, round(lane's mean) + actual date - planned date)

    Source:
        Efron 1979, Annals of Statistics 7(1) (drawing from the empirical distribution).
    """

    file: str = param("", "", "path of a table (CSV, Excel), one row a delivery")
    planned: str = param("planned", "", "the column with the planned date")
    actual: str = param("actual", "", "the column with the actual date")
    mode: str = param("mode", "", "the column with the mode of transport")
    dates: str | None = param(None, "", "order in dates such as 03.04.2024; None: found out", choices=(None, *ORDERS))
    csv: Dialect = field(default_factory=Dialect)

    @cached_property
    def late(self) -> dict[str, Late]:
        """Days late of all recorded deliveries, by mode; `""` has those of all modes."""
        table = self._read()
        places = [table.column(name, "transport") for name in (self.planned, self.actual, self.mode)]
        planned, actual = days([table.columns[n] for n in places[:2]], table.lines, self.dates, table.where, DATES)
        late = actual - planned
        known = np.isfinite(late)
        if not known.any():
            raise InputError(f"{table.where}: has no row with a date in {self.planned!r} and {self.actual!r}")
        if far := np.flatnonzero(np.abs(late) > LONGEST).tolist():
            text = (f"{table.where}, line {table.lines[n]}: {late[n]:,.0f} days late" for n in far[:MOST])
            raise InputError(*(f"{fault}; at most {LONGEST:,} days, late or early, are allowed" for fault in text))
        modes = pd.Series(table.texts(places[2], []), dtype="str")[known]
        observed = pd.Series(late[known].astype(np.int64), index=modes.index)
        late_by_mode = {str(mode): np.asarray(group, dtype=np.int64) for mode, group in observed.groupby(modes)}
        return late_by_mode | {"": np.asarray(observed, dtype=np.int64)}

    def _read(self) -> Table:
        table, faults = read(self.file, "transport.file", self.csv), Faults()
        for key in ("planned", "actual", "mode"):
            with faults.collected():
                table.column(getattr(self, key), f"transport.{key}")
        faults.tell()
        return table

    def times(self, stated: LeadTimes, lanes: pd.DataFrame) -> LeadTimes:
        modes = lanes["mode"].to_numpy(dtype=object)
        if unknown := sorted({*modes} - {*self.late}):
            known = [mode for mode in self.late if mode]
            raise InputError(
                *(f"lanes: mode {mode!r} is not in {Path(self.file).name}; {nearest(mode, known)}" for mode in unknown)
            )
        pairs = list(zip(modes.tolist(), np.floor(stated.mean + 0.5).astype(np.int64).tolist(), strict=True))
        distinct = {pair: number for number, pair in enumerate(sorted(set(pairs)))}
        laws = tuple(_law(days + self.late[mode]) for mode, days in distinct)
        return collect(stated.planned.astype(float), np.array([distinct[pair] for pair in pairs]), laws, 1)


def _law(observed: Late) -> Law:
    """The law of observed lead times, none of them below a day."""
    days, count = np.unique(np.maximum(observed, 1), return_counts=True)
    return Law(days, count / count.sum())
