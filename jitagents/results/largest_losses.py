"""The largest losses of a study, and their causes in words and as pictures, for its report."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from jitagents.errors import InputError
from jitagents.results.explanation import Explanation
from jitagents.results.final_loss import final_loss
from jitagents.results.inline import inline
from jitagents.results.labels import Labels
from jitagents.results.worst import Worst, worst

if TYPE_CHECKING:
    from jitagents.diagnosis.asking import Recipe
    from jitagents.results import Results

LOSSES, DETAIL = 3, 0.05
"""Losses that are explained, and the share of each below which its causes are merged."""
TRACED = 250_000
"""Agents x days up to which a world is run again to explain them."""


@dataclass(frozen=True)
class Story:
    """A loss, explained.

    Attributes:
        story: its main chain of causes in one sentence.
        text: all its causes, a line each.
        source: data address of their picture.
    """

    story: str
    text: str
    source: str


@dataclass(frozen=True)
class Explained:
    """The largest losses of a world, explained.

    Attributes:
        world: its variant, level and replication in words.
        losses: the largest first.
        missing: why there are none; empty if there are.
    """

    world: str
    losses: tuple[Story, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class LargestLosses:
    """The largest losses of the worst world of a study, with all that their explanation takes, in any process.

    Attributes:
        recipe: to run the world again.
        worst: the world, and who lost.
        labels: of identifiers.
    """

    recipe: "Recipe"
    worst: Worst
    labels: Labels

    @classmethod
    def of(cls, results: "Results") -> Self | None:
        """Those of a study; None where nothing was lost or can be traced."""
        size = len(results.agents) * int(results.config.get("days", 0))
        traceable = results.recipe.is_complete and results.has_crisis and results.has(final_loss(results))
        if not traceable or size > TRACED:
            return None
        found = worst(results, LOSSES)
        return cls(results.recipe, found, results.labels) if found.agents else None

    def explained(self) -> Explained:
        """Run the world again, and trace its losses back to their causes."""
        from jitagents.diagnosis.asking import why
        from jitagents.plots.style import drawn

        labels, world = self.labels, self.worst.world
        shown = {**world, "variant": labels.variant(world["variant"]), "level": labels.level(world["level"])}
        place = str(replace(self.worst, world=shown))
        try:
            asked = self.recipe.world(**world)
            causes = [why(self.recipe, agent, None, asked, DETAIL).called(labels.agent) for agent in self.worst.agents]
        except InputError as reason:  # e.g. a file of the network that is no longer there
            return Explained(place, missing=str(reason))
        return Explained(place, tuple(
            Story(cause.story(), str(cause), inline(drawn(Explanation.of(cause).plot(), "svg"), "svg+xml"))
            for cause in causes
        ))  # fmt: skip
