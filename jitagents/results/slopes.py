"""Slopes along a sweep in sentences: the measures that are told, and their changes along each key."""

from typing import TYPE_CHECKING, Any

from jitagents.accounting.measures import MEASURES
from jitagents.results.calm_service import judged, left_out
from jitagents.results.claims import Claim, Finding
from jitagents.results.design import Design
from jitagents.results.facts import Facts
from jitagents.results.final_loss import DAYS, LATE, UNITS, final_loss
from jitagents.results.phrases import MANY
from jitagents.results.responses import Responses
from jitagents.results.slope_words import SweptKey, words_for

if TYPE_CHECKING:
    from jitagents.results import Results

TOLD = {
    "crisis": (("cost", "crisis"), ("fill_rate", "crisis")),
    "demand": (("fill_rate", "crisis"), ("cost", "crisis")),
    "calm": (("fill_rate", "calm"), ("cost", "calm"), ("stock_value", "calm"), ("bullwhip", "calm")),
}
"""Measures told along a sweep, with their worlds, in a crisis after the loss; of those measured the first few."""
TELLABLE = frozenset((LATE, UNITS, DAYS, *(name for told in TOLD.values() for name, _ in told)))
"""All measures that may be told along a sweep."""
MOST = 2
"""Measures told along each key."""


def points(results: "Results") -> dict[str, list[Any]]:
    """The value of each level, by key; their names as values of a key `level` where no keys are known."""
    stated = results.points.drop(columns="level")
    return {str(key): stated[key].tolist() for key in stated} or {"level": list(results.levels)}


def slopes(results: "Results", demand: bool) -> list[Finding]:
    """Sentences on each measure along each key, by variant; levels without calm service are named and left out."""
    kept = {name: set(results.levels) for name in results.variants}
    for (name, level), one in results.calm_service.items():
        if left_out(one, results.has_crisis):
            kept[name].remove(level)
    bad = [level for level in results.levels if any(level not in own for own in kept.values())]
    found = [judged(results, level)[1][0] for level in bad[:MOST]]
    if len(bad) > MOST:
        counts = f"{len(bad)}", f"{len(results.levels)}"
        text = (
            f"At {counts[0]} of {counts[1]} levels some variants do not serve even the calm demand: these levels are "
            "left out of what is said of them."
        )
        found = [Finding(text, tuple(Claim("levels", count) for count in counts))]
    kind = "demand" if demand else "crisis" if results.has_crisis else "calm"
    told_first = ((final_loss(results), "crisis"),) if kind == "crisis" else ()
    metrics = [(name, world) for name, world in (*told_first, *TOLD[kind]) if results.has(name)][:MOST]
    facts = Facts(results)
    swept = points(results)
    design = Design.of(swept, results.levels)
    for metric, world in metrics:
        data = results.responses(metric, world)
        for key in swept:
            text = _findings_text(facts, data, SweptKey.of(key, design), kept, metric, world)
            found += [facts.finding(text)] if text else []
    if metrics and not design.factorial and design.confounded:
        count = f"{len(results.levels)}"
        text = f"These {count} levels do not tell the keys of numbers apart: more levels than keys are needed."
        found.append(Finding(text, (Claim("levels", count),)))
    return found


def _findings_text(
    facts: Facts, data: Responses, swept_key: SweptKey, kept: dict[str, set[str]], metric: str, world: str
) -> str:
    """A sentence on a measure along a key; empty where too few levels are left."""
    words = MEASURES[metric].definition
    label = facts.units.say(words.label) + (" in the crisis" if world == "crisis" and not words.paired else "")
    said = []
    for name in facts.results.variants[:MANY]:
        mine = swept_key.within(kept.get(name, set()))
        if len(mine.values) > 1:
            text = words_for(mine)(facts, data, mine, name, metric, world)
            said += [f"{text} under {name}"] if text else []
    if not said:
        return ""
    return f"Along {swept_key.short}, {label} {'; '.join(said)}."
