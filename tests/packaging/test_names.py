"""The package's own names: what a user, an editor or another tool looks for first."""

import subprocess
import sys
from importlib.metadata import version

from hydra.utils import get_method

import jitagents
from jitagents import network


def test_public_names() -> None:
    assert jitagents.__version__ == version("jitagents")
    assert {"load", "SupplyModel", "Results", "network", "crises", "behaviours", "__version__"} <= {*dir(jitagents)}
    for name in dir(jitagents):
        assert getattr(jitagents, name) is not None or name == "__doc__"


def test_a_fresh_interpreter_finds_the_parts_and_the_command() -> None:
    told = "import jitagents; print(jitagents.network.serial(stages=2).name, jitagents.__version__)"
    fresh = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert fresh.stdout.split() == ["serial", "2", jitagents.__version__]
    command = subprocess.run(
        [sys.executable, "-m", "jitagents", "--version"], capture_output=True, text=True, check=True
    )
    assert command.stdout.startswith(f"jitagents {jitagents.__version__}, mesa ")
    assert "hydra-core" in command.stdout


def test_builders_are_found_by_the_name_that_they_give() -> None:
    """Tools such as hydra-zen write down module and name; behind the name of each stands a module, too."""
    for build in (network.serial, network.listed, network.layered, network.tables, network.willems):
        assert get_method(f"{build.__module__}.{build.__qualname__}") is build
