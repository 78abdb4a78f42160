"""The reference of behaviours: every one has its page and, unless it needs something of the user's, its picture."""

from dataclasses import dataclass

import numpy as np
import pytest

from jitagents.behaviours.ordering import Jit
from jitagents.parameters import Number, param
from jitagents.reference import Entry, described, entries, picture, stages
from jitagents.reference.responses import RESPONSES


def entry(stage: str, name: str) -> Entry:
    return next(one for one in entries(stage) if one.name == name)


def test_every_stage_has_entries_and_a_response() -> None:
    assert list(stages()) == list(RESPONSES)
    assert all(entries(stage) for stage in stages())


def test_a_page_says_all_that_the_class_says() -> None:
    page = described(entry("ordering", "Kanban"))
    assert page.startswith("### Kanban\n\nKanban: a full container stands for each card")
    assert "```\norder = container x free cards" in page
    assert "| `safety` | 0.15 |  | from 0 | safety factor of the formula |" in page
    assert "| `container` | none | units | from 1e-06 |" in page
    assert "Source: Monden 1983; Hopp & Spearman 2011, ch. 4." in page
    assert page.endswith("On the command line: `ordering=kanban`")
    assert "Formula:" not in page
    assert "| `batches` | many |  | one or many |" in described(entry("ordering", "ReorderPoint"))
    assert "| `file` | must be given |" in described(entry("demand", "Replay"))
    assert "| `rule` | BaseStock |" in described(entry("ordering", "LotMultiples"))


@dataclass(frozen=True)
class Mine(Jit):
    """A rule of mine."""

    extra: Number = param(2.0, "units", "more than what was consumed", low=0, high=9)


def test_behaviours_of_the_user_are_there_too() -> None:
    mine = entry("ordering", "Mine")
    assert mine.choice == mine.formula == mine.source == ""
    assert "| `extra` | 2 | units | from 0 up to 9 | more than what was consumed |" in described(mine)


@pytest.mark.parametrize("stage", list(RESPONSES))
def test_a_picture_of_each_stage(stage: str) -> None:
    ours = [one for one in entries(stage) if one.choice]  # other tests have rules of their own
    drawn = picture(ours[-1] if stage != "ordering" else entry(stage, "MinMax"))
    assert drawn is not None
    panels = drawn.get_axes()
    assert len(panels) == (1 if stage == "demand" else 2)
    assert all(len(panel.get_lines()) >= 2 for panel in panels)
    assert all(np.size(line.get_ydata()) == 60 for panel in panels for line in panel.get_lines())
    assert np.asarray(panels[0].get_lines()[0].get_ydata(), dtype=float).max() > 0


def test_what_needs_a_file_of_the_user_has_no_picture() -> None:
    assert picture(entry("demand", "Replay")) is None
