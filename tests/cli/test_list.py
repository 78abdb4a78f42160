"""`jitagents --list`: what there is to choose from."""

from pathlib import Path

import pytest

from jitagents.config_directory import conf_directory, groups
from tests.cli.conftest import Call


def test_all_groups_with_a_line_for_each_choice(call: Call) -> None:
    told = call("--list")
    assert told.code == 0
    assert not told.err
    for group in groups():
        assert f"{group}=\n" in told.out
    choices = [path.stem for path in conf_directory().glob("*/*.yaml")]
    assert len(choices) > 40
    assert all(f"  {choice} " in told.out for choice in choices)
    assert "Just-in-time: order what was consumed today" in told.out
    assert "+validation=" in told.out, "no study has one by itself"


@pytest.mark.parametrize("asked", [("--list", "ordering"), ("--list=ordering",)])
def test_one_group(asked: tuple[str, ...], call: Call) -> None:
    told = call(*asked)
    assert told.code == 0
    assert told.out.startswith("ordering=\n")
    assert "demand=" not in told.out


def test_choices_of_the_user(call: Call, home: Path) -> None:
    (home / "mine" / "ordering").mkdir(parents=True)
    (home / "mine" / "ordering" / "my_rule.yaml").write_text("# What I do.\n_target_: mine.Rule\n")
    (home / "mine" / "mood").mkdir()
    (home / "mine" / "mood" / "good.yaml").write_text("value: 1\n")
    told = call("--config-dir", "mine", "--list")
    assert told.code == 0
    assert "my_rule" in told.out
    assert "What I do." in told.out
    assert "+mood=\n" in told.out
    assert "base_stock" in told.out


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (("--list", "orderin"), "did you mean 'ordering'?"),
        (("--list", "--config-dir", "nowhere"), "--config-dir nowhere: there is no such directory"),
        (("--list", "ordering", "replications=2"), "unrecognized arguments: replications=2"),
    ],
)
def test_bad_input(asked: tuple[str, ...], hint: str, call: Call) -> None:
    told = call(*asked)
    assert told.code == 2
    assert not told.out
    assert hint in told.err
