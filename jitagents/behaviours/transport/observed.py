"""Lead times as they were observed: how late deliveries came, by mode of transport."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.behaviours.transport.stated import Drawn
from jitagents.errors import InputError, nearest
from jitagents.network import Law, LeadTimes
from jitagents.network.lead_times import collect
from jitagents.parameters import param

type Late = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Empirical(Drawn):
    """Bootstrapped lead times: each draws the lateness of one recorded delivery of its lane's mode of transport.

    A lane without a mode draws from the deliveries of all modes. Rows without both dates are left out.

    Formula:
        L = max(1, round(lane's mean) + actual date - planned date)

    Source:
        Efron 1979, Annals of Statistics 7(1) (drawing from the empirical distribution).
    """

    file: str = param("", "", "path of a CSV file, one row a delivery")
    planned: str = param("planned", "", "the column with the planned date")
    actual: str = param("actual", "", "the column with the actual date")
    mode: str = param("mode", "", "the column with the mode of transport")

    @cached_property
    def late(self) -> dict[str, Late]:
        """Days late of all recorded deliveries, by mode; `""` has those of all modes."""
        table = self._read()
        dates = [pd.to_datetime(table[name], format="mixed", errors="coerce") for name in (self.planned, self.actual)]
        days = (dates[1] - dates[0]).dt.days
        if not days.notna().any():
            raise InputError(
                f"transport.file: {Path(self.file).name} has no row with a date in {self.planned!r} and {self.actual!r}"
            )
        modes = table[self.mode].astype("str").str.strip()[days.notna()]
        days = days.dropna()
        found = {str(mode): np.asarray(group, dtype=np.int64) for mode, group in days.groupby(modes)}
        return found | {"": np.asarray(days, dtype=np.int64)}

    def _read(self) -> pd.DataFrame:
        path, columns = Path(self.file).expanduser(), [self.planned, self.actual, self.mode]
        if not path.is_file():
            raise InputError(f"transport.file: there is no file {self.file!r}; a CSV file of deliveries is needed")
        try:
            table = pd.read_csv(path, encoding="utf-8-sig", dtype="str")
        except UnicodeDecodeError:
            table = pd.read_csv(path, encoding="latin-1", dtype="str")
        faults = [
            f"transport.{key}: {path.name} has no column {column!r}; {nearest(column, table.columns)}"
            for key, column in zip(("planned", "actual", "mode"), columns, strict=True)
            if column not in table
        ]
        if faults:
            raise InputError(*faults)
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
