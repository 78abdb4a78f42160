"""What Hydra does for the command line, with our checks in between."""

import pickle
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from tests.cli.conftest import SMALL, Call

STUDY = "# @package _global_\nstudy: mine\nreplications: 2\n"


@pytest.fixture
def folders(home: Path) -> Path:
    """Two directories with a choice each."""
    for name in ("one", "two, b"):
        (home / name / "study").mkdir(parents=True)
        (home / name / "study" / f"{name[:3]}.yaml").write_text(STUDY.replace("mine", name[:3]))
    return home


@pytest.mark.parametrize("flag", ["--config-path", "-cp", "--config-name", "-cn", "--experimental-rerun"])
def test_flags_that_are_refused(flag: str, call: Call, home: Path) -> None:
    (home / "sly.pickle").write_bytes(pickle.dumps(OmegaConf.create({"hydra": {}})))
    told = call(flag, "sly.pickle", *SMALL)
    assert told.code == 2
    assert told.err.startswith("jitagents: --")
    assert "Traceback" not in told.err


def test_several_directories(call: Call, folders: Path) -> None:
    for study in ("one", "two"):
        told = call("--config-dir", "one", "-cd", "two, b", "--cfg", "job", f"study={study}")
        assert told.code == 0, told.err
        assert f"study: {study}" in told.out
    told = call("--config-dir", "one", "hydra.searchpath=['two, b']", "--cfg", "job", "study=two")
    assert "study: two" in told.out
    told = call("--config-dir", "none", "--config-dir", "pkg://os", "--cfg", "job")
    assert told.code == 2
    assert "--config-dir none: there is no such directory" in told.err
    assert "packages and references are not read" in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--help",), "Choices (group=choice;"),
        (("--hydra-help",), "Hydra"),
        (("--cfg", "hydra", "--package", "hydra.run"), "outputs/${study}"),
        (("--cfg", "job", "--resolve", "network=serial"), "stage_4"),
    ],
)
def test_what_is_shown(arguments: tuple[str, ...], words: str, call: Call) -> None:
    told = call(*arguments)
    assert told.code == 0, told.err
    assert words in told.out


def test_one_command_at_a_time(call: Call) -> None:
    told = call("--cfg", "job", "-m")
    assert told.code == 2
    assert "--multirun and --cfg: one of them at a time" in told.err


def test_completion(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_LINE", "jitagents ordering=kan")
    told = call("-sc", "query=bash")
    assert told.code == 0, told.err
    assert told.out.split() == ["ordering=kanban"]
    monkeypatch.setenv("COMP_LINE", "jitagents hydra.callbacks=1 ord")
    told = call("-sc", "query=bash")
    assert told.out == ""
    assert "Traceback" not in told.err


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("sweep", [("-m",), ("hydra.mode=MULTIRUN",)])
def test_jobs_of_a_sweep_know_the_directory(sweep: tuple[str, ...], call: Call, folders: Path) -> None:
    variants = "variants={a: ['demand=poisson'], b: ['demand=constant']}"
    told = call(*sweep, "--config-dir", "one", *SMALL, variants, "study=one", "seed=1,2", "hydra.sweep.dir=swept")
    assert told.code == 0, told.err
    assert sorted(path.parent.name for path in Path("swept").glob("*/summary.csv")) == ["0", "1"]


def test_a_list_of_a_stranger(call: Call, home: Path) -> None:
    (home / "odd" / "study").mkdir(parents=True)
    (home / "odd" / "study" / "red.yaml").write_text("# \x1b[31mred\n")
    (home / "odd" / "study" / "\x1b[31m.yaml").write_text("# name\n")
    (home / "odd" / "study" / "zero.yaml").symlink_to("/dev/zero")
    told = call("--list", "study", "--config-dir", "odd")
    assert told.code == 0, told.err
    assert "\x1b[31m" not in told.out
    assert "red" in told.out
