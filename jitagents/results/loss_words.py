"""Losses in sentences: output lost at final demand, and its first and last day."""

from collections.abc import Callable, Iterator
from itertools import takewhile

from jitagents.formatting import words
from jitagents.results.facts import Facts, Stated
from jitagents.results.final_loss import UNITS, lost, waits
from jitagents.results.phrases import MANY, by_variant, listed

SURGE = (
    "The crisis changes demand itself, so that less or more output than in calm is no loss or gain: what counts is "
    "service, backlog and cost."
)
LOSSES = ("first_loss", "last_loss")
"""Measures behind the days of loss."""


def loss(facts: Facts) -> str:
    """The sentence on output lost: the variants with most and least, those that gain, and those with no clear loss.

    Empty where it was not measured; and where none is clearly lost, but comes late: `late` tells that.
    """
    groups: dict[str, list[str]] = {"up": [], "flat": [], "none": [], "down": []}
    metric = lost(facts.results)
    if not facts.results.has(metric):
        return ""
    for name in facts.sorted(metric, "crisis"):
        groups[facts.sign(facts.of(name, metric))].append(name)
    losers, unclear, spared, gain = groups.values()
    if not (losers or gain) and is_late(facts):
        return ""
    rest = [
        *([f"{listed(spared)} lose{'s' if len(spared) == 1 else ''} none"] if spared else []),
        *([_unclear(facts, unclear)] if unclear else []),
        *([_gain(facts, gain)] if gain else []),
    ]
    if losers:
        return f"{'; '.join([_losers(facts, losers), *rest])}."
    if len(spared) == len(facts.variants):
        return {
            1: f"{spared[0]} loses no output in this crisis.",
            2: "Neither variant loses output in this crisis.",
        }.get(len(spared), "No variant loses output in this crisis.")
    if len(facts.variants) == 1:
        return f"In this crisis, {rest[0]}."
    return f"No variant clearly loses output in this crisis: {'; '.join(rest)}."


def late(facts: Facts) -> str:
    """The sentence on output that is missing for a time, where customers wait for it; empty where none is."""
    names = is_late(facts)
    if not names:
        return ""
    spared = [name for name in facts.variants if facts.of(name, "area").mean == 0]
    said = by_variant(reversed(names), lambda name: f"{facts.tell(facts.of(name, 'area'))} {facts.units.times} of it")
    none = f"; none under {listed(spared)}" if spared else ""
    for name in spared:
        facts.note("none", "area", "crisis", name)
    never = any(facts.of(name, metric).sign != "none" for name in names for metric in [lost(facts.results)])
    return f"Output comes late{' or never' if never else ', and none is lost'}: {said}{none}."


def is_late(facts: Facts) -> list[str]:
    """The variants under which output is missing for a time, the least first; empty where customers do not wait."""
    if not facts.results.has("area") or not waits(facts.results):
        return []
    return [name for name in facts.sorted("area", "crisis") if facts.sign(facts.of(name, "area")) == "up"]


def _amount(facts: Facts, name: str) -> str:
    """A loss in units and, if that was measured, in days of output; in days alone where there are several items."""
    days = ""
    if facts.results.has("days_lost"):
        days = f"{facts.tell(facts.of(name, 'days_lost'))} {facts.units.times} of it"
    if lost(facts.results) != UNITS:
        return days
    return f"{facts.tell(facts.of(name, UNITS))} units{f' ({days})' if days else ''}"


def _told(facts: Facts, number: Stated) -> str:
    """A difference of losses, or a loss that is not clear, in the unit of the measure."""
    return f"{facts.tell(number)} {'units' if lost(facts.results) == UNITS else facts.units.times}"


def _losers(facts: Facts, names: list[str]) -> str:
    """Of those that lose: the most and the least."""
    least, most = names[0], names[-1]
    if least == most:
        if len(facts.variants) == 1:
            return f"In this crisis, {most} loses output: {_amount(facts, most)}"
        return f"{most} loses output, {_amount(facts, most)}"
    metric = lost(facts.results)
    apart = facts.apart(most, least, metric, "crisis")
    who = facts.all if len(names) == len(facts.variants) else listed(names)
    if facts.sign(apart) == "none":
        return f"{who} lose the same output, {_amount(facts, most)}"
    if apart.unsure:
        about = f"between {_amount(facts, least)} under {least} and {_amount(facts, most)} under {most}"
        return f"{who} lose about as much output, {about}"
    facts.note("most", metric, "crisis", most, *names[:-1])
    facts.note("least", metric, "crisis", least, *names[1:])
    tied = [*takewhile(lambda name: not _is_apart(facts, name, least), names[1:-1])]
    middle = names[1:-1] if len(names) <= MANY else [name for name in names[1:-1] if name == facts.jit]
    between = "".join(f"; {name} loses {_amount(facts, name)}" for name in reversed(middle))
    whose = "" if len(names) == len(facts.variants) else " of those that lose any"
    less = f"{least} loses the least{whose}, {_amount(facts, least)}, which is {_told(facts, apart)} less"
    if tied:
        about = f"{_amount(facts, least)} under {least}, which is {_told(facts, apart)} less"
        less = f"no clear least{whose}: {listed([least, *tied])} lose about as much, {about}"
    return f"{most} loses the most output, {_amount(facts, most)}; {less}{between}"


