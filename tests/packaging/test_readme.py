"""The README: its tables are those of the code, and its code runs."""

import re
from pathlib import Path

import pytest
import yaml

import jitagents
from jitagents.accounting.measures import MEASURES
from jitagents.config_directory import conf_directory
from jitagents.crises import EFFECTS
from tests.packaging.readme_tables import README, STAGES, THEMES, generated, of_theme, themes, written
from tests.packaging.snippets import blocks, run

TEXT = README.read_text(encoding="utf-8")
REWRITE = "the README is stale: `python -m tests.packaging.readme_tables` writes its tables again"


def test_the_two_commands_come_first() -> None:
    first = TEXT[TEXT.index("```\n") :].splitlines()[1:3]
    assert first[0].startswith("pip install uv && uv run jitagents ")
    assert first[1].startswith("pip install uv && uv run --group test pytest ")


@pytest.mark.parametrize("name", generated())
def test_a_table_is_that_of_the_code(name: str) -> None:
    assert f"<!-- generated: {name} -->\n\n{generated()[name]}\n\n<!-- end -->" in TEXT, REWRITE


def test_tables_are_written_in_their_places() -> None:
    name, content = next(iter(generated().items()))
    stale = TEXT.replace(content, "an old table")
    assert stale != TEXT
    assert written(stale) == TEXT, f"{name}: {REWRITE}"


def test_every_group_of_choices_is_listed() -> None:
    groups = {folder.name for folder in conf_directory().iterdir() if folder.is_dir() and any(folder.glob("*.yaml"))}
    assert groups - {"study", "validation", "experiment", "readiness"} == set(STAGES)


def test_every_theme_of_measures_is_listed() -> None:
    assert themes() == set(THEMES)
    assert sum(len(of_theme(theme)) for theme in THEMES) == len(MEASURES)


def test_every_effect_is_named() -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith("| effects |"))
    assert set(re.findall(r"[a-z_]+", row)) >= set(EFFECTS)


def test_the_crisis_is_a_crisis(tmp_path: Path) -> None:
    (tmp_path / "crisis").mkdir()
    (tmp_path / "crisis" / "readme.yaml").write_text(blocks(TEXT, "yaml")[0])
    study = jitagents.load("single", ["crisis=readme"], config_dir=tmp_path)
    assert list(study.config["crisis"]) == ["fire"]


def test_the_exemptions_are_exemptions() -> None:
    """They select agents and lanes of the network of the main study, and behaviours that there are."""
    exemptions = yaml.safe_load(blocks(TEXT, "yaml")[1])["exemptions"]
    study = jitagents.load("jit_vs_hybrid", {"exemptions": exemptions, "replications": 1, "days": 1, "warmup": 0})
    assert list(study.run(progress=False).config["exemptions"]) == ["dealers", "sea", "pilot", "emergency"]


@pytest.mark.slow
def test_the_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small = '"replications=2", "days=100", "workers=1"'
    code = [block.replace('"replications=50"', small) for block in blocks(TEXT, "python")]
    assert len(code) == 4
    names = run(code, "readme")
    assert {path.name for path in tmp_path.iterdir()} == {"arrival.png", "why.png", "crisis.gif", "crisis.xlsx"}
    assert names["model"].clock.day == 100
