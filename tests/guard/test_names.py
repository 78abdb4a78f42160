"""Names and directories that a configuration states: each part of a path is one that can be shown and kept."""

from pathlib import Path

import pytest

from jitagents.guard import fault_of_folder, fault_of_name


@pytest.mark.parametrize("name", ["jit", "just in time", "Köln", "نمی\u200cشود", "a" * 100, "v1.2"])
def test_a_name(name: str) -> None:
    assert fault_of_name(name) is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (5, "must be a name, not '5'"),
        ("  ", "must be a name"),
        ("a" * 101, "has 101 letters; 100 are allowed"),
        ("a\x1b[2J", "signs that cannot be printed"),
        ("a\u202eb", "signs that cannot be printed"),
        ("../a", "cannot be a part of a path"),
        ("a\\b", "cannot be a part of a path"),
        (".hidden", "cannot be a part of a path"),
    ],
)
def test_a_name_that_cannot_be(name: object, fault: str) -> None:
    assert fault in str(fault_of_name(name))


def test_a_directory(tmp_path: Path) -> None:
    assert fault_of_folder(tmp_path) is fault_of_folder(f"file://{tmp_path}") is None


@pytest.mark.parametrize("folder", ["pkg://os", "${oc.env:HOME}", "a\nb"])
def test_what_is_read_as_something_else_is_no_directory(folder: str) -> None:
    assert "give a directory with configurations" in str(fault_of_folder(folder))


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    assert str(fault_of_folder(tmp_path / "lost")).endswith("there is no such directory")
