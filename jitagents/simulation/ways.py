"""Ways: the rules of transport that rows of a pipe follow, always or on some days, with their lead times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from jitagents.behaviours.transport import Transport
from jitagents.choice import Choice, Index
from jitagents.column import Array
from jitagents.flow import NONE
from jitagents.network import LeadTimes
from jitagents.network.lead_times import join
from jitagents.simulation.switched_transport import SwitchedTransport


@dataclass(frozen=True)
class Way:
    """A rule of transport, always or on some days.

    Attributes:
        rule: of transport.
        rows: that follow it, ascending.
        times: lead times of all rows on such days.
        law: rows with a law of them, if any rule draws on such days, ascending.
        holds: gives 1 where the rows follow it today `(1, worlds)`; None if they always do.
    """

    rule: Transport
    rows: Index
    times: LeadTimes
    law: Index
    holds: Callable[[], Array] | None = None


def ways_of(
    transport: Choice[Transport], times: LeadTimes, times_of: Callable[[Transport, Index], LeadTimes] | None = None
) -> list[list[Way]]:
    """List the ways of all rows; those in one list take turns on the same rows.

    The random numbers of a row on the days of a way are those of a model in which it always is that way.

    Args:
        transport: the rules, by row.
        times: lead times of all rows, by the rules from which the plan is made.
        times_of: gives the lead times of some rows under a rule; None: no rule changes from day to day.
    """
    parts = [(rule.planning if isinstance(rule, SwitchedTransport) else rule, rows) for rule, rows in transport.parts()]
    law, ways = _law(times, parts), list[list[Way]]()
    for place, (rule, rows) in enumerate(transport.parts()):
        if not isinstance(rule, SwitchedTransport) or times_of is None:
            ways.append([Way(rule, rows, times, law)])
            continue
        turns = list[Way]()
        for number, other in enumerate(rule.rules):
            then = [*parts[:place], (other, rows), *parts[place + 1 :]]
            its = times if number == rule.first else join((times_of(some, at), at) for some, at in then)
            turns.append(Way(other, rows, its, _law(its, then), partial(rule.counting, number)))
        ways.append(turns)
    return ways


def _law(times: LeadTimes, parts: Sequence[tuple[Transport, Index]]) -> Index:
    """Return the rows with a law, if any of the rules draws."""
    return np.flatnonzero(times.law >= 0) if any(rule.draws for rule, _ in parts) else NONE
