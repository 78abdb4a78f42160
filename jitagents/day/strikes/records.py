"""Records: what a crisis of information makes of what agents are shown."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import Late
from jitagents.day.strikes.hit import Bound, Ground, Hit
from jitagents.day.strikes.today import Today
from jitagents.worlds import Drawn, Sampler

SHOWN = ("stock", "owed", "demand")
"""Records that are dark or late; its own orders an agent knows."""


class OnRecords(Hit):
    """Makes records dark or late."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.points = bound.hanging(ground.layout.owner)
        self._change, self._value = ("late", self.effect.days) if isinstance(self.effect, Late) else ("dark", 1)

    def strike(self, severity: Array, day: int) -> None:
        struck = self.points.at(severity) > 0.0
        self.today.raise_to(self._change, self.points.rows, struck * float(self._value))


class OnErrors(Hit):
    """Makes records of stock and demand wrong, by a bias and a noise."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.points = bound.hanging(ground.layout.owner)
        back = np.argsort(np.argsort(ground.layout.name_rank[self.points.rows]))
        sampler: Sampler = lambda rng, first, days, _: (  # noqa: E731
            rng.standard_normal((days, 2, len(back)))[:, :, back].reshape(days, -1)
        )
        self._noise = Drawn(ground.worlds, f"crisis.{bound.name}.noise", [sampler], 2 * len(back))
        self._today, self._drawn = np.zeros(self._noise.shape), 0

    def strike(self, severity: Array, day: int) -> None:
        while self._drawn < day and np.any(self.effect.noise):  # from day 1 on, whenever it begins
            self._drawn += 1
            self._noise.on(self._drawn, self._today)
        severity = self.points.at(severity)
        for name, noise in zip(("stock_error", "demand_error"), np.split(self._today, 2), strict=True):
            self.today.of(name)[self.points.rows] += severity * (self.effect.bias + self.effect.noise * noise)


class Fog:
    """The records of some rows, as a crisis of information leaves them.

    Dark records stand still, late ones are those of some days ago. The inventory position shown is the true one and the
    demand that is not yet known, so that an agent knows what it has ordered itself.

    Args:
        today: what crises change.
        mistaken: what each of the rows believes to be on order beyond what is; None if nobody can be mistaken.
        rows: of this desk, among all.
        worlds: number of worlds.
        oldest: most days by which records can be late.
    """

    def __init__(self, today: Today, mistaken: Array | None, rows: slice, worlds: int, oldest: int) -> None:
        self._today, self._mistaken, self._rows, self._days = today, mistaken, rows, oldest + 1
        shape = (rows.stop - rows.start, worlds)
        self._past = {name: np.zeros((self._days, *shape)) for name in (*SHOWN, "total")}
        self._known = {name: np.zeros(shape) for name in (*SHOWN, "total")}
        self._total = np.zeros(shape)

    def at(self, rows: slice) -> "Fog":
        """The records of some of the rows: views of the same."""
        part = object.__new__(Fog)
        part._today, part._days, first = self._today, self._days, self._rows.start
        part._rows = slice(first + rows.start, first + rows.stop)
        part._mistaken = None if self._mistaken is None else self._mistaken[rows]
        part._past = {name: column[:, rows] for name, column in self._past.items()}
        part._known = {name: column[rows] for name, column in self._known.items()}
        part._total = self._total[rows]
        return part

    def begin(self, records: dict[str, Array]) -> None:
        """Fill the memory from the records before day 1, by name."""
        for name in SHOWN:
            self._past[name][...] = self._known[name][...] = records[name]
        for age in range(1, self._days):
            self._past["total"][-age] = -age * records["demand"]

    def veil(self, records: dict[str, Array], day: int) -> None:
        """Put in the place of today's records what is shown of them; to be called once a day."""
        self._total += records["demand"]
        now = {name: records[name] for name in SHOWN} | {"total": self._total}
        self._bring_up_to_date(now, day)
        known = self._known
        # Differences, so that what is not veiled is shown to the last bit.
        records["on_order"] += self._total - known["total"]
        records["on_order"] += (records["stock"] - known["stock"]) - (records["owed"] - known["owed"])
        if self._mistaken is not None:
            records["on_order"] += self._mistaken
        for name in SHOWN:
            records[name][...] = known[name]
        for name in ("stock", "demand"):
            error = self._change(f"{name}_error")
            if error is not None:
                records[name] *= np.maximum(1.0 + error, 0.0)

    def _bring_up_to_date(self, now: dict[str, Array], day: int) -> None:
        """Note what is known today: what is true, what was some days ago, or still what was when it went dark."""
        dark, late = self._change("dark"), self._change("late")
        for name, record in now.items():
            past, known = self._past[name], self._known[name]
            past[day % self._days] = record
            if late is not None:
                place = (day - late.astype(np.int64)) % self._days
                record = np.take_along_axis(past, place[None], axis=0)[0]
            np.copyto(known, record, where=True if dark is None else dark == 0.0)

    def _change(self, name: str) -> Array | None:
        change: Array | None = getattr(self._today, name)
        return None if change is None else change[self._rows]
