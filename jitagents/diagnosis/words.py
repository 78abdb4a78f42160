"""Words: what a cause says, in plain sentences."""

from typing import TYPE_CHECKING

from jitagents.results.intervals import words

if TYPE_CHECKING:
    from jitagents.diagnosis.causes import Cause

DEEPEST = 12
"""Steps from the shortage up to which causes are listed."""
NAMED, LARGE = 2, 0.2
"""Shocks that a finding names, at most, and the share of what they all took that each has, at least."""
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
    "capacity": ("{who} had no capacity for {units} {item}", "{who} made good {units} {item}"),
    "started": ("{who} started {units} {item} less, as ordered", "{who} started {units} {item} more, as ordered"),
    "production": ("the rule of {who} started {units} {item} less", "the rule of {who} started {units} {item} more"),
    "quality": ("{units} {item} more turned out bad at {who}", "{units} {item} fewer turned out bad at {who}"),
    "process": ("{who} finished {units} {item} later", "{who} finished {units} {item} sooner"),
    "way": ("{units} {item} from {who} came later or not at all", "{units} {item} from {who} came sooner"),
    "others": ("{who} served others first with {units} {item}", "{who} served others later with {units} {item}"),
    "spoiled": ("{units} {item} more were spoiled at {who}", "{units} {item} fewer were spoiled at {who}"),
    "caught_up": ("{who} fell {units} {item} behind", "{who} caught up {units} {item}"),
    "reference": ("{who} had caught up {units} {item} anyway", "{who} had fallen {units} {item} behind anyway"),
    "rule": ("{who} ordered {units} {item} less by its rule", "{who} ordered {units} {item} more by its rule"),
    "elsewhere": (
        "{units} {item} of {who} were ordered elsewhere",
        "{units} {item} of {who} were ordered here instead",
    ),
    "smaller": ("{who}", "{who}"),
}
"""What each kind of cause says where there was less than in the reference, and where there was more."""


def told(cause: "Cause") -> str:
    """What a cause says by itself."""
    less, more = KINDS[cause.kind]
    sentence = (less if cause.units > 0 else more).format(
        who=cause.who, item=cause.item, units=words(abs(cause.units)), day=cause.day
    )
    return f"{cause.shock}: {sentence}" if cause.shock else sentence


def story(cause: "Cause") -> str:
    """The main chain in one sentence: at every step the largest cause."""
    chain = [cause]
    while chain[-1].children and chain[-1].children[0].amount > 0:
        chain.append(chain[-1].children[0])
    first, *others = map(told, chain)
    return f"{first}: {', because '.join(others)}." if others else f"{first}."


def finding(cause: "Cause") -> str:
    """How short, what the crisis took or else where most of it began, and how much stock has covered."""
    leaves = sorted(cause.leaves(), key=lambda leaf: -leaf.amount)
    taken, stock = dict[str, float](), -sum(leaf.amount for leaf in leaves if leaf.kind == "buffer" and leaf.amount < 0)
    for leaf in leaves:
        if leaf.shock:
            name = f"{leaf.shock} at {leaf.who}"
            taken[name] = taken.get(name, 0.0) + leaf.amount
    largest = sorted(taken, key=lambda name: -taken[name])[:NAMED]
    parts = [f"{name} took {words(taken[name])}" for name in largest if taken[name] > LARGE * sum(taken.values())]
    parts = parts or [told(leaves[0])]
    parts += [f"stock gave {words(stock)} back"] if stock else []
    return f"{told(cause)}: {', '.join(parts)}" if cause.children else told(cause)


def listing(cause: "Cause") -> str:
    """The tree, a line a cause: its amount and what it says; what it is made of stands below it, indented.

    Chains that go round, as when lost sales are not ordered again, are told only so far.
    """
    width = max(len(signed(one.amount)) for one in cause)
    lines = (
        f"{'    ' * depth}{signed(one.amount):>{width}}  {told(one)}{' …' if depth == DEEPEST and one.children else ''}"
        for depth, one in cause.deep()
        if depth <= DEEPEST
    )
    return "\n".join(lines)


def signed(amount: float) -> str:
    """An amount with its sign."""
    return f"{'−' if amount < 0 else '+'}{words(abs(amount))}"
