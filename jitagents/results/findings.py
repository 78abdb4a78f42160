"""Five sentences of findings, written from the numbers, with what is not sure said as well."""

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from jitagents.results.intervals import percent, words
from jitagents.results.story import Story

if TYPE_CHECKING:
    from jitagents.results import Results

MANY = 4
"""Variants up to which a sentence names each of them."""
NO_LOSS = {1: "{} loses no output in this crisis.", 2: "Neither variant loses output in this crisis."}
"""By the number of variants."""


def findings(results: "Results") -> list[str]:
    """Five sentences: loss, time to survive, price of the stock, recovery, uncertainty.

    Without a crisis: service, output, price of the stock, bullwhip, uncertainty. With levels: of the first one. A
    sentence on what was not measured is left out, and the last one says so.
    """
    story = Story(results)
    told = IN_CRISIS if results.has_crisis else IN_CALM
    missing = [name for needed in told.values() for name in needed if not results.has(name)]
    return [*(say(story) for say, needed in told.items() if results.has(*needed)), _sure(story, missing)]


def _loss(story: Story) -> str:
    names = story.sorted("output_lost", "crisis")
    least, most = names[0], names[-1]
    lost = {name: f"{story.of(name, 'output_lost')} units ({story.of(name, 'days_lost')} days of it)" for name in names}
    if len(names) == 1:
        any_loss = story.of(most, "output_lost").mean
        return f"In this crisis, {most} loses output: {lost[most]}." if any_loss else NO_LOSS[1].format(most)
    if all(story.of(name, "output_lost").mean == 0 for name in names):
        return NO_LOSS.get(len(names), "No variant loses output in this crisis.")
    apart = story.apart(most, least, "output_lost", "crisis")
    if apart.mean == 0:
        return f"{story.all} lose the same output, {lost[most]}."
    if apart.unsure:
        return (
            f"{story.all} lose about as much output, between {lost[least]} under {least} and {lost[most]} under {most}."
        )
    rest = f"; jit loses {lost['jit']}" if "jit" in names[1:-1] else ""
    if story.of(least, "output_lost").mean == 0:
        return f"{most} loses the most output, {lost[most]}; {least} loses none{rest}."
    if story.of(least, "output_lost").unsure:
        return f"{most} loses the most output, {lost[most]}; {least} has no clear loss, {lost[least]}{rest}."
    less = f"{least} loses the least, {lost[least]}, which is {apart} units less"
    return f"{most} loses the most output, {lost[most]}; {less}{rest}."


def _survive(story: Story) -> str:
    hit = sorted((name for name in story.variants if story.share[name] > 0), key=lambda name: story.day[name])
    spared = [name for name in story.variants if story.share[name] == 0]
    if not hit:
        return f"Final demand has no loss in any replication{'' if len(spared) == 1 else ', whatever the variant'}."
    none = f"; {listed(spared)} {'has' if len(spared) == 1 else 'have'} no loss at all" if spared else ""
    days = _told(hit, lambda name: _first_day(story, name))
    return f"Counted from the start of the crisis, the first loss reaches final demand after {days}{none}."


def _first_day(story: Story, name: str) -> str:
    share = story.share[name]
    if share == 1:
        return f"{story.of(name, 'time_to_survive')} days"
    return f"{words(story.day[name])} days (in the {percent(share)} of replications that have one)"


def _price(story: Story) -> str:
    base = "jit" if "jit" in story.variants else story.variants[0]
    own = story.of(base, "stock_value", "calm")
    others = [name for name in story.sorted("stock_value", "calm") if name != base]
    rest = "".join(f"; {_extra(story, name, base)}" for name in _shown(others))
    return f"In calm, {base} holds stock worth {own} at a cost of {story.of(base, 'cost', 'calm')} a day{rest}."


def _extra(story: Story, name: str, base: str) -> str:
    stock, cost = (story.apart(name, base, metric, "calm") for metric in ("stock_value", "cost"))
    own = story.of(base, "stock_value", "calm").mean
    share = f"{percent(abs(stock.mean) / own)} " if own > 0 else f"{words(abs(stock.mean))} "
    holds = f"{share}{'more' if stock.mean > 0 else 'less'}" if stock.mean and not stock.unsure else "about as much"
    if cost.unsure or cost.mean == 0:
        return (
            f"{name} holds {holds} and costs {'the same' if cost.mean == 0 else f'about the same ({cost} a day more)'}"
        )
    size = cost.times(np.sign(cost.mean))
    return f"{name} holds {holds} and costs {size} a day {'more' if cost.mean > 0 else 'less'}"


def _recover(story: Story) -> str:
    hit = [name for name in story.variants if story.share[name] > 0]
    if not hit:
        tiers = _told(story.variants, lambda name: _tiers(story, name))
        return f"At final demand there is nothing to recover; the crisis hits {tiers}."
    hit.sort(key=lambda name: story.of(name, "time_to_recover").mean)
    days = _told(hit, lambda name: f"{story.of(name, 'time_to_recover')} days ({_tiers(story, name)} hit)")
    partly = any(0 < story.share[name] < 1 for name in hit)
    note = "; a replication without a loss counts as 0 days" if partly else ""
    return f"Counted in the same way, the last loss at final demand ends after {days}{note}."


