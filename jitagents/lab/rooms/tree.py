"""The tree of causes as a page: nested lists that open and close, a bar and a sentence for each cause."""

from html import escape

from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.words import DEEPEST, Say, number, sentence_of, signed
from jitagents.plots.style import COLOURS, CRISIS, GREY

CRISIS_KIND, GOODS, ORDERS, RELIEF, OTHER = "crisis", "goods", "orders", "relief", "other"
KINDS = {
    CRISIS_KIND: ("the crisis", CRISIS), GOODS: ("sent less by an agent", COLOURS[0]),
    ORDERS: ("ordered less or more", COLOURS[4]), RELIEF: ("made up for", COLOURS[2]), OTHER: ("something else", GREY),
}  # fmt: skip
"""Kinds of causes in the tree: their names in the legend, and colours."""
ORDERING = ("ordered", "rule", "cancelled", "elsewhere")
LEAST = 1.0
"""Percent of the width that a bar has at least."""
STYLE = """
:host {font-size: 15px}
.causes, .causes ul {list-style: none; margin: 0; padding: 0}
.causes summary {cursor: pointer; list-style: none}
.causes summary::-webkit-details-marker {display: none}
.causes summary:focus-visible {outline: 3px solid #0173b2; outline-offset: 2px}
.causes .cause {align-items: center; column-gap: .6rem; display: grid; padding: .22rem 0;
  grid-template-columns: 4.5rem minmax(3rem, 12rem) 1fr}
.causes .said {padding-left: calc(1.1rem * var(--depth))}
.causes .said::before {color: #767676; content: "▸"; display: inline-block; width: 1.1rem}
.causes details[open] > summary .said::before {content: "▾"}
.causes .leaf .said::before {content: ""}
.causes .amount {font-variant-numeric: tabular-nums; font-weight: 600; text-align: right}
.causes .track {background: #f2f2f2; height: .8rem}
.causes .bar {display: block; height: 100%}
@media (max-width: 600px) {
  .causes .cause {grid-template-columns: 4rem 1fr}
  .causes .said {grid-column: 1 / -1; padding-left: calc(.6rem * var(--depth))}
}
.key {display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: .4rem 0 .8rem; color: #222222}
.key i {display: inline-block; height: .8rem; margin-right: .35rem; vertical-align: -.05rem; width: .8rem}
"""
STRIPES = "repeating-linear-gradient(45deg, {0} 0 3px, #ffffff 3px 6px)"
"""The look of what made up for a shortage: it can be told without colours."""


def kind_of(cause: Cause) -> str:
    """Return the kind of a cause, a key of `KINDS`."""
    if cause.amount < 0:
        return RELIEF
    if cause.disruption:
        return CRISIS_KIND
    if cause.kind in ORDERING:
        return ORDERS
    return GOODS if cause.kind in ("short", "sent") else OTHER


def tree(cause: Cause, say: Say = str, label: Say = str) -> str:
    """Return the tree of a shortage as HTML, with its legend; the main chain is open.

    Args:
        cause: the shortage.
        say: gives sentences about causes in the reader's language.
        label: gives words of the legend in the reader's language.
    """
    whole = max((abs(one.amount) for one in cause), default=1.0) or 1.0
    there = {kind_of(one) for one in cause}
    key = "".join(
        f'<span><i style="background:{_fill(kind)}"></i>{escape(label(name))}</span>'
        for kind, (name, _) in KINDS.items()
        if kind in there
    )
    return f'<div class="key">{key}</div><ul class="causes">{_branch(cause, whole, say, 0, main=True)}</ul>'


def _fill(kind: str) -> str:
    colour = KINDS[kind][1]
    return STRIPES.format(colour) if kind == RELIEF else colour


def _branch(cause: Cause, whole: float, say: Say, depth: int, *, main: bool) -> str:
    """A cause and all below it; chains that go round in circles are cut at `DEEPEST`."""
    width = max(100.0 * abs(cause.amount) / whole, LEAST)
    line = (
        f'<span class="amount">{escape(number(signed(cause.amount), say))}</span>'
        f'<span class="track" aria-hidden="true"><span class="bar" style="width:{width:.1f}%;'
        f'background:{_fill(kind_of(cause))}"></span></span><span class="said" style="--depth:{depth}">'
        f"{escape(sentence_of(cause, say))}</span>"
    )
    if not cause.children or depth == DEEPEST:
        return f'<li><div class="cause leaf">{line}</div></li>'
    largest = max(cause.children, key=lambda one: one.amount)
    below = "".join(_branch(one, whole, say, depth + 1, main=main and one is largest) for one in cause.children)
    shown = " open" if main else ""
    return f'<li><details{shown}><summary class="cause">{line}</summary><ul>{below}</ul></details></li>'
