"""Findings: a few sentences written from the numbers, each with what it claims, and what is not sure said as well."""

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from jitagents.results.along import slopes
from jitagents.results.chance import has_chance
from jitagents.results.claims import Finding
from jitagents.results.crisis import acts_on_demand, crisis_of
from jitagents.results.judging import judged
from jitagents.results.losing import LOSSES, loss, recover, surge, survive
from jitagents.results.prose import MANY
from jitagents.results.serving import bullwhip, dearer, output, price, service, whole_cost
from jitagents.results.story import Story

if TYPE_CHECKING:
    from jitagents.results import Results

PAIRS = 66
"""Pairs of variants up to which it is said which cannot be told apart."""
type Sentence = Callable[[Story], str]

IN_CRISIS: dict[Sentence, tuple[str, ...]] = {
    loss: ("output_lost",),
    survive: LOSSES,
    price: ("stock_value", "cost"),
    dearer: ("stock_value", "cost"),
    recover: LOSSES,
}
IN_SURGE: dict[Sentence, tuple[str, ...]] = {price: ("stock_value", "cost")}
IN_CALM: dict[Sentence, tuple[str, ...]] = {
    service: ("fill_rate",),
    output: ("output",),
    price: ("stock_value", "cost"),
    dearer: ("stock_value", "cost"),
    whole_cost: ("cost",),
    bullwhip: ("bullwhip",),
}
"""The sentences, and the measures that each of them tells of."""


def findings(results: "Results") -> list[Finding]:
    """Loss, time to survive, price of the stock, recovery, uncertainty; without a crisis: service, output, bullwhip.

    Of a variant that does not serve even the calm demand nothing is said but that; where demand itself is the crisis,
    service, backlog and cost are told in the place of a loss. Along a sweep: how measures change from end to end.
    """
    demand = results.has_crisis and acts_on_demand(crisis_of(results.config, results.manifest))
    if len(results.levels) > 1:
        found, variants = slopes(results, demand), results.variants
    else:
        variants, found = judged(results, results.levels[0])
        story = Story(results, variants=variants)
        if variants:
            if demand:
                found += [story.finding(text) for text in surge(story)]
            told = IN_SURGE if demand else IN_CRISIS if results.has_crisis else IN_CALM
            said = (say(story) for say, needed in told.items() if results.has(*needed))
            found += [story.finding(text) for text in said if text]
    return [*found, _sure(Story(results, variants=variants), demand)]


def _sure(story: Story, demand: bool) -> Finding:
    """How sure all of it is, and which variants cannot be told apart."""
    results = story.results
    swept = len(results.levels) > 1
    note = "" if results.has_crisis else "; without a crisis, this says nothing about resilience"
    if not has_chance(results):
        story.note("exact")
        many = results.replications["replication"].nunique() > 1
        same = "all replications are equal, and " if many else ""
        return story.finding(f"There is no chance in this study: {same}one is exact{note}.")
    if story.replications < 2:
        one = "This rests on one replication, so that no interval can be given: run more before you conclude"
        return story.finding(f"{one}{note}.")
    twin = f", each crisis paired with its calm twin{_pairing(story)}" if results.has_crisis else ""
    story.note("count", said=f"{story.replications}")
    over = f"Each ± is a 95 % interval over {story.replications} replications{twin}"
    return story.finding(f"{over}{'' if swept else _alike(story, demand)}{note}.")


def _pairing(story: Story) -> str:
    """What common random numbers gain."""
    times = story.pairing()
    if times is None:
        return ""
    text = f"{times:g}"
    story.note("pairing", "output", "", *story.variants, said=text)
    return f", without which intervals of the change in output would be about {text} times as wide"


def _alike(story: Story, demand: bool) -> str:
    """Which variants cannot be told apart."""
    world, metric = ("crisis", "output_lost") if story.results.has_crisis and not demand else ("calm", "fill_rate")
    pairs = list(combinations(story.variants, 2))
    if not story.results.has(metric) or not 0 < len(pairs) <= PAIRS:
        return ""
    label = f"in {metric.replace('_', ' ')}" + (" in calm" if world == "calm" else "")
    alike = [pair for pair in pairs if story.apart(*pair, metric, world).sign in ("flat", "none")]
    if not alike or len(alike) == len(pairs):
        story.note("alike" if alike else "apart", metric, world, *story.variants)
        if alike:
            none = "the two variants" if len(pairs) == 1 else "no two variants"
            return f"; {none} {'cannot' if len(pairs) == 1 else 'can'} be told apart {label}"
        return f"; {'the two variants differ' if len(pairs) == 1 else 'all pairs of variants differ'} {label}"
    if len(alike) > MANY:
        story.note("pairs", metric, world, *story.variants, said=f"{len(alike)}")
        story.note("pairs", metric, world, *story.variants, said=f"{len(pairs)}")
        return f"; {len(alike)} of {len(pairs)} pairs of variants cannot be told apart {label}"
    for a, b in alike:
        story.note("alike", metric, world, a, b)
    return f"; what cannot be told apart {label}: {', '.join(f'{a} and {b}' for a, b in alike)}"
