"""Lines: production lines that several makers share, each with its turn on a day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jitagents.behaviours.base import Memory
from jitagents.behaviours.production import LineView, Production, Turns
from jitagents.choice import Index
from jitagents.column import Array
from jitagents.continuation import Stateful
from jitagents.errors import Faults, InputError
from jitagents.flow import ROUNDING, Groups
from jitagents.state import SimulationState

DIVIDING = "production=product_wheel or longest_queue"


@dataclass(frozen=True)
class Shared:
    """The lines that a rule divides.

    Attributes:
        rule: which divides them.
        memory: of the rule, a row for each of its makers.
        at: the makers of lines among those of the rule, sorted by line and name `(members,)`.
        makers: their rows in the table of makers `(members,)`.
        lines: the members, grouped by line.
        load: planned share of the line's time `(members, 1)` or `(members, worlds)`.
    """

    rule: Production
    memory: Memory
    at: Index
    makers: Index
    lines: Groups
    load: Array


class Lines(Stateful):
    """The lines that several makers share.

    Set-ups are counted in columns of the table of makers: `setup`, days of the line that are lost today before the item
    of a maker, and `changeovers`, set-ups for it that begin today.

    Args:
        state: of the model.
        shared: the lines of each rule.
        setups: factor on the set-ups of makers today, kept up to date `(makers, worlds)`; None: 1.

    Attributes:
        turn: share of today's work in which each maker has its line, or in which the line is idle; 1 of a line of its
            own, 0 on its day of rest `(makers, worlds)`.
        allotted: most that it can start in its turn, units `(makers, worlds)`.
    """

    changing = ("_rest", "_worked")

    def __init__(self, state: SimulationState, shared: Sequence[Shared], setups: Array | None = None) -> None:
        self.making, self.whole, self.shared, self._setups = state.making, state.whole, shared, setups
        self.names = state.layout.names[state.layout.maker_rows]
        shape = self.making.rows, self.making.worlds
        self.turn, self.allotted = np.ones((2, *shape))
        for name in ("setup", "changeovers"):
            self.making.add(name)
        self._rest = [np.zeros((len(one.makers), self.making.worlds)) for one in shared]
        self._share, self._worked = np.ones((shape[0], 1)), np.zeros((shape[0], 1))

    def follow(self, share: Array, calendars: Sequence[str]) -> None:
        """Work on working days.

        Args:
            share: of a day's capacity that makers work today, kept up to date `(makers, 1)`.
            calendars: name of the calendar of each maker `(makers,)`.

        Raises:
            InputError: makers of one line work by different calendars.
        """
        faults = Faults()
        for one in self.shared:
            for line in range(one.lines.size):
                makers = one.makers[one.lines.key == line]
                first, other = makers[0], next((row for row in makers if calendars[row] != calendars[makers[0]]), None)
                if other is not None:
                    names = self.names[[first, other]]
                    faults.add(
                        f"agents: {names[0]} and {names[1]}: share a line and have different calendars, "
                        f"{calendars[first]!r} and {calendars[other]!r}"
                    )
        faults.tell()
        self._share = share

    def open(self) -> None:
        """Begin a day: give each maker its turn. What is left of a whole unit is kept for the next turn."""
        self.turn[...], self.allotted[...] = self._share > 0.0, self.making["capacity"]
        for one, rest in zip(self.shared, self._rest, strict=True):
            turns, share = self._turns(one), self._share[one.makers]
            for name in ("setup", "changeovers"):
                self.making[name][one.makers] = getattr(turns, name)
            run, idle = (
                np.divide(days, share, out=np.zeros_like(rest), where=share > 0.0)
                for days in (turns.run, self._idle(one, turns))
            )
            self.turn[one.makers] = run + idle
            units = self.making["capacity"][one.makers] * run
            if self.whole:
                rest += units
                units = np.floor(rest + ROUNDING)
                rest -= units
            self.allotted[one.makers] = units
        self._worked += self._share

    def _idle(self, one: Shared, turns: Turns) -> Array:
        """Return the time of today in which nobody has the line of each maker, days `(members, worlds)`."""
        taken = (turns.run + turns.setup) * np.ones((1, self.making.worlds))
        idle = self._share[one.makers] - one.lines.spread(
            one.lines.sum(taken, np.empty((one.lines.size, taken.shape[1])))
        )
        return np.where(idle > ROUNDING, idle, 0.0)

    def _turns(self, one: Shared) -> Turns:
        """Ask a rule for the turns of its makers today."""
        open_orders, kits, capacity = (self.making[name][one.makers] for name in ("open_orders", "kits", "capacity"))
        share = self._share[one.makers]
        units = np.minimum(open_orders, kits)
        if "rework" in self.making:
            units += self.making["rework"][one.makers]
        work = np.divide(units * share, capacity, out=np.zeros_like(kits), where=capacity > 0.0)
        memory = {name: column[..., one.at, :] for name, column in one.memory.items()}
        setups = 1.0 if self._setups is None else self._setups[one.makers]
        view = LineView(work, one.load, one.lines, self._worked[one.makers], share, setups)
        turns = one.rule.turns(view, memory)
        for name, column in memory.items():
            one.memory[name][..., one.at, :] = column
        return turns


def shared_lines(
    state: SimulationState,
    parts: Sequence[tuple[Production, Index]],
    memories: Sequence[Memory],
    setups: Array | None = None,
) -> Lines | None:
    """Return the lines that several makers share; None if there are none.

    Args:
        state: of the model.
        parts: production rules, each with its makers.
        memories: of the rules.
        setups: factor on the set-ups of makers today, kept up to date `(makers, worlds)`; None: 1.

    Raises:
        InputError: the rule of a maker does not divide lines, those of a line differ, or it has no capacity.
    """
    layout = state.layout
    if not (layout.network.agents["line"] != "").any():
        return None
    makers = layout.network.agents.iloc[layout.agent[layout.maker_rows]].reset_index(drop=True)
    sharing = (makers["line"] != "") & makers["line"].duplicated(keep=False)
    if not sharing.any():
        return None
    _check(makers[sharing], parts)
    load = state.planned.plan.rate[layout.maker_rows] / makers["capacity"].to_numpy()[:, None]
    shared = []
    for (rule, rows), memory in zip(parts, memories, strict=True):
        members = makers.iloc[rows].reset_index(drop=True)[sharing.to_numpy()[rows]].sort_values(["line", "name"])
        if len(members):
            at = members.index.to_numpy()
            number, names = pd.factorize(members["line"])
            lines = Groups(number, len(names))
            shared.append(Shared(rule.suited(lines), memory, at, rows[at], lines, load[rows[at]]))
    return Lines(state, shared, setups)


def _check(makers: pd.DataFrame, parts: Sequence[tuple[Production, Index]]) -> None:
    """Check the makers that share lines; the index of the table is their row among all makers."""
    number = {int(row): part for part, (_, rows) in enumerate(parts) for row in rows}
    faults = []
    for row, name, line, capacity in makers[["name", "line", "capacity"]].itertuples():
        where = f"agents: {name}: shares the line {line!r}"
        first = makers.index[makers["line"] == line][0]
        if np.isinf(capacity):
            faults.append(f"{where} and has no capacity; give what the line makes of its item alone, units/day")
        elif not parts[number[row]][0].divides:
            faults.append(f"{where}, which its production rule does not divide; choose {DIVIDING}")
        elif number[row] != number[first]:
            faults.append(f"{where} with {makers['name'][first]}, which follows another production rule")
    if faults:
        raise InputError(*faults)
