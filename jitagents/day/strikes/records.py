"""Records: what a crisis of information makes of what agents are shown."""

import numpy as np

from jitagents.column import Array
from jitagents.crises import Late
from jitagents.day.strikes.blur import Blur
from jitagents.day.strikes.hit import Bound, Ground, Hit, at
from jitagents.day.strikes.today import Today
from jitagents.worlds import Drawn, Sampler

SHOWN = ("stock", "owed", "demand")
"""Records that are dark, late or wrong; its own orders an agent knows."""


class Fog:
    """The records of some rows, as a crisis of information leaves them.

    Dark records stand still, late ones are those of some days ago. The inventory position shown is the true one and the
    demand that is not yet known, so that an agent knows what it has ordered itself.

    Args:
        blur: of all rows.
        mistaken: what each row believes to be on order beyond what is; None if nobody can be mistaken.
        rows: of this desk.
    """

    def __init__(self, blur: Blur, mistaken: Array | None, rows: slice) -> None:
        self._state = {name: blur.state[name][rows] for name in blur.state}
        self._mistaken = None if mistaken is None else mistaken[rows]
        shape, depth = self._state["dark"].shape, blur.oldest + 1
        self._depth = depth
        self._past = {name: np.zeros((depth, *shape)) for name in (*SHOWN, "total")}
        self._held = {name: np.zeros(shape) for name in (*SHOWN, "total")}
        self._total = np.zeros(shape)

    def at(self, rows: slice) -> "Fog":
        """The records of some of the rows: views of the same."""
        part = object.__new__(Fog)
        part._state = {name: column[rows] for name, column in self._state.items()}
        part._mistaken = None if self._mistaken is None else self._mistaken[rows]
        part._past = {name: column[:, rows] for name, column in self._past.items()}
        part._held = {name: column[rows] for name, column in self._held.items()}
        part._total, part._depth = self._total[rows], self._depth
        return part

    def begin(self, records: dict[str, Array]) -> None:
        """Fill the memory from the records before day 1, by name."""
        for name in SHOWN:
            self._past[name][...] = self._held[name][...] = records[name]

    def veil(self, records: dict[str, Array], day: int) -> None:
        """Put in the place of today's records what is shown of them; to be called once a day."""
        position = records["stock"] + records["on_order"] - records["owed"]
        self._total += records["demand"]
        now = {name: records[name] for name in SHOWN} | {"total": self._total}
        shown = {name: self._aged(name, column, day) for name, column in now.items()}
        on_order = position + self._total - shown["total"] - shown["stock"] + shown["owed"]
        for name in ("stock", "demand"):
            shown[name] = np.maximum(shown[name] * (1.0 + self._state[name]), 0.0)
        if self._mistaken is not None:
            on_order += self._mistaken
        for name in SHOWN:
            records[name][...] = shown[name]
        records["on_order"][...] = on_order

    def _aged(self, name: str, now: Array, day: int) -> Array:
        """A record as it is known today: of some days ago, or of the day on which it went dark."""
        past, held = self._past[name], self._held[name]
        past[day % self._depth] = now
        place = (day - self._state["late"].astype(np.int64)) % self._depth
        known = np.take_along_axis(past, place[None], axis=0)[0]
        held[...] = np.where(self._state["dark"] > 0, held, known)
        return held.copy()


class OnRecords(Hit):
    """Makes records dark, late or wrong."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.rows, self._of_rows = ground.with_inputs(bound.rows)

    def strike(self, severity: Array, day: int) -> None:
        severity = at(severity, self._of_rows)
        name, value = ("late", float(self.effect.days)) if isinstance(self.effect, Late) else ("dark", 1.0)
        assert self.today.blur is not None
        column = self.today.blur.state[name]
        column[self.rows] = np.maximum(column[self.rows], np.where(severity > 0, value, 0.0))


class OnErrors(Hit):
    """Makes records of stock and demand wrong, by a bias and a noise."""

    def __init__(self, bound: Bound, ground: Ground, today: Today) -> None:
        super().__init__(bound, ground, today)
        self.rows, self._of_rows = ground.with_inputs(bound.rows)
        self._drawn = 0
        back = np.argsort(np.argsort(ground.layout.name_rank[self.rows]))
        sampler: Sampler = lambda rng, first, days, _: (  # noqa: E731
            rng.standard_normal((days, 2, len(back)))[:, :, back].reshape(days, -1)
        )
        self._noise = Drawn(ground.worlds, f"crisis.{bound.name}.noise", [sampler], 2 * len(back))
        self._today = np.zeros((2, len(back), ground.worlds.count))

    def strike(self, severity: Array, day: int) -> None:
        while self._drawn < day and np.any(self.effect.noise):  # from day 1 on, whenever it begins
            self._drawn += 1
            self._noise.on(self._drawn, self._today.reshape(-1, self._today.shape[-1]))
        severity = at(severity, self._of_rows)
        assert self.today.blur is not None
        for name, noise in zip(("stock", "demand"), self._today, strict=True):
            self.today.blur.state[name][self.rows] += severity * (self.effect.bias + self.effect.noise * noise)
