"""What is installed from the wheel works without the checkout."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = os.environ.get("UV") or shutil.which("uv")
COLUMNS = (
    "variant,level,metric,scope,unit,calm,calm_low,calm_high,crisis,crisis_low,crisis_high,"
    "difference,difference_low,difference_high,replications"
)

pytestmark = pytest.mark.skipif(UV is None, reason="uv builds the wheel and its environment")


def run(*command: str | Path, where: Path) -> str:
    """Run a command away from the checkout and its environment; its output, or a failure that shows it."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(command, cwd=where, env=clean, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the sdist, and the wheel built from that sdist."""
    directory = tmp_path_factory.mktemp("dist")
    run(str(UV), "build", "--quiet", "--out-dir", directory, ROOT, where=directory)
    return directory


@pytest.fixture
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.mark.slow
def test_wheel_and_sdist_hold_all_that_the_package_needs(dist: Path, wheel: Path) -> None:
    sources = [*(ROOT / "jitagents").rglob("*"), *(ROOT / "conf").rglob("*")]
    sources += [*(ROOT / "notebooks").rglob("*.*"), *(ROOT / "experiments").rglob("*.*")]
    needed = {str(file.relative_to(ROOT)) for file in sources if file.is_file() and file.suffix != ".pyc"}
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        shipped = {name.partition("/")[2] for name in archive.getnames()}
    assert needed - shipped == set()
    outside = ("conf/", "notebooks/", "experiments/")
    installed = {f"jitagents/{name}" if name.startswith(outside) else name for name in needed}
    assert installed - set(ZipFile(wheel).namelist()) == set()


@pytest.mark.slow
def test_installed_wheel_runs_a_study_in_an_empty_directory(wheel: Path, tmp_path: Path) -> None:
    home, venv = tmp_path / "empty", tmp_path / "venv"
    home.mkdir()
    run(str(UV), "venv", "--quiet", "--python", sys.executable, venv, where=home)
    run(str(UV), "pip", "install", "--quiet", "--python", venv, wheel, where=home)
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    small = (
        "study=single",
        "network=serial",
        "replications=2",
        "days=40",
        "warmup=10",
        "workers=1",
        "hydra.run.dir=out",
    )
    run(scripts / "jitagents", *small, where=home)
    header, *rows = (home / "out" / "summary.csv").read_text().splitlines()
    assert header == COLUMNS
    assert rows
