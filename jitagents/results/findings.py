"""Findings: a few sentences written from the numbers, each with what it claims, and what is not sure said as well."""

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from jitagents.formatting import words
from jitagents.results.calm_service import judged
from jitagents.results.claims import Finding
from jitagents.results.facts import Facts
from jitagents.results.final_loss import final_loss
from jitagents.results.in_turn import in_turn, of_each_crisis
from jitagents.results.judgement import demand_is_the_crisis
from jitagents.results.loss_words import LOSSES, first_loss, last_loss, late, loss, surge
from jitagents.results.phrases import MANY
from jitagents.results.randomness import is_random
from jitagents.results.service_words import bullwhip, dearer, output, price, service, whole_cost
from jitagents.results.slopes import slopes

if TYPE_CHECKING:
    from jitagents.results import Results

PAIRS = 66
"""Pairs of variants up to which it is said which cannot be told apart."""
type Sentence = Callable[[Facts], str]

IN_CRISIS: dict[Sentence, tuple[str, ...]] = {
    late: ("area", "days_lost"),
    loss: (),
    first_loss: LOSSES,
    price: ("stock_value", "cost"),
    dearer: ("stock_value", "cost"),
    last_loss: LOSSES,
}
IN_SURGE: dict[Sentence, tuple[str, ...]] = {price: ("stock_value", "cost")}
IN_CALM: dict[Sentence, tuple[str, ...]] = {
    service: ("fill_rate",),
    output: (),
    price: ("stock_value", "cost"),
    dearer: ("stock_value", "cost"),
    whole_cost: ("cost",),
    bullwhip: ("bullwhip",),
}
"""The sentences, and the measures that each of them tells of."""


def findings(results: "Results") -> list[Finding]:
    """Loss, its first and last day, price of the stock, uncertainty; without a crisis: service, output, bullwhip.

    Of a variant that does not serve even the calm demand nothing is said but that; where demand itself is the crisis,
    service, backlog and cost are told in the place of a loss. Along a sweep: how measures change from end to end.
    """
    demand = demand_is_the_crisis(results)
    if in_turn(results):
        found, variants = of_each_crisis(results), results.variants
    elif len(results.levels) > 1:
        found, variants = slopes(results, demand), results.variants
    else:
        variants, found = judged(results, results.levels[0])
        facts = Facts(results, variants=variants)
        if variants:
            if demand:
                found += [facts.finding(text) for text in surge(facts)]
            sentences = IN_SURGE if demand else IN_CRISIS if results.has_crisis else IN_CALM
            said = (say(facts) for say, needed in sentences.items() if results.has(*needed))
            found += [facts.finding(text) for text in said if text]
    return [*found, uncertainty(Facts(results, variants=variants), demand)]


def uncertainty(facts: Facts, demand: bool) -> Finding:
    """The sentence on uncertainty, and on variants that cannot be told apart."""
    results = facts.results
    swept = len(results.levels) > 1
    note = "" if results.has_crisis else "; without a crisis, this says nothing about resilience"
    if not is_random(results):
        facts.note("exact")
        many = results.replication_count > 1
        same = "all replications are equal, and " if many else ""
        return facts.finding(f"There is no chance in this study: {same}one is exact{note}.")
    if facts.replications < 2:
        one = "This rests on one replication, so that no interval can be given: run more before you conclude"
        return facts.finding(f"{one}{note}.")
    twin = f", each crisis paired with its calm twin{_pairing(facts)}" if results.has_crisis else ""
    facts.note("count", said=f"{facts.replications}")
    over = f"Each ± is a 95 % interval over {facts.replications} replications{twin}"
    return facts.finding(f"{over}{'' if swept else _alike(facts, demand)}{note}.")


def _pairing(facts: Facts) -> str:
    """The gain of common random numbers in words."""
    times = facts.pairing()
    if times is None:
        return ""
    text = words(times)
    facts.note("pairing", facts.output, "", *facts.variants, said=text)
    return f", without which intervals of the change in output would be about {text} times as wide"


def _alike(facts: Facts, demand: bool) -> str:
    """Name the pairs of variants that cannot be told apart."""
    judged_by = facts.results.has_crisis and not demand
    world, metric = ("crisis", final_loss(facts.results)) if judged_by else ("calm", "fill_rate")
    pairs = list(combinations(facts.variants, 2))
    if not facts.results.has(metric) or not 0 < len(pairs) <= PAIRS:
        return ""
    label = f"in {facts.results.definitions[metric].label}" + (" in calm" if world == "calm" else "")
    alike = [pair for pair in pairs if facts.apart(*pair, metric, world).sign in ("flat", "none")]
    if not alike or len(alike) == len(pairs):
        facts.note("alike" if alike else "apart", metric, world, *facts.variants)
        if alike:
            none = "the two variants" if len(pairs) == 1 else "no two variants"
            return f"; {none} {'cannot' if len(pairs) == 1 else 'can'} be told apart {label}"
        return f"; {'the two variants differ' if len(pairs) == 1 else 'all pairs of variants differ'} {label}"
    if len(alike) > MANY:
        facts.note("pairs", metric, world, *facts.variants, said=f"{len(alike)}")
        facts.note("pairs", metric, world, *facts.variants, said=f"{len(pairs)}")
        return f"; {len(alike)} of {len(pairs)} pairs of variants cannot be told apart {label}"
    for a, b in alike:
        facts.note("alike", metric, world, a, b)
    return f"; what cannot be told apart {label}: {', '.join(f'{a} and {b}' for a, b in alike)}"
