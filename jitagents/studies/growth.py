"""Growth of a study: the replications that a run directory holds, and those that it lacks."""

from dataclasses import dataclass
from pathlib import Path

from jitagents.errors import InputError
from jitagents.scenario.replications import stated, told

INSTEAD = "give another directory"


@dataclass(frozen=True)
class Growth:
    """Replications of a study that are there, and those that are wanted.

    Attributes:
        held: in the tables of the directory; empty if there are none.
        wanted: all of them, with those that are there.
    """

    held: range
    wanted: range

    @property
    def missing(self) -> list[range]:
        """The ranges that are to be simulated."""
        if not self.held:
            return [self.wanted]
        before = range(self.wanted.start, self.held.start)
        return [numbers for numbers in (before, range(self.held.stop, self.wanted.stop)) if numbers]

    def check(self, folder: Path) -> None:
        """Check that nothing that is there would have to be taken away.

        Raises:
            InputError: the directory holds replications that are not wanted.
        """
        if self.held and not (self.wanted.start <= self.held.start and self.held.stop <= self.wanted.stop):
            raise InputError(
                f"{folder} holds {told(self.held)}, not all of which are asked for; ask for replications="
                f"{stated(self.held)} or more, or {INSTEAD}"
            )
