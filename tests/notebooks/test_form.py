"""Every teaching notebook has the same form, and is the same in both of its files."""

import json
import re
from pathlib import Path

import pytest

from tests.notebooks.pairs import NOTEBOOKS, PICTURE, Cell, notebook, tags

LESSONS = {
    "beer_game_debrief", "books_and_truth", "chip_shortage", "forecast_is_wrong", "how_many_suppliers",
    "information_or_speed", "line_of_four", "lower_the_water", "near_or_far", "pandemic_in_two_waves",
    "pilot_measure_extend", "port_that_closes", "price_of_a_setup", "rule_in_ten_lines", "second_source_or_buffer",
    "two_fires", "which_flow_is_ready", "which_service",
}  # fmt: skip
ALL = sorted(NOTEBOOKS.glob("*.ipynb"))
TEACHING = [path for path in ALL if path.stem in LESSONS]
HEADINGS = ("A number first", "Run", "The surprise", "Why", "Exercise", "What this is not")
MOST_LINES = 10
"""Of a cell, besides imports and comments; the cell of the picture is folded away."""


def text(cell: Cell) -> str:
    return "".join(cell["source"])


def read(path: Path) -> list[Cell]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_both_files_of_a_notebook_agree(path: Path) -> None:
    ours, theirs = read(path), list(notebook(path.with_suffix(".py"))["cells"])
    outlines = [[(cell["cell_type"], text(cell), cell["metadata"]) for cell in cells] for cells in (ours, theirs)]
    assert outlines[0] == outlines[1], "write it again: python -m tests.notebooks.pairs"
    shown = [cell for cell in ours if cell.get("outputs") and PICTURE not in tags(cell)]
    assert not shown, "outputs are kept of pictures alone"


def test_every_lesson_is_in_the_syllabus() -> None:
    syllabus = "".join(text(cell) for cell in read(NOTEBOOKS / "index.ipynb"))
    linked = set(re.findall(r"(\w+)\.ipynb", syllabus))
    assert linked >= LESSONS
    assert linked <= {path.stem for path in ALL}
    assert {*map(int, re.findall(r"^\| (\d+) \|", syllabus, re.MULTILINE))} == {*range(1, 13)}
    for path in re.findall(r"\.\./(experiments/\S+\.md)", syllabus):
        assert (NOTEBOOKS.parent / path).is_file()


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_a_lesson_has_its_parts_in_their_order(path: Path) -> None:
    words = "\n".join(text(cell) for cell in read(path) if cell["cell_type"] == "markdown")
    assert re.match(r"# \S", words), "begins with its title"
    found = [heading for heading in re.findall(r"^## (.+)$", words, re.MULTILINE) if heading in HEADINGS]
    assert found == [*HEADINGS]


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_a_picture_stands_before_any_code(path: Path) -> None:
    story, picture, *_ = read(path)
    assert story["cell_type"] == "markdown"
    assert 3 <= len(text(story).splitlines()) <= 16
    assert PICTURE in tags(picture)
    assert picture["metadata"]["jupyter"] == {"source_hidden": True}
    assert any("image/png" in output["data"] for output in picture["outputs"])


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_a_number_is_written_down_and_compared(path: Path) -> None:
    cells = [cell for cell in read(path) if cell["cell_type"] == "code"]
    boxes = [number for number, cell in enumerate(cells) if "prediction" in tags(cell)]
    assert boxes
    for box in boxes:
        names = re.findall(r"^(prediction\w*) = None  # .+", text(cells[box]), re.MULTILINE)
        assert names
        later = "\n".join(text(cell) for cell in cells[box + 1 :])
        assert all(re.search(rf"\b{name}\b", later) for name in names), "compared after the run"


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_the_solution_is_a_cell_that_can_be_taken_out(path: Path) -> None:
    cells = read(path)
    solutions = [number for number, cell in enumerate(cells) if "solution" in tags(cell)]
    assert solutions
    assert any(cells[number]["cell_type"] == "code" for number in solutions), "the answer is worked out"
    assert not [cell for cell in cells[solutions[0] :] if cell["cell_type"] == "code" and "solution" not in tags(cell)]
    open_words = "\n".join(text(cell) for cell in cells if "solution" not in tags(cell))
    assert not re.search(r"<details>|[Ss]olution", open_words)


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_a_cell_has_ten_lines_of_code_at_most(path: Path) -> None:
    for cell in read(path):
        if cell["cell_type"] == "code" and PICTURE not in tags(cell):
            no_code = ("#", "import ", "from ", '"""')
            lines = [line for line in text(cell).splitlines() if line.strip() and not line.lstrip().startswith(no_code)]
            assert len(lines) <= MOST_LINES, text(cell)
