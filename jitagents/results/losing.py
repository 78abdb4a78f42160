"""Losing: what a crisis takes away at final demand, when it is felt, and when it is over, in sentences."""

from collections.abc import Callable, Iterator

from jitagents.results.intervals import words
from jitagents.results.prose import MANY, listed, told
from jitagents.results.story import Mean, Story

SURGE = (
    "The crisis changes demand itself, so that less or more output than in calm is no loss or gain: what counts is "
    "service, backlog and cost."
)
LOSSES = ("time_to_survive", "time_to_recover")
"""Measures behind the days of loss."""


def loss(story: Story) -> str:
    """Output lost: who loses, the most and the least, who gains, and of whom nothing is clear."""
    groups: dict[str, list[str]] = {"up": [], "flat": [], "none": [], "down": []}
    for name in story.sorted("output_lost", "crisis"):
        groups[story.sign(story.of(name, "output_lost"))].append(name)
    losers, unclear, spared, gain = groups.values()
    rest = [
        *([f"{listed(spared)} lose{'s' if len(spared) == 1 else ''} none"] if spared else []),
        *([_unclear(story, unclear)] if unclear else []),
        *([_gain(story, gain)] if gain else []),
    ]
    if losers:
        return f"{'; '.join([_losers(story, losers), *rest])}."
    if len(spared) == len(story.variants):
        return {
            1: f"{spared[0]} loses no output in this crisis.",
            2: "Neither variant loses output in this crisis.",
        }.get(len(spared), "No variant loses output in this crisis.")
    if len(story.variants) == 1:
        return f"In this crisis, {rest[0]}."
    return f"No variant clearly loses output in this crisis: {'; '.join(rest)}."


def _units(story: Story, name: str) -> str:
    """A loss in units, and in days of output if that was measured."""
    days = ""
    if story.results.has("days_lost"):
        days = f" ({story.tell(story.of(name, 'days_lost'))} {story.units.times} of it)"
    return f"{story.tell(story.of(name, 'output_lost'))} units{days}"


def _losers(story: Story, names: list[str]) -> str:
    """Of those that lose: the most and the least."""
    least, most = names[0], names[-1]
    if least == most:
        if len(story.variants) == 1:
            return f"In this crisis, {most} loses output: {_units(story, most)}"
        return f"{most} loses output, {_units(story, most)}"
    apart = story.apart(most, least, "output_lost", "crisis")
    who = story.all if len(names) == len(story.variants) else listed(names)
    if story.sign(apart) == "none":
        return f"{who} lose the same output, {_units(story, most)}"
    if apart.unsure:
        about = f"between {_units(story, least)} under {least} and {_units(story, most)} under {most}"
        return f"{who} lose about as much output, {about}"
    story.note("most", "output_lost", "crisis", most, *names[:-1])
    story.note("least", "output_lost", "crisis", least, *names[1:])
    middle = names[1:-1] if len(names) <= MANY else [name for name in names[1:-1] if name == story.jit]
    between = "".join(f"; {name} loses {_units(story, name)}" for name in reversed(middle))
    less = f"{least} loses the least, {_units(story, least)}, which is {story.tell(apart)} units less"
    return f"{most} loses the most output, {_units(story, most)}; {less}{between}"


def _unclear(story: Story, names: list[str]) -> str:
    if len(names) > MANY:
        return f"{len(names)} others have no clear loss"
    lost = listed(f"{story.tell(story.of(name, 'output_lost'))} units" for name in names)
    return f"{listed(names)} {'has' if len(names) == 1 else 'have'} no clear loss ({lost})"


def _gain(story: Story, names: list[str]) -> str:
    """A loss with the other sign."""
    more = listed(f"{story.tell(story.of(name, 'output_lost').times(-1))} units" for name in names[:MANY])
    if len(names) > MANY:
        return f"{len(names)} others deliver more than in calm"
    return f"{listed(names)} deliver{'s' if len(names) == 1 else ''} {more} more than in calm"


def survive(story: Story) -> str:
    """When the first loss reaches final demand."""
    hit = sorted((name for name in story.variants if story.share[name] > 0), key=lambda name: story.day[name])
    spared = [name for name in story.variants if story.share[name] == 0]
    for name in spared:
        story.note("spared", "", "", name)
    if not hit:
        whoever = "" if len(spared) == 1 else ", whatever the variant"
        return f"Final demand has no {story.units.time} of loss in any replication{whoever}."
    none = f"; {listed(spared)} {'has' if len(spared) == 1 else 'have'} none" if spared else ""
    times = told(hit, lambda name: _first(story, name))
    first = f"final demand has its first {story.units.time} of loss"
    return f"Counted from the start of the crisis, {first} after {times}{none}."


def _first(story: Story, name: str) -> str:
    if story.share[name] == 1:
        return f"{story.tell(story.of(name, 'time_to_survive'))} {story.units.times}"
    days = words(story.day[name])
    story.note("first", "", "", name, said=days)
    return f"{days} {story.units.times} (in the {story.hit(name)} of replications that have one)"


def recover(story: Story) -> str:
    """When the last loss at final demand is over, and how many tiers are hit."""
    hit = [name for name in story.variants if story.share[name] > 0]
    tiers = story.results.has("tiers_affected")
    if not hit:
        if not tiers:
            return "At final demand there is nothing to recover."
        return (
            f"At final demand there is nothing to recover; the crisis hits "
            f"{told(story.variants, lambda name: _tiers(story, name))}."
        )
    hit.sort(key=lambda name: story.of(name, "time_to_recover").mean)

    def last(name: str) -> str:
        days = f"{story.tell(story.of(name, 'time_to_recover'))} {story.units.times}"
        return f"{days} ({_tiers(story, name)} hit)" if tiers else days

    partly = any(0 < story.share[name] < 1 for name in hit)
    note = "; replications without a loss enter these means as none" if partly else ""
    last_day = f"the last {story.units.time} of loss at final demand"
    return f"From the start of the crisis to {last_day} it takes {told(hit, last)}{note}."


def _tiers(story: Story, name: str) -> str:
    count = story.tell(story.of(name, "tiers_affected"))
    return f"{count} tier{'' if count == '1' else 's'}"


def surge(story: Story) -> Iterator[str]:
    """Where demand itself is the crisis: service, backlog or lost sales, and cost, in the place of a loss."""
    yield SURGE
    if story.results.has("fill_rate"):
        yield f"In the crisis, the fill rate is {told(story.sorted('fill_rate', 'crisis'), _rates(story))}."
    if story.results.has("cost"):
        names = story.sorted("cost", "difference")
        yield f"Against calm, the crisis changes the cost by {told(names, _dearer(story))}."


def _rates(story: Story) -> Callable[[str], str]:
    def say(name: str) -> str:
        rate = story.tell(story.of(name, "fill_rate").times(100))
        return f"{rate} % ({_signed(story, story.of(name, 'fill_rate', 'difference').times(100))} points)"

    return say


def _dearer(story: Story) -> Callable[[str], str]:
    def say(name: str) -> str:
        return f"{_signed(story, story.of(name, 'cost', 'difference'), money=True)} a {story.units.time}"

    return say


def _signed(story: Story, number: Mean, money: bool = False) -> str:
    text = story.paid(number) if money else story.tell(number)
    return f"+{text}" if number.mean > 0 else text
