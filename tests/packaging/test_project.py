"""The project's own files agree with each other."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

import jitagents
from jitagents.config_directory import conf_directory

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_no_lock_file_is_tracked() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-c", "safe.directory=*", "ls-files", "*.lock"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""


def test_python_version_is_one_that_the_project_requires() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    assert version in SpecifierSet(PROJECT["requires-python"])


def test_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[0] == PROJECT["version"]


def test_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert str(citation["version"]) == PROJECT["version"] == jitagents.__version__
    assert citation["license"] == PROJECT["license"]
    assert {*citation["keywords"]} == {*PROJECT["keywords"]}
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in PROJECT["authors"]]
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "type"} <= {*citation}


def test_configuration_of_a_checkout_is_found() -> None:
    assert conf_directory() == ROOT / "conf"


def test_every_configuration_says_first_what_it_is() -> None:
    files = sorted(conf_directory().rglob("*.yaml"))
    silent = [str(file.relative_to(ROOT)) for file in files if not first_line(file).startswith("# ")]
    assert files
    assert not silent, f"begin each with a comment line that says what it is: {silent}"


def first_line(file: Path) -> str:
    """The first line that is no directive to Hydra."""
    lines = (line for line in file.read_text().splitlines() if not line.startswith("# @"))
    return next(lines, "")