def _is_apart(facts: Facts, a: str, b: str) -> bool:
    """Whether two variants clearly lose different output."""
    return facts.sign(facts.apart(a, b, lost(facts.results), "crisis")) in ("up", "down")


def _unclear(facts: Facts, names: list[str]) -> str:
    if len(names) > MANY:
        return f"{len(names)} others have no clear loss"
    said = listed(_told(facts, facts.of(name, lost(facts.results))) for name in names)
    return f"{listed(names)} {'has' if len(names) == 1 else 'have'} no clear loss ({said})"


def _gain(facts: Facts, names: list[str]) -> str:
    """A loss with the other sign."""
    more = listed(_told(facts, facts.of(name, lost(facts.results)).times(-1)) for name in names[:MANY])
    if len(names) > MANY:
        return f"{len(names)} others deliver more than in calm"
    return f"{listed(names)} deliver{'s' if len(names) == 1 else ''} {more} more than in calm"


def first_loss(facts: Facts) -> str:
    """The sentence on the first day of loss at final demand."""
    with_loss = sorted((name for name in facts.variants if facts.share[name] > 0), key=lambda name: facts.day[name])
    spared = [name for name in facts.variants if facts.share[name] == 0]
    for name in spared:
        facts.note("spared", "", "", name)
    if not with_loss:
        whoever = "" if len(spared) == 1 else ", whatever the variant"
        return f"Final demand has no {facts.units.time} of loss in any replication{whoever}."
    none = f"; {listed(spared)} {'has' if len(spared) == 1 else 'have'} none" if spared else ""
    times = by_variant(with_loss, lambda name: _first(facts, name))
    first = f"final demand has its first {facts.units.time} of loss"
    return f"Counted from the start of the crisis, {first} after {times}{none}."


def _first(facts: Facts, name: str) -> str:
    if facts.share[name] == 1:
        return f"{facts.tell(facts.of(name, 'first_loss'))} {facts.units.times}"
    days = words(facts.day[name])
    facts.note("first", "", "", name, said=days)
    return f"{days} {facts.units.times} (in the {facts.share_in_words(name)} of replications that have one)"


def last_loss(facts: Facts) -> str:
    """The sentence on the last day of loss at final demand, and how many tiers lack goods or orders."""
    with_loss = [name for name in facts.variants if facts.share[name] > 0]
    tiers = facts.results.has("tiers_short", "tiers_idle")
    if not with_loss:
        if not tiers:
            return "At final demand there is nothing to recover."
        return (
            "At final demand there is nothing to recover; the crisis leaves "
            f"{by_variant(facts.variants, lambda name: _tiers(facts, name))}."
        )
    with_loss.sort(key=lambda name: facts.of(name, "last_loss").mean)

    def last(name: str) -> str:
        days = f"{facts.tell(facts.of(name, 'last_loss'))} {facts.units.times}"
        return f"{days} ({_tiers(facts, name)})" if tiers else days

    partly = any(0 < facts.share[name] < 1 for name in with_loss)
    note = "; replications without a loss enter these means as none" if partly else ""
    last_day = f"the last {facts.units.time} of loss at final demand"
    return f"From the start of the crisis to {last_day} it takes {by_variant(with_loss, last)}{note}."


def _tiers(facts: Facts, name: str) -> str:
    short, idle = (facts.tell(facts.of(name, measure)) for measure in ("tiers_short", "tiers_idle"))
    return f"{short} tier{'' if short == '1' else 's'} short of goods, {idle} of orders"


def surge(facts: Facts) -> Iterator[str]:
    """Sentences for a crisis of demand itself: service and cost in place of a loss."""
    yield SURGE
    if facts.results.has("fill_rate"):
        yield f"In the crisis, the fill rate is {by_variant(facts.sorted('fill_rate', 'crisis'), _rates(facts))}."
    if facts.results.has("cost"):
        names = facts.sorted("cost", "difference")
        yield f"Against calm, the crisis changes the cost by {by_variant(names, _dearer(facts))}."


def _rates(facts: Facts) -> Callable[[str], str]:
    def say(name: str) -> str:
        rate = facts.tell(facts.of(name, "fill_rate").times(100))
        return f"{rate} % ({_signed(facts, facts.of(name, 'fill_rate', 'difference').times(100))} points)"

    return say


def _dearer(facts: Facts) -> Callable[[str], str]:
    def say(name: str) -> str:
        return f"{_signed(facts, facts.of(name, 'cost', 'difference'), money=True)} a {facts.units.time}"

    return say


def _signed(facts: Facts, number: Stated, money: bool = False) -> str:
    text = facts.paid(number) if money else facts.tell(number)
    return f"+{text}" if number.mean > 0 else text
