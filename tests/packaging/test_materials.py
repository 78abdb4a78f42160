"""Notebooks and experiments reach those who install the package."""

from pathlib import Path

import pytest

from jitagents.errors import InputError
from jitagents.materials import KINDS, copy_materials, materials_directory


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
