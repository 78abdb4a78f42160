"""The page of a debrief: steps with their figures and tables, offline."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pandas as pd

from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.published import REACTIONS
from jitagents.beer_game.debrief.step import Step
from jitagents.formatting import words
from jitagents.results.inline import inline
from jitagents.results.report import page
from jitagents.translation import Translation

ROWS = 60
"""Of a table on the page; the CSV file has all."""


def page_of(steps: Sequence[Step], played: Played, reactions: pd.DataFrame, say: Translation) -> str:
    """Return the page as text."""
    template = (files("jitagents.beer_game.debrief") / "templates" / "debrief.html.j2").read_text(encoding="utf-8")
    sections = [_section(step, number, say) for number, step in enumerate(steps, start=1)]
    told = say(
        "One case more in stock changes an order by {stock:.2f} cases, one more on order by {line:.2f}: medians of "
        "the players. In the experiment of 2006 it was {known_stock:.2f} and {known_line:.2f}. To a rational "
        "player both are the same.",
        stock=reactions["net_stock"].median(),
        line=reactions["supply_line"].median(),
        known_stock=REACTIONS["net_stock"],
        known_line=REACTIONS["supply_line"],
    )
    last = {"name": "reactions", "title": say("Stock and supply line"), "told": told, "source": "", "caption": ""}
    return page(
        template,
        say=say,
        facts=say("Boards: {boards}. Weeks: {weeks}.", boards=len(played.boards), weeks=played.length),
        sections=[*sections, last | _numbers(reactions, say)],
        most=ROWS,
    )


def _section(step: Step, number: int, say: Translation) -> dict[str, Any]:
    """A step as the template shows it."""
    return {
        "name": step.name,
        "title": f"{number}. {step.title}",
        "told": step.sentence,
        "source": inline(step.svg, "svg+xml"),
        "caption": step.figure.caption,
    } | _numbers(step.frame, say)


def _numbers(frame: pd.DataFrame, say: Translation) -> dict[str, Any]:
    """The first rows of a table as texts, and the number of all."""
    texts = frame.head(ROWS).map(lambda cell: say.number(words(cell)) if isinstance(cell, float) else str(cell))
    return {"table": texts, "count": len(frame)}
