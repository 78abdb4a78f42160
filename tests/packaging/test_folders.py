"""The folders of tests: one for each package, and themes that CONTRIBUTING explains."""

import pkgutil
import re
from pathlib import Path

import pytest

import jitagents

TESTS = Path(__file__).resolve().parents[1]
MODULES = {module.name: module.ispkg for module in pkgutil.iter_modules(jitagents.__path__)}
TEXT = (TESTS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", [name for name, is_package in MODULES.items() if is_package])
def test_a_package_has_its_folder(package: str) -> None:
    assert any((TESTS / package).rglob("test_*.py")), f"tests of jitagents.{package} belong into tests/{package}"


def test_every_other_folder_is_a_theme() -> None:
    folders = {path.name for path in TESTS.iterdir() if any(path.rglob("test_*.py"))}
    table = TEXT[TEXT.index("| folder | content |") :].partition("\n\n")[0]
    assert folders - {*MODULES} == {*re.findall(r"^\| `([a-z]+)`", table, re.MULTILINE)}


def test_every_other_file_is_of_a_module() -> None:
    assert {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")} <= {*MODULES}
