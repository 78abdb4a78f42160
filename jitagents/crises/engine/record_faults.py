"""Record faults: records that stand still, are late or wrong, as agents see them."""

from copy import copy

import numpy as np

from jitagents.behaviours.ordering import Ordering
from jitagents.cells import NONE, Cells, cells_of, change
from jitagents.column import Array, Table
from jitagents.continuation import Stateful
from jitagents.crises.engine.corrections import Corrections
from jitagents.crises.engine.fallback import Fallback
from jitagents.crises.engine.today import Today
from jitagents.flow import rounded

SHOWN = ("stock", "owed", "demand")
"""Records that are dark or late; its own orders an agent knows."""


class RecordFaults(Stateful):
    """The records of some rows, as a crisis of information leaves them.

    Dark records stand still, late ones are those of some days ago. The inventory position shown is the true one and the
    demand that is not yet known, so that an agent knows what it has ordered itself; orders that go astray it believes
    to be on order until it finds out.

    Args:
        today: changes of the day.
        points: the table of stock points.
        rows: rows of the records.
        oldest: most days by which records can be late.
        whole: units are whole.
        ordering: the rule that decides on them.
        rate: mean flow of the rows, units a day.

    Attributes:
        fallback: orders of those whose records are dark.
        corrections: to past consumption.
    """

    changing = ("_past", "_known", "_total", "_unknown", "corrections", "fallback")

    def __init__(
        self, today: Today, points: Table, rows: slice, oldest: int, whole: bool, ordering: Ordering, rate: Array
    ) -> None:  # fmt: skip
        self._today, self._points, self._rows, self._days, self._whole = today, points, rows, oldest + 1, whole
        shape = (rows.stop - rows.start, points.worlds)
        self._past = {name: np.zeros((self._days, *shape)) for name in (*SHOWN, "total")}
        self._known = {name: np.zeros(shape) for name in (*SHOWN, "total")}
        self._total, self._unknown = np.zeros((2, *shape))
        self.corrections = Corrections(*shape)
        self._seen_by_cards = float(ordering.physical)
        self.fallback = Fallback(today, rows, rate, ordering, whole)

    def at(self, rows: slice) -> "RecordFaults":
        """The records of some of the rows: views of the same."""
        part = copy(self)
        part._rows = slice(self._rows.start + rows.start, self._rows.start + rows.stop)
        part._past = {name: column[:, rows] for name, column in self._past.items()}
        part._known = {name: column[rows] for name, column in self._known.items()}
        part._total, part._unknown = self._total[rows], self._unknown[rows]
        part.corrections = self.corrections.at(rows)
        part.fallback = self.fallback.at(rows)
        return part

    def begin(self, records: dict[str, Array]) -> None:
        """Fill the memory from the records before day 1, by name."""
        for name in SHOWN:
            self._past[name][...] = self._known[name][...] = records[name]
        for age in range(1, self._days):
            self._past["total"][-age] = -age * records["demand"]

    def apply(self, records: dict[str, Array], spoiled: Array | None, day: int, found: Cells = NONE) -> None:
        """Replace today's records by the faulty ones; to be called once a day.

        Args:
            records: by name; overwritten.
            spoiled: units that perished or were destroyed today, which everybody sees; None if none ever are.
            day: today.
            found: correction to past consumption that the books show beside, units.
        """
        demand, known = records["demand"].copy(), self._known
        self._total += demand
        self._bring_up_to_date({name: records[name] for name in SHOWN} | {"total": self._total}, day)
        # Differences, so that records without faults stay the same to the last bit.
        unknown = self._total - known["total"]
        records["on_order"] += unknown + (records["stock"] - known["stock"]) - (records["owed"] - known["owed"])
        if "mistaken" in self._points:
            records["on_order"] += self._points["mistaken"][self._rows]
        for name in SHOWN:
            records[name][...] = known[name]
        gone = known["demand"] if spoiled is None else known["demand"] + spoiled
        correction = demand - known["demand"] + self._unknown - unknown
        if "astray" in self._points:
            correction = correction + self._points["astray"][self._rows]
        change(correction, [found])
        self.corrections.learn(cells_of(correction), gone)
        self._unknown[...] = unknown
        self._err(records, spoiled, day)

    def _err(self, records: dict[str, Array], spoiled: Array | None, day: int) -> None:
        """Make the records of stock and demand wrong, and with demand the recorded consumption."""
        stock, demand = self._with_cards("stock_error", "counted_error", np.add), self._change("demand_error")
        if stock is not None:
            records["stock"][...] = self._wrong(records["stock"], stock, day)
        if demand is not None:
            away = 0.0 if spoiled is None else spoiled
            gone = self._wrong(records["demand"] + away + self.corrections.corrected, demand, day)
            records["demand"][...] = self._wrong(records["demand"], demand, day)
            self.corrections.replace(gone - away - records["demand"], demand != 0.0)

    def _wrong(self, record: Array, error: Array, day: int) -> Array:
        """A record with its relative error; where there is none, to the last bit what it was."""
        return np.where(error != 0.0, rounded(record * np.maximum(1.0 + error, 0.0), self._whole, day), record)

    def _bring_up_to_date(self, now: dict[str, Array], day: int) -> None:
        """Update the known records: the true ones, those of some days ago, or those from before they went dark."""
        dark, late = self._change("dark"), self._with_cards("late", "behind", np.maximum)
        for name, record in now.items():
            past, known = self._past[name], self._known[name]
            past[day % self._days] = record
            if late is not None:
                place = (day - late.astype(np.int64)) % self._days
                record = np.take_along_axis(past, place[None], axis=0)[0]
            np.copyto(known, record, where=True if dark is None else dark <= self._seen_by_cards)

    def _with_cards(self, name: str, but_for_cards: str, together: np.ufunc) -> Array | None:
        """Return a change of the records, together with one that physical cards are spared; None: there is none."""
        change, other = self._change(name), None if self._seen_by_cards else self._change(but_for_cards)
        if change is None or other is None:
            return other if change is None else change
        return np.asarray(together(change, other))

    def _change(self, name: str) -> Array | None:
        change: Array | None = getattr(self._today, name)
        return None if change is None else change[self._rows]
