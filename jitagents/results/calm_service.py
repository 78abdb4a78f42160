"""Calm service: whether a variant serves calm demand well enough for its crisis to be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.results.claims import Finding
from jitagents.results.facts import Facts
from jitagents.results.intervals import interval
from jitagents.results.phrases import listed

if TYPE_CHECKING:
    from jitagents.results import Results

FLOOR = 0.5
"""Fill rate of the calm worlds below which a crisis is not judged against them."""
POOR = 0.9
"""Below this one a reader is warned."""
GROWING = 0.1
"""Share of calm demand of the second half of the horizon that stays in backlog, from which on the backlog grows."""


@dataclass(frozen=True)
class Service:
    """The calm service of a variant.

    Attributes:
        fill: mean fill rate; NaN if it was not measured.
        growth: share of demand of the second half of the horizon that stayed in backlog; NaN if that was not kept.
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


def services(results: "Results", more: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], Service]:
    """The calm service of each variant at each level.

    Args:
        results: of a study.
        more: the `growth` of its backlogs.
    """
    fill: dict[Any, float] = {}
    if results.has("fill_rate"):
        fill = results.summary(["fill_rate"], ["network"]).set_index(["variant", "level"])["calm"].to_dict()
    keys = list(product(results.variants, results.levels))
    return {key: Service(float(fill.get(key, np.nan)), more.get(key, np.nan)) for key in keys}


def growth(results: "Results") -> dict[tuple[str, str], float]:
    """Backlog gained in the second half of the calm horizon as a share of its demand, by variant and level.

    0 where that is not clear over the replications; empty where backlog and output were not kept day by day.
    """
    days = results.histories
    kept = [results.kept_as(name) for name in ("owed", "output")]
    if not all(kept):
        return {}
    found = {}
    for key, rows in days[days["scope"] == "network"].groupby(["variant", "level"]):
        owed, output = (
            np.stack(rows.loc[rows["metric"] == name].sort_values("replication")["calm"].to_list()).astype(float)
            for name in kept
        )
        half = owed.shape[1] // 2
        more, served = owed[:, -1] - owed[:, half], output[:, half + 1 :].sum(axis=1)
        clear = interval(more).mean > 0 and not interval(more).low <= 0
        found[str(key[0]), str(key[1])] = float(more.mean() / (more.mean() + served.mean())) if clear else 0.0
    return found


def left_out(one: Service, crisis: bool) -> bool:
    """Whether findings leave out a variant with this calm service; in calm, only if its backlog grows."""
    return one.collapsed if crisis else one.grows


def judged(results: "Results", level: str) -> tuple[list[str], list[Finding]]:
    """The variants that can be judged at a level, and sentences on the others."""
    known = {name: results.calm_service[name, level] for name in results.variants}
    out = [name for name, one in known.items() if left_out(one, results.has_crisis)]
    left = [name for name in known if name not in out]
    weak = [name for name in left if known[name].poor]
    if not (out or weak):
        return left, []
    facts = Facts(results, level)
    found = [_collapse(facts, out, known, left)] if out else []
    return left, [*found, *([_warning(facts, weak)] if weak else [])]


def _collapse(facts: Facts, out: list[str], known: dict[str, Service], left: list[str]) -> Finding:
    def why(name: str) -> str:
        facts.note("collapsed", "fill_rate", "calm", name)
        rate = ""
        if known[name].fill == known[name].fill:
            rate = f"fill rate {facts.tell(facts.of(name, 'fill_rate', 'calm').in_percent)} %"
        grows = "backlog grows" if known[name].grows else ""
        return ", ".join(filter(None, (rate, grows)))

    at = f" at {facts.level}" if facts.level else ""
    who = listed(f"{name} ({why(name)})" for name in out)
    do = "does" if len(out) == 1 else "do"
    judge = "left out of the comparison" if left else "no comparison"
    return facts.finding(f"{who} {do} not serve even the calm demand{at}: {judge}.")


def _warning(facts: Facts, weak: list[str]) -> Finding:
    def rate(name: str) -> str:
        facts.note("poor", "fill_rate", "calm", name)
        return f"{facts.tell(facts.of(name, 'fill_rate', 'calm').in_percent)} % under {name}"

    at = f" at {facts.level}" if facts.level else ""
    return facts.finding(
        f"Even in calm{at}, much of final demand is not met on its day: the fill rate is {listed(map(rate, weak))}; "
        "look at the set-up before you blame a crisis."
        if facts.results.has_crisis
        else f"Much of final demand{at} is not met on its day: the fill rate is {listed(map(rate, weak))}."
    )
