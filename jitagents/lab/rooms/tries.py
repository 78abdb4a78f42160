"""The tries of a budget as a text that a link can hold: `ann:0=3,4=10;bob:2=5`, days of cover by number of the flow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

from jitagents.errors import InputError
from jitagents.lab.rooms.budget import BudgetRoom
from jitagents.lab.rooms.scores import Score
from jitagents.studies.telling import Tell, part


@dataclass(frozen=True)
class Try:
    """Days of cover that somebody has bought.

    Attributes:
        name: of the player; empty: what the search has found.
        days: of cover by number of the flow; those that are left out have none.
    """

    name: str
    days: Mapping[int, float]

    def __str__(self) -> str:
        bought = ",".join(f"{flow}={int(days) if days == int(days) else days}" for flow, days in self.days.items())
        return f"{quote(self.name)}:{bought}"


def written(tries: Sequence[Try]) -> str:
    """Return tries as a text, in the order in which they were made."""
    return ";".join(map(str, tries))


def read(text: str) -> list[Try]:
    """Return the tries of a text.

    Raises:
        InputError: it is none that `written` has made.
    """
    try:
        return [_try(one) for one in text.split(";") if one]
    except ValueError:
        raise InputError(f"tries={text[:60]}: must be like me:0=3,4=10;me:2=5") from None


def _try(text: str) -> Try:
    name, mark, bought = text.partition(":")
    if not mark:
        raise ValueError
    pairs = (one.split("=") for one in bought.split(",") if one)
    return Try(unquote(name), {int(flow): float(days) for flow, days in pairs})


def _bought(room: BudgetRoom, one: Try) -> dict[str, float]:
    """Return the days of cover of a try by label of the flow.

    Raises:
        InputError: a number that no flow has.
    """
    labels = [group.label for group in room.groups]
    if wrong := [flow for flow in one.days if not 0 <= flow < len(labels)]:
        raise InputError(f"tries={one}: there is no flow {wrong[0]}; allowed: 0 to {len(labels) - 1}")
    return {labels[flow]: days for flow, days in one.days.items()}


@dataclass
class Opened:
    """A problem, and what was tried in it.

    Attributes:
        room: of the problem.
        tries: of the players by name, in the order in which they were made.
        best: what the search has found; None: it was not asked for.
    """

    room: BudgetRoom
    tries: list[tuple[str, Score]]
    best: Score | None

    @classmethod
    def of(cls, room: BudgetRoom, text: str, tell: Tell) -> Self:
        """Score the tries of a text.

        Args:
            room: of the problem.
            text: as `text` gives it.
            tell: told how far it is.

        Raises:
            InputError: it is no such text, has a flow that there is not, or costs more than the budget.
        """
        made = read(text)
        room.score({}, part(tell, 0, 1 + len(made)))
        scores = [room.score(_bought(room, one), part(tell, at, 1 + len(made))) for at, one in enumerate(made, 1)]
        found = list(zip((one.name for one in made), scores, strict=True))
        best = [score for name, score in found if not name]
        return cls(room, [one for one in found if one[0]], best[-1] if best else None)

    @property
    def every(self) -> dict[str, list[Score]]:
        """The tries by name."""
        found = dict[str, list[Score]]()
        for name, score in self.tries:
            found.setdefault(name, []).append(score)
        return found

    @property
    def last(self) -> Score | None:
        """The latest try."""
        return self.tries[-1][1] if self.tries else None

    @property
    def text(self) -> str:
        """All that was tried, as a link holds it."""
        number = {group.label: place for place, group in enumerate(self.room.groups)}
        made = [*self.tries, *([("", self.best)] if self.best else [])]
        return written([
            Try(name, {number[flow]: days for flow, days in score.days.items()}) for name, score in made
        ])  # fmt: skip
