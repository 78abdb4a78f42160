"""Tables and bars as HTML; every text is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from jitagents.plots.style import COLOURS, INK
from jitagents.results.estimate import Estimate
from jitagents.translation import Translation

BARS = f"""
:host {{font-size: 15px}}
h3 {{margin: .9rem 0 .3rem}}
p {{margin: .3rem 0}}
table {{border-collapse: collapse; font-variant-numeric: tabular-nums}}
.wide {{overflow-x: auto}}
th, td {{border-bottom: 1px solid #e3e6ea; padding: .25rem .8rem .25rem 0; text-align: right; white-space: nowrap}}
th:first-child, td:first-child, th.text, td.text {{text-align: left}}
th {{color: #5b6672; font-weight: 600}}
.bars {{align-items: center; display: grid; gap: .35rem .8rem; max-width: 60rem;
  grid-template-columns: minmax(6rem, max-content) 1fr max-content}}
.bars .track {{background: #f2f2f2; display: block; height: 1.3rem; position: relative}}
.bars .bar {{background: {COLOURS[0]}; display: block; height: 100%}}
.bars .whisker {{background: {INK}; height: 2px; position: absolute; top: calc(50% - 1px)}}
.bars .whisker::before, .bars .whisker::after {{background: {INK}; content: ""; height: 8px; position: absolute;
  top: -3px; width: 2px}}
.bars .whisker::before {{left: 0}}
.bars .whisker::after {{right: 0}}
.purse {{background: #ffffff; border: 1px solid #c9d0d8; border-radius: 6px; padding: .45rem .8rem; position: relative;
  overflow: hidden; z-index: 0}}
.purse .fill {{background: #cfe5f3; inset: 0 auto 0 0; position: absolute; z-index: -1}}
.purse.over {{border: 2px solid {COLOURS[3]}}}
.purse.over .fill {{background: #f9dfcb}}
.faults li {{margin: .3rem 0}}
@media (max-width: 600px) {{
  th, td {{padding-right: .5rem}}
  td:first-child {{white-space: normal}}
  .bars {{grid-auto-flow: row dense; grid-template-columns: 1fr max-content}}
  .bars > span {{grid-column: 1}}
  .bars > .track {{grid-column: 1 / -1}}
  .bars > b {{grid-column: 2}}
}}
.big {{font-size: 2rem; font-weight: 700; margin: .4rem 0}}
"""
"""The look of all that this module makes."""
THIN = 0.3
"""Percent of the width of a whisker, at least."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], texts: Sequence[int] = (0, 1)) -> str:
    """Return a table of texts.

    Args:
        heads: of the columns.
        rows: of cells.
        texts: numbers of the columns that are aligned at their left.
    """
    mark = [' class="text"' if number in texts else "" for number in range(len(heads))]
    head = "".join(f'<th scope="col"{one}>{escape(name)}</th>' for one, name in zip(mark, heads, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{one}>{escape(cell)}</td>" for one, cell in zip(mark, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def bars(rows: Sequence[tuple[str, Estimate[float]]], say: Translation) -> str:
    """Return bars from 0 with their intervals and numbers; numbers below 0 have no bar.

    Args:
        rows: name and number of each.
        say: the language of the numbers.
    """
    most = max((max(one.mean, one.high) for _, one in rows), default=0.0)
    scale = 100.0 / most if most > 0 else 0.0
    lines = []
    for name, one in rows:
        left, right = (min(max(scale * end, 0.0), 100.0) for end in (one.low, one.high))
        whisker = f'<span class="whisker" style="left:{left:.2f}%;width:{max(right - left, THIN):.2f}%"></span>'
        lines.append(
            f'<span>{escape(name)}</span><span class="track"><span class="bar" style="width:'
            f'{min(max(scale * one.mean, 0.0), 100.0):.2f}%"></span>{whisker if one.high > one.low else ""}</span>'
            f"<b>{escape(say.number(one))}</b>"
        )
    return f'<div class="bars">{"".join(lines)}</div>'


def faults(found: Iterable[str]) -> str:
    """Return a list of faults."""
    return f'<ul class="faults" role="alert">{"".join(f"<li>{escape(one)}</li>" for one in found)}</ul>'
