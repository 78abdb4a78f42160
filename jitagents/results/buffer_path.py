"""Routes: the path of buffers on which the simulated loss falls fastest, as it was found before a study."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jitagents.formatting import about, in_days
from jitagents.results.estimate import Estimate

SHOWN = 6
"""Steps that are said one by one."""


@dataclass(frozen=True)
class Step:
    """A step of a path.

    Attributes:
        label: what is buffered.
        days: of cover.
        money: spent up to and with this step.
        loss: expected after it, money, in the replications of the search.
    """

    label: str
    days: float
    money: float
    loss: Estimate[float]


@dataclass(frozen=True)
class BufferPath:
    """A path that was found by marginal gain.

    Attributes:
        against: the loss that the buffers are meant for: crisis or noise.
        budget: money that could be spent.
        bare: loss without buffers, money.
        steps: the first one first.
        tried: placements that were simulated.
    """

    against: str
    budget: float
    bare: Estimate[float]
    steps: tuple[Step, ...]
    tried: int

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> "BufferPath":
        """A path as a manifest has it."""
        steps = tuple(Step(**{**step, "loss": Estimate(**step["loss"])}) for step in stated["steps"])
        return cls(stated["against"], stated["budget"], Estimate(**stated["bare"]), steps, stated["tried"])

    def __str__(self) -> str:
        """`first chips: 6 days (36,000), then cable: 2 days (45,000)`, with the money that is spent by then."""
        if not self.steps:
            return "evenly on all that is bought, since no buffer that was tried gains anything"
        said = [f"{step.label}: {in_days(step.days)} ({about(step.money)})" for step in self.steps[:SHOWN]]
        more = len(self.steps) - len(said)
        rest = f", and {more} more step{'s' if more > 1 else ''}" if more else ""
        return f"{'first ' if len(said) > 1 else ''}{', then '.join(said)}{rest}"

    @property
    def total(self) -> dict[str, float]:
        """Days of cover by what is buffered, in the order in which it comes first."""
        days: dict[str, float] = {}
        for step in self.steps:
            days[step.label] = days.get(step.label, 0.0) + step.days
        return days
