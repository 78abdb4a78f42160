"""Notebooks and experiments reach those who install the package."""

import json
from pathlib import Path

import pytest

from jitagents.errors import InputError
from jitagents.materials import KINDS, copy_materials, materials_directory
from tests.notebooks.pairs import notebook


def test_all_that_there_is_is_copied(tmp_path: Path) -> None:
    copies = {path.relative_to(tmp_path / "class") for path in copy_materials(tmp_path / "class")}
    there = {
        Path(kind) / path.relative_to(materials_directory(kind))
        for kind in KINDS
        for path in materials_directory(kind).rglob("*")
        if path.is_file() and path.suffix in (".ipynb", ".md", ".csv", ".png")
    }
    assert Path("notebooks/chip_shortage.ipynb") in there
    assert there - {path for path in there if ".ipynb_checkpoints" in path.parts} <= copies


def test_nothing_of_the_users_is_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "notebooks" / "chip_shortage.ipynb"
    mine.parent.mkdir()
    mine.write_text("my answers")
    with pytest.raises(InputError, match="is there already"):
        copy_materials(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "my answers"


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        copy_materials(tmp_path / "file" / "below")


@pytest.fixture(scope="module")
def of_a_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Materials without the solutions."""
    folder = tmp_path_factory.mktemp("class")
    copy_materials(folder, solutions=False)
    return folder / "notebooks"


def sources(path: Path, *, solutions: bool) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if ("solution" in cell["metadata"].get("tags", [])) is solutions]


def test_a_class_gets_no_solution_and_all_else(of_a_class: Path) -> None:
    home = materials_directory("notebooks")
    for theirs in sorted(of_a_class.glob("*.ipynb")):
        ours, script = home / theirs.name, theirs.with_suffix(".py").read_text(encoding="utf-8")
        assert sources(theirs, solutions=True) == []
        kept = [cell for cell in sources(theirs, solutions=False) if cell != "# Your answer"]
        assert kept == sources(ours, solutions=False)
        for answer in sources(ours, solutions=True):
            assert answer.splitlines()[0] not in script
    assert sources(home / "line_of_four.ipynb", solutions=True)


def test_the_place_of_a_solution_is_an_empty_cell(of_a_class: Path) -> None:
    for name in ("two_fires.ipynb", "two_fires.py"):
        text = (of_a_class / name).read_text(encoding="utf-8")
        assert text.count("# Your answer") == 1
        assert text.index("Exercise") < text.index("# Your answer") < text.index("What this is not")


def test_a_script_without_solutions_is_the_twin_of_its_notebook(of_a_class: Path) -> None:
    for script in of_a_class.glob("*.py"):
        stripped = [" ".join(cell["source"]) for cell in notebook(script)["cells"]]
        cells = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))["cells"]
        assert stripped == [" ".join(cell["source"]) for cell in cells]
