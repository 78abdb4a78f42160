"""The README names every choice, measure and column that there is, and none that there is not."""

import re
from pathlib import Path

import pytest

from jitagents.accounting.measures import MEASURES
from jitagents.config import conf_directory
from jitagents.network.columns import AGENTS, CARRIERS, LANES

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """The cells of the rows of a table, found by its head."""
    lines = README[README.index(head) :].splitlines()[2:]
    rows = lines[: next(number for number, line in enumerate([*lines, ""]) if not line.startswith("|"))]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def words(cell: str) -> set[str]:
    """The names in a cell: what stands in brackets explains."""
    told = re.sub(r"\([^)]*\)|around another|and its parts", "", cell)
    return {name.strip() for name in re.split("[,:;]", told)} - {""}


def test_the_table_of_choices() -> None:
    listed = {name.strip("` "): words(choices) for name, choices in table("| stage | choices |")}
    there = {folder.name: {path.stem for path in folder.glob("*.yaml")} for folder in conf_directory().iterdir()}
    assert listed == {name: there[name] for name in listed}
    assert set(listed) == {name for name, choices in there.items() if choices} - {"study", "validation", "experiment"}


def test_the_table_of_measures() -> None:
    listed = [words(names) for _, names in table("| theme | measures |")]
    assert set().union(*listed) == set(MEASURES)
    assert sum(map(len, listed)) == len(MEASURES)


@pytest.mark.parametrize(("place", "columns"), [("agents", AGENTS), ("lanes", LANES), ("carriers", CARRIERS)])
def test_the_tables_of_columns(place: str, columns: dict[str, object]) -> None:
    here = README[README.index(f"`{place}.csv`") :]
    rows = [line.split("|")[1].strip(" `") for line in here.split("\n\n")[1].splitlines()[2:]]
    assert set(rows) == set(columns)
