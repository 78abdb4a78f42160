"""Judging: whether the calm service of a variant lets anything be said of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jitagents.results.claims import Finding
from jitagents.results.intervals import interval
from jitagents.results.prose import listed
from jitagents.results.story import Story

if TYPE_CHECKING:
    from jitagents.results import Results

FLOOR = 0.5
"""Fill rate of the calm worlds below which a crisis is not judged against them."""
POOR = 0.9
"""Below this one a reader is warned."""
GROWING = 0.1
"""Share of calm demand that stays owed in the second half of the horizon, from which on the backlog grows."""


@dataclass(frozen=True)
class Service:
    """The calm service of a variant.

    Attributes:
        fill: mean fill rate; NaN if it was not measured.
        growth: share of demand that stayed owed in the second half of the horizon; NaN if that was not kept.
    """

    fill: float
    growth: float

    @property
    def grows(self) -> bool:
        """Whether the backlog still grows at the end."""
        return self.growth > GROWING

    @property
    def collapsed(self) -> bool:
        """Whether a comparison with these calm worlds says nothing."""
        return self.fill < FLOOR or self.grows

    @property
    def poor(self) -> bool:
        """Whether the set-up loses much of demand without any crisis."""
        return self.fill < POOR


def services(results: "Results", level: str) -> dict[str, Service]:
    """The calm service of each variant at a level."""
    fill = {name: float("nan") for name in results.variants}
    if results.has("fill_rate"):
        rows = results.summary(["fill_rate"], ["network"])
        fill |= rows[rows["level"] == level].set_index("variant")["calm"].to_dict()
    return {name: Service(float(fill[name]), growth(results, name, level)) for name in results.variants}


def growth(results: "Results", variant: str, level: str) -> float:
    """Share of the calm demand of the second half of the horizon that is still owed at its end.

    0 where that is not clear over the replications; NaN where backlog and output were not kept day by day.
    """
    days = results.histories
    if days.empty:
        return float("nan")
    mine = days[(days["variant"] == variant) & (days["level"] == level) & (days["scope"] == "network")]
    kept = {name: rows.sort_values("replication")["calm"].to_list() for name, rows in mine.groupby("metric")}
    if not {"owed", "output"} <= set(kept):
        return float("nan")
    owed, output = (np.stack(kept[name]).astype(float) for name in ("owed", "output"))
    half = owed.shape[1] // 2
    more, served = owed[:, -1] - owed[:, half], output[:, half + 1 :].sum(axis=1)
    if not interval(more).mean > 0 or interval(more).low <= 0:
        return 0.0
    return float(more.mean() / (more.mean() + served.mean()))


def judged(results: "Results", level: str) -> tuple[list[str], list[Finding]]:
    """Of which variants something can be said at a level, and sentences on the others."""
    known = services(results, level)
    crisis = results.has_crisis
    out = [name for name, one in known.items() if (one.collapsed if crisis else one.grows)]
    story = Story(results, level)
    left = [name for name in known if name not in out]
    found = [_collapse(story, out, known, left)] if out else []
    weak = [name for name in left if known[name].poor]
    return left, [*found, *([_warning(story, weak)] if weak else [])]


def _collapse(story: Story, out: list[str], known: dict[str, Service], left: list[str]) -> Finding:
    def why(name: str) -> str:
        story.note("collapsed", "fill_rate", "calm", name)
        rate = ""
        if known[name].fill == known[name].fill:
            rate = f"fill rate {story.tell(story.of(name, 'fill_rate', 'calm').times(100))} %"
        grows = "backlog grows" if known[name].grows else ""
        return ", ".join(filter(None, (rate, grows)))

    at = f" at {story.level}" if story.level else ""
    who = listed(f"{name} ({why(name)})" for name in out)
    do = "does" if len(out) == 1 else "do"
    judge = "left out of the comparison" if left else "no comparison"
    return story.finding(f"{who} {do} not serve even the calm demand{at}: {judge}.")


def _warning(story: Story, weak: list[str]) -> Finding:
    def rate(name: str) -> str:
        story.note("poor", "fill_rate", "calm", name)
        return f"{story.tell(story.of(name, 'fill_rate', 'calm').times(100))} % under {name}"

    at = f" at {story.level}" if story.level else ""
    return story.finding(
        f"Even in calm{at}, much of final demand is not met on its day: the fill rate is {listed(map(rate, weak))}; "
        "look at the set-up before you blame a crisis."
        if story.results.has_crisis
        else f"Much of final demand{at} is not met on its day: the fill rate is {listed(map(rate, weak))}."
    )
