"""Sentences about causes."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from jitagents.formatting import words

if TYPE_CHECKING:
    from jitagents.diagnosis.causes import Cause

type Say = Callable[[str], str]
"""Gives a sentence in the reader's language; `str` leaves it in English."""

DEEPEST = 12
"""Depth of the tree down to which causes are listed."""
NAMED, LARGE = 2, 0.2
"""Most disruptions named in a finding, and the least share of the loss by disruptions that each of them has."""
KINDS = {
    "short": ("{who} was {units} {item} short by day {day}", "{who} was not short of {item} by day {day}"),
    "sent": ("{who} sent {units} {item} less by day {day}", "{who} sent {units} {item} more by day {day}"),
    "ordered": ("{who} ordered {units} {item} less by day {day}", "{who} ordered {units} {item} more by day {day}"),
    "wanted": ("customers of {who} wanted {units} {item} less", "customers of {who} wanted {units} {item} more"),
    "noise": (
        "plain demand noise: customers of {who} wanted {units} {item} less than on average",
        "plain demand noise: customers of {who} wanted {units} {item} more than on average",
    ),
    "lost_sales": ("{who} lost {units} {item} of sales by day {day}", "{who} lost {units} {item} fewer of its sales"),
    "waiting": ("{units} {item} fewer are owed to customers of {who}", "customers of {who} wait for {units} {item}"),
    "buffer": ("{who} had {units} {item} more in stock", "{who} gave {units} {item} from stock"),
    "held": ("{who} did not ship {units} {item} that it had", "{who} shipped {units} {item} more of what it had"),
    "stopped": ("{who} started {units} {item} less", "{who} started {units} {item} more"),
    "gate": ("{units} {item} waited at the gate of {who}", "{units} {item} less waited at the gate of {who}"),
    "rest": ("{who} rested, and started {units} {item} less", "{who} rested, and then started {units} {item} more"),
    "capacity": ("{who} had no capacity for {units} {item}", "{who} made good {units} {item}"),
    "started": ("{who} started {units} {item} less, as ordered", "{who} started {units} {item} more, as ordered"),
    "production": ("the rule of {who} started {units} {item} less", "the rule of {who} started {units} {item} more"),
    "quality": ("{units} {item} more turned out bad at {who}", "{units} {item} fewer turned out bad at {who}"),
    "line": ("{who} started {units} {item} less for bad parts", "{who} started {units} {item} more after bad parts"),
    "bad": ("{units} {item} from {who} were bad and went back", "{units} {item} fewer from {who} were bad"),
    "replaced": (
        "{who} ordered {units} {item} fewer to replace bad ones",
        "{who} ordered {units} {item} to replace bad ones",
    ),
    "process": ("{who} finished {units} {item} later", "{who} finished {units} {item} sooner"),
    "way": ("{units} {item} from {who} came later or not at all", "{units} {item} from {who} came sooner"),
    "others": ("{who} served others first with {units} {item}", "{who} served others later with {units} {item}"),
    "spoiled": ("{units} {item} more were spoiled at {who}", "{units} {item} fewer were spoiled at {who}"),
    "shrunk": ("{units} {item} more left {who} unseen", "{units} {item} fewer left {who} unseen"),
    "caught_up": ("{who} fell {units} {item} behind", "{who} caught up {units} {item}"),
    "reference": ("{who} had caught up {units} {item} anyway", "{who} had fallen {units} {item} behind anyway"),
    "rule": ("{who} ordered {units} {item} less by its rule", "{who} ordered {units} {item} more by its rule"),
    "cancelled": (
        "{units} {item} on order from {who} were cancelled",
        "{units} {item} less on order from {who} were cancelled",
    ),
    "elsewhere": (
        "{units} {item} of {who} were ordered elsewhere",
        "{units} {item} of {who} were ordered here instead",
    ),
    "smaller": ("{who}", "{who}"),
}
"""Sentences of each kind of cause: for less than in the reference, and for more."""


SINCE = re.compile(r"(?P<name>.+) from day (?P<day>\d+)")
"""A disruption in words, as a cause names it."""


def number(text: str, say: Say) -> str:
    """A number of a sentence as the reader's language writes it, where a translation says how."""
    return str(getattr(say, "number", str)(text))


def sentence_of(cause: "Cause", say: Say = str) -> str:
    """One cause in a sentence."""
    if cause.kind == "smaller":
        return say("{count} smaller causes").format(count=cause.who.partition(" ")[0])
    for_less, for_more = KINDS[cause.kind]
    sentence = say(for_less if cause.units > 0 else for_more).format(
        who=cause.seller, item=cause.item, units=number(words(abs(cause.units)), say), day=cause.day
    )
    return f"{disruption_of(cause, say)}: {sentence}" if cause.disruption else sentence


def disruption_of(cause: "Cause", say: Say = str) -> str:
    """The disruptions behind a cause, each with its first day."""
    found = [SINCE.fullmatch(one) for one in cause.disruption.split(" and ")]
    if not all(found):
        return cause.disruption
    return say(" and ").join(say("{name} from day {day}").format(**one.groupdict()) for one in found if one)


def story(cause: "Cause", say: Say = str) -> str:
    """The main chain of causes, the largest at every step, in one sentence."""
    chain = [cause]
    while chain[-1].children and chain[-1].children[0].amount > 0:
        chain.append(chain[-1].children[0])
    first, *others = (sentence_of(one, say) for one in chain)
    because = say(", because ")
    return f"{first}: {because.join(others)}." if others else f"{first}."


def finding(cause: "Cause", say: Say = str) -> str:
    """A finding: the shortage, its share by disruptions or else its largest first cause, and the relief by stock."""
    leaves = sorted(cause.leaves(), key=lambda leaf: -leaf.amount)
    stock = -sum(leaf.amount for leaf in leaves if leaf.kind == "buffer" and leaf.amount < 0)
    taken = dict[str, float]()
    for leaf in leaves:
        if leaf.disruption:
            name = say("{disruption} at {who}").format(disruption=disruption_of(leaf, say), who=leaf.seller)
            taken[name] = taken.get(name, 0.0) + leaf.amount
    largest = sorted(taken, key=lambda name: -taken[name])[:NAMED]
    parts = [
        say("{name} took {units}").format(name=name, units=number(words(taken[name]), say))
        for name in largest
        if taken[name] > LARGE * sum(taken.values())
    ]
    parts = parts or [sentence_of(leaves[0], say)]
    parts += [say("stock gave {units} back").format(units=number(words(stock), say))] if stock else []
    return f"{sentence_of(cause, say)}: {', '.join(parts)}" if cause.children else sentence_of(cause, say)


def listing(cause: "Cause") -> str:
    """The tree as text: one line a cause, with its amount and sentence; its own causes follow, indented.

    Circular chains, as when lost sales are not ordered again, are listed down to `DEEPEST`.
    """
    width = max(len(signed(node.amount)) for node in cause)
    return "\n".join(_line(node, depth, width) for depth, node in cause.deep() if depth <= DEEPEST)


def _line(cause: "Cause", depth: int, width: int) -> str:
    rest = " …" if depth == DEEPEST and cause.children else ""
    return f"{'    ' * depth}{signed(cause.amount):>{width}}  {sentence_of(cause)}{rest}"


def signed(amount: float) -> str:
    """An amount with its sign."""
    return f"{'−' if amount < 0 else '+'}{words(abs(amount))}"
