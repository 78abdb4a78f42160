"""The heat map of readiness as a table: flows by levers, each with its mode, advice and reason."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import to_hex

from jitagents.diagnosis.words import Say, number
from jitagents.formatting import words

COLOURS = colormaps["cividis"]
"""From dark blue to yellow: the same order for eyes that see no red or green."""
DARK = 0.55
"""Score up to which numbers are white."""
HEAT = """
:host {font-size: 15px}
p {margin: .3rem 0}
.counts {display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .4rem 0}
.count b {display: block; font-size: 2rem; line-height: 1.1}
.heat {max-height: 75vh; overflow: auto; margin-top: .5rem}
.heat table {border-collapse: separate; border-spacing: 0 2px; font-variant-numeric: tabular-nums}
.heat th {background: #ffffff; color: #5b6672; font-weight: 600; padding: .3rem .5rem; position: sticky;
  text-align: left; top: 0; z-index: 1}
.heat td {padding: .2rem .5rem}
.heat td.score {min-width: 3.4rem; text-align: center}
.heat td.flow {white-space: nowrap}
.heat td.unknown {background: repeating-linear-gradient(45deg, #c9ced4 0 2px, #ffffff 2px 7px)}
.heat td.weakest span {border: 2px solid currentColor; border-radius: 1rem; padding: 0 .35rem}
.heat tr.first td {border-top: 2px solid #1b2733}
.heat td.why {min-width: 16rem}
"""
"""The look of the table."""


def heat(table: pd.DataFrame, levers: Sequence[str], heads: Sequence[str], say: Say) -> str:
    """Return the levers of flows as HTML, in the order of the table, with a line between modes.

    Args:
        table: seller, buyer, mode, weakest, advice, why and a column for each lever (NaN: unknown); perhaps loss,
            loss_low and loss_high (money/year).
        levers: names of the columns.
        heads: of flow, mode, advice and reason, and of the money if it is there.
        say: gives names of levers, modes and advice in the reader's language.
    """
    flow, mode, *others = heads
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in (flow, mode, *map(say, levers), *others))
    modes = table["mode"].tolist()
    body = "".join(
        _row(row, levers, len(heads) > 4, say, first=number > 0 and modes[number - 1] != row["mode"])
        for number, row in enumerate(table.to_dict("records"))
    )
    return f'<div class="heat" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(row: Mapping[Any, Any], levers: Sequence[str], money: bool, say: Say, *, first: bool) -> str:
    cells = [
        f'<td class="flow">{escape(row["seller"])} → {escape(row["buyer"])}</td>',
        f"<td>{escape(say(row['mode']))}</td>",
    ]
    cells += [_cell(float(row[lever]), row["weakest"] == lever, say) for lever in levers]
    cells += [f"<td>{escape(say(row['advice']))}</td>", f'<td class="why">{escape(row["why"])}</td>']
    if money:
        cells.append(f"<td>{escape(number(words(-row['loss'], -row['loss_high'], -row['loss_low']), say))}</td>")
    return f"<tr{' class="first"' if first else ''}>{''.join(cells)}</tr>"


def _cell(score: float, weakest: bool, say: Say) -> str:
    if np.isnan(score):
        return '<td class="score unknown">?</td>'
    ink = "#ffffff" if score <= DARK else "#111111"
    mark, said = " weakest" if weakest else "", number(f"{score:.2f}", say)
    return f'<td class="score{mark}" style="background:{to_hex(COLOURS(score))};color:{ink}"><span>{said}</span></td>'
