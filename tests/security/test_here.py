"""Modules in the current directory: only a trusted package is imported from there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jitagents.build import build
from jitagents.errors import InputError
from jitagents.trust import TRUST, TrustedHere, look_here, not_from_here, safe_start
from tests.cli.conftest import SMALL, Call

LIBRARIES = ("yaml", "scipy", "numpy", "pandas", "socket", "selectors", "json", "hydra_plugins", "sitecustomize")
RULE = '''
from jitagents.behaviours.ordering import Jit


class Mine(Jit):
    """Just-in-time, as ours."""
'''


@pytest.fixture
def trapped(home: Path, mark: Path) -> Path:
    """A directory with modules called like libraries, each a trap, and a package of a user's."""
    trap = f"from pathlib import Path\nPath({str(mark)!r}).write_text(__file__)\nraise ImportError('a trap')\n"
    for name in LIBRARIES:
        (home / f"{name}.py").write_text(trap)
    (home / "hydra_plugins").mkdir()
    (home / "hydra_plugins" / "trap.py").write_text(trap)
    (home / "mine_here").mkdir()
    (home / "mine_here" / "__init__.py").write_text("")
    (home / "mine_here" / "rules.py").write_text(RULE)
    return home


@pytest.mark.slow
def test_by_the_program_with_processes(trapped: Path) -> None:
    program = Path(sys.executable).with_name("jitagents")
    if not program.exists():
        pytest.skip("the program is not installed beside this Python")
    words = [
        *SMALL[:4],
        "workers=2",
        "replications=4",
        "chunk=2",
        "study=single",
        "measures=[fill_rate]",
        "hydra.run.dir=out",
    ]
    chosen = ["ordering._target_=mine_here.rules.Mine", "--trust", "mine_here"]
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    told = subprocess.run([program, *words, *chosen], capture_output=True, text=True, env=surroundings, check=False)
    assert told.returncode == 0, told.stderr
    assert (trapped / "out" / "summary.csv").is_file()


def test_by_python(trapped: Path) -> None:
    script = trapped / "elsewhere"
    script.mkdir()
    (script / "script.py").write_text(
        "import jitagents, sys\n"
        f"words = {[*SMALL, 'ordering._target_=mine_here.rules.Mine']!r}\n"
        "if __name__ == '__main__':\n"
        "    jitagents.load('single', [*words, 'workers=2', 'replications=4', 'chunk=2']).run(progress=False)\n"
        "    assert 'mine_here.rules' in sys.modules\n"
    )
    told = subprocess.run(
        [sys.executable, script / "script.py"],
        capture_output=True, text=True, env=os.environ | {TRUST: "mine_here"}, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr


def test_as_a_module(trapped: Path) -> None:
    for name in ("typing", "signal", "argparse", "conf"):
        (trapped / f"{name}.py").write_text((trapped / "socket.py").read_text())
    surroundings = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    told = subprocess.run(
        [sys.executable, "-m", "jitagents", "--version"],
        capture_output=True, text=True, env=surroundings, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("jitagents ")


def test_only_what_is_trusted(trapped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = TrustedHere()
    monkeypatch.setenv(TRUST, "mine_here,colour_of_nowhere")
    assert finder.find_spec("mine_here", None) is not None
    for name in (*LIBRARIES, "colour_of_nowhere", "jitagents"):
        assert finder.find_spec(name, None) is None
    assert finder.find_spec("mine_here.rules", ["x"]) is None  # its parts are its own affair
    monkeypatch.delenv(TRUST)
    assert finder.find_spec("mine_here", None) is None


def test_what_is_installed_comes_first(trapped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, "yaml")
    monkeypatch.delitem(sys.modules, "yaml")
    look_here()
    look_here()
    assert sum(isinstance(finder, TrustedHere) for finder in sys.meta_path) == 1
    assert "site-packages" in str(__import__("yaml").__file__)


def test_a_trusted_package_that_needs_another(trapped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (trapped / "mine_here" / "more.py").write_text("import helper_of_mine\n")
    (trapped / "helper_of_mine.py").write_text("")
    monkeypatch.setenv(TRUST, "mine_here")
    with pytest.raises(InputError, match=r"helper_of_mine.*trust it too"):
        build({"_target_": "mine_here.more.Thing"}, "here")


def test_the_path_is_put_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["", str(home), "/else"])
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with not_from_here():
        assert sys.path == ["/else"]
    assert sys.path == ["", str(home), "/else"]
    monkeypatch.setenv("PYTHONPATH", str(home))
    with not_from_here():
        assert sys.path == ["", str(home), "/else"]
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    with safe_start():
        assert os.environ["PYTHONSAFEPATH"] == "1"
    assert "PYTHONSAFEPATH" not in os.environ


@pytest.mark.parametrize("name", ["", "a.b", "../x", "a,b", "-x", "a b"])
def test_what_is_no_package(name: str, call: Call) -> None:
    told = call("--trust", name, *SMALL)
    assert told.code == 2
    assert "--trust: the name of a package is needed" in told.err


@pytest.mark.skipif(os.name == "nt", reason="the marker is made by a shell")
def test_settings_of_figures(trapped: Path, mark: Path) -> None:
    (trapped / "matplotlibrc").write_text("text.usetex: True\ntext.latex.preamble: x\nanimation.ffmpeg_path: ./latex\n")
    (trapped / "latex").write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    (trapped / "latex").chmod(0o755)
    script = (
        "import matplotlib.figure; from jitagents.plots.style import RC, image, rc_context\n"
        "assert matplotlib.rcParams['text.usetex']\n"
        "with rc_context(RC):\n"
        "    figure = matplotlib.figure.Figure()\n"
        "    figure.text(0.5, 0.5, 'some text')\n"
        "    assert matplotlib.rcParams['animation.ffmpeg_path'] == 'ffmpeg'\n"
        "    image(figure)\n"
    )
    surroundings = os.environ | {"PATH": f"{trapped}{os.pathsep}{os.environ['PATH']}"}
    told = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=surroundings, check=False
    )
    assert told.returncode == 0, told.stderr
