"""`load` inside a program or notebook that uses Hydra itself: the same study, and the other's Hydra as it was."""

import subprocess
import sys
import threading
from pathlib import Path

import hydra
import pytest
from hydra import compose, initialize_config_dir, version
from hydra.core.global_hydra import GlobalHydra
from omegaconf import DictConfig

import jitagents
from jitagents.errors import InputError

ASKED = ("network=serial", "days=20", "warmup=5", "crisis=none", "replications=2")


@pytest.fixture(scope="module")
def clean() -> str:
    """The study's hash in a process of its own."""
    script = f"import jitagents; print(jitagents.load('single', {list(ASKED)!r}).hash)"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A configuration of somebody else's, which has a group of the same name as one of ours."""
    (tmp_path / "ordering").mkdir()
    (tmp_path / "ordering" / "jit.yaml").write_text("speed: 3\n")
    (tmp_path / "config.yaml").write_text("defaults:\n  - _self_\n  - ordering: jit\nlr: 0.1\nstudy: theirs\n")
    return tmp_path


@pytest.mark.parametrize("base", ["1.2", "1.3"])
def test_in_a_notebook(base: str, theirs: Path, clean: str) -> None:
    with initialize_config_dir(str(theirs), version_base=base):
        before = GlobalHydra.instance().hydra
        for _ in range(2):
            assert jitagents.load("single", ASKED).hash == clean
        assert GlobalHydra.instance().hydra is before
        assert str(version.getbase()) == base
        assert compose("config", overrides=["lr=0.2"]) == {"lr": 0.2, "study": "theirs", "ordering": {"speed": 3}}
        assert jitagents.load("single", ASKED).hash == clean
    assert not GlobalHydra.instance().is_initialized()


def test_in_an_app(theirs: Path, clean: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list[tuple[float, str]]()

    @hydra.main(config_path=str(theirs), config_name="config", version_base="1.3")
    def app(config: DictConfig) -> None:
        found.append((config.lr, jitagents.load("single", ASKED).hash))

    words = ["-m", "lr=0.1,0.2", f"hydra.sweep.dir={theirs / 'swept'}", "hydra/job_logging=none"]
    monkeypatch.setattr(sys, "argv", ["app", *words, "hydra/hydra_logging=none"])
    app()
    assert found == [(0.1, clean), (0.2, clean)]


def test_in_two_threads(theirs: Path, clean: str) -> None:
    found = list[str]()
    with initialize_config_dir(str(theirs), version_base="1.2"):
        threads = [threading.Thread(target=lambda: found.append(jitagents.load("single", ASKED).hash)) for _ in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert compose("config").lr == 0.1
    assert found == [clean, clean]


@pytest.mark.parametrize("name", ["mine", "it's mine, [a=b]"])
def test_a_directory_with_choices(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = tmp_path / name / "ordering" / "lean.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text("_target_: jitagents.behaviours.ordering.Jit\ncover: 3\n")
    (rule.parent / "jit.yaml").write_text("_target_: jitagents.nowhere\n")
    variants = 'variants={a: ["ordering=lean"], b: ["ordering=jit"]}'
    study = jitagents.load("single", [*ASKED, variants], config_dir=tmp_path / name)
    assert study.configs["a"]["ordering"]["cover"] == 3
    assert study.configs["b"]["ordering"]["_target_"] == "jitagents.behaviours.ordering.Jit"  # what is ours stays ours
    monkeypatch.chdir(tmp_path)
    assert jitagents.load("single", [*ASKED, variants], config_dir=name).hash == study.hash
    with pytest.raises(InputError, match="there is no such directory"):
        jitagents.load("single", ASKED, config_dir="nowhere")
