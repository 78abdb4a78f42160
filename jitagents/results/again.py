"""Questions about one world of a study, which is run again to answer them."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jitagents.results.base_tables import BaseTables

if TYPE_CHECKING:
    from jitagents.diagnosis.causes import Cause


class RunAgain(BaseTables):
    """Results whose worlds can be run again, one at a time. Nothing is kept for it while a study runs."""

    @cached_property
    def traces(self) -> dict[Any, Any]:
        """The world that was last run again, by what was asked for."""
        return {}

    @property
    def can_run_again(self) -> bool:
        """Whether the configuration of each variant is known."""
        return {*self.variants} <= {*self.manifest.variants}

    def why(
        self, agent: str, day: int | None = None, *, variant: str | None = None, level: str | None = None,
        replication: int | None = None, world: str = "crisis", detail: float = 0.01,
    ) -> "Cause":  # fmt: skip
        """Trace the causes of an agent's shortage at the end of a day, back to the crisis or to plain demand noise.

        In a crisis, short means: behind the calm twin, in output since day 1 and in what was asked for beyond it. In a
        calm world: what is owed, and the sales lost since all demand was last met.

        Args:
            agent: its name.
            day: measured day; None: the first by which it was nearly as short as it ever was.
            variant, level, replication: of the world; None: the first.
            world: `crisis`, against its calm twin; `calm`, against the mean flows.
            detail: share of the shortage below which causes are merged.

        Raises:
            InputError: something that is not in these results.
        """
        from jitagents.diagnosis import asking

        return asking.why(self, agent, day, asking.world_of(self, variant, level, replication, world), detail)

    def animate(
        self, path: str | Path, *, variant: str | None = None, level: str | None = None,
        replication: int | None = None, world: str = "crisis", days: tuple[int, int] | None = None,
    ) -> Path:  # fmt: skip
        """Write a film of one world, day by day, against its calm twin (a calm world: against its mean flows).

        Args:
            path: of a GIF; a page with buttons if it ends in `.html`.
            variant, level, replication, world: as in `why`.
            days: first and last measured day; None: a hundred, from shortly before the crisis.

        Raises:
            InputError: something that is not in these results.
        """
        from jitagents.diagnosis import asking

        return asking.animate(self, path, asking.world_of(self, variant, level, replication, world), days)