def _tiers(story: Story, name: str) -> str:
    count = str(story.of(name, "tiers_hit"))
    return f"{count} tier{'' if count == '1' else 's'}"


def _service(story: Story) -> str:
    names = story.sorted("fill_rate", "calm")
    least, most = names[0], names[-1]
    rate = {name: f"{story.of(name, 'fill_rate', 'calm').times(100)} %" for name in names}
    if len(names) == 1:
        return f"{most} fills {rate[most]} of final demand on the day it appears."
    apart = story.apart(most, least, "fill_rate", "calm")
    if apart.unsure or apart.mean == 0:
        range_ = rate[most] if apart.mean == 0 else f"between {rate[least]} under {least} and {rate[most]} under {most}"
        return f"{story.all} fill about as much of final demand on the day it appears, {range_}."
    return (
        f"{most} fills the most of final demand on the day it appears, {rate[most]}; {least} the least, {rate[least]}."
    )


def _output(story: Story) -> str:
    units = _told(story.sorted("output", "calm"), lambda name: f"{story.of(name, 'output', 'calm')} units")
    return f"Over the measured days, final demand receives {units}."


def _bullwhip(story: Story) -> str:
    names = [name for name in story.sorted("bullwhip", "calm") if not np.isnan(story.of(name, "bullwhip", "calm").mean)]
    if not names:
        return "The bullwhip is not defined here, since final demand does not vary."
    ratio = _told(names, lambda name: f"{story.of(name, 'bullwhip', 'calm')} times as much as final demand")
    return f"By squared coefficients of variation, the orders in the network vary {ratio}."


def _sure(story: Story, missing: Iterable[str]) -> str:
    levels = len(story.results.levels)
    note = f"; all of this is said of {story.level}, the first of {levels} levels" if levels > 1 else ""
    if not story.results.has_crisis:
        note = "; without a crisis, nothing is said about resilience" + note
    if unsaid := list(dict.fromkeys(missing)):
        note += f"; nothing is said about what was not measured: {listed(unsaid)}"
    if story.replications < 2:
        return f"This rests on one replication, so that no interval can be given: run more before you conclude{note}."
    twin = f", each crisis paired with its calm twin{_sharper(story)}" if story.results.has_crisis else ""
    over = f"Each ± is a 95 % interval over {story.replications} replications{twin}"
    return f"{over}{_alike(story)}{note}."


def _sharper(story: Story) -> str:
    """What common random numbers gain."""
    if not story.results.has("output") or not story.sharper:
        return ""
    least, most = words(min(story.sharper)), words(max(story.sharper))
    times = least if least == most else f"{least} to {most}"
    return f"; independent runs would have {times} times the variance of the change in output"


def _alike(story: Story) -> str:
    """Which variants cannot be told apart."""
    world, metric = ("crisis", "output_lost") if story.results.has_crisis else ("calm", "fill_rate")
    if not story.results.has(metric):
        return ""
    label = metric.replace("_", " ")
    pairs = list(combinations(story.variants, 2))
    apart = {pair: story.apart(*pair, metric, world) for pair in pairs}
    alike = [f"{a} and {b}" for (a, b), gap in apart.items() if gap.unsure or gap.mean == 0]
    if not pairs:
        return ""
    if not alike:
        return f"; {'the two variants differ' if len(pairs) == 1 else 'every two variants differ'} clearly in {label}"
    if len(alike) == len(pairs) > 1:
        return f"; no two variants can be told apart in {label}"
    if len(alike) > MANY:
        return f"; {len(alike)} of {len(pairs)} pairs of variants cannot be told apart in {label}"
    return f"; what cannot be told apart in {label}: {', '.join(alike)}"


IN_CRISIS = {
    _loss: ("output_lost", "days_lost"),
    _survive: ("time_to_survive", "time_to_recover"),
    _price: ("stock_value", "cost"),
    _recover: ("time_to_survive", "time_to_recover", "tiers_hit"),
}
IN_CALM = {_service: ("fill_rate",), _output: ("output",), _price: ("stock_value", "cost"), _bullwhip: ("bullwhip",)}
"""The sentences, and the measures that each of them tells of."""


def _shown(names: list[str]) -> list[str]:
    """All names if they are few, otherwise the first and the last."""
    return names if len(names) <= MANY else [names[0], names[-1]]


def _told(names: list[str], say: Callable[[str], str]) -> str:
    """What is said of each variant, once for those of which the same is said; the extremes if they are many."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(say(name), []).append(name)
    parts = [f"{text} under {listed(group)}" for text, group in groups.items()]
    if len(groups) > MANY:
        return f"between {parts[0]} and {parts[-1]}"
    return listed(parts)


def listed(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
