"""Worlds of a study that are run again: for the causes of a shortage, and for a film."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.errors import InputError
from jitagents.results.base_tables import BaseTables
from jitagents.results.files import located

if TYPE_CHECKING:
    from jitagents.diagnosis.asking import Recipe
    from jitagents.results.explanation import Explanation


class RunAgain(BaseTables):
    """Tables of a study, of which any world can be run again."""

    @cached_property
    def recipe(self) -> "Recipe":
        """Everything needed to run a world of these results again."""
        from jitagents.diagnosis.asking import Recipe

        numbers, manifest = sorted(set(self.replications["replication"].tolist())), self.manifest
        days = int(self.config["days"])
        return Recipe(manifest.variants, self.variants, self.levels, manifest.levels, numbers, days)

    def why(
        self, agent: str, day: int | None = None, *, variant: str | None = None, level: str | None = None,
        replication: int | None = None, world: str = "crisis", detail: float = 0.01,
    ) -> "Explanation":  # fmt: skip
        """Trace the causes of an agent's shortage at the end of a day, back to the crisis or to plain demand noise.

        One world is run again. In a crisis, short means: behind the calm twin, in output since day 1 and in what was
        asked for beyond it. In a calm world: what is owed, and the sales lost since all demand was last met.

        Args:
            agent: its name.
            day: measured day; None: the first by which it was nearly as short as it ever was.
            variant, level, replication: of the world; None: the first.
            world: `crisis`, against its calm twin; `calm`, against the mean flows.
            detail: share of the shortage below which causes are merged.

        Raises:
            InputError: something that is not in these results.
        """
        from jitagents.diagnosis.asking import why
        from jitagents.results.explanation import Explanation

        asked = self.recipe.world(variant, level, replication, world)
        return Explanation.of(why(self.recipe, agent, day, asked, detail))

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
            InputError: something that is not in these results, or a name of another kind of file.
        """
        from jitagents.diagnosis.asking import filmed
        from jitagents.plots.animation import FILMS, animate

        target = located(path)
        if target.suffix.lower() not in FILMS:
            raise InputError(f"path = {str(path)!r}: the name of a film must end in {' or '.join(FILMS)}")
        return animate(filmed(self.recipe, self.recipe.world(variant, level, replication, world), days), target)
