"""The public names of the package: those that a user, an editor or another tool looks for first."""

import pkgutil
import subprocess
import sys
from importlib.metadata import version

import pytest
from hydra.utils import get_method

import jitagents
from jitagents import network


def test_public_names() -> None:
    assert jitagents.__version__ == version("jitagents")
    public = {name for name in dir(jitagents) if not name.startswith("_")}
    assert {"load", "InputError", "Network", "Results", "Study", "SupplyModel", "Worlds"} <= public
    assert "__version__" in dir(jitagents)
    for name in dir(jitagents):
        assert getattr(jitagents, name) is not None or name == "__doc__"


def test_every_subpackage_is_public() -> None:
    internal = {"guard", "reading", "speed"}
    packages = {module.name for module in pkgutil.iter_modules(jitagents.__path__) if module.ispkg}
    assert packages - internal <= {*dir(jitagents)}


def test_nothing_but_the_public_names_and_subpackages_is_listed() -> None:
    modules = {module.name for module in pkgutil.iter_modules(jitagents.__path__)}
    public = {name for name in dir(jitagents) if not name.startswith("__")}
    assert public - modules == {*jitagents.__all__} - modules - {"__version__"}


def test_an_unknown_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lood'"):
        _ = jitagents.lood


def in_a_fresh_interpreter(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_a_fresh_interpreter_finds_subpackages() -> None:
    code = "import jitagents; print(jitagents.network.serial(stages=2).name, jitagents.__version__)"
    assert in_a_fresh_interpreter(code).split() == ["serial", "2", jitagents.__version__]
    code = "import jitagents; print(*(name for name in dir(jitagents) if not name.startswith('__')))"
    assert {*in_a_fresh_interpreter(code).split()} == {name for name in dir(jitagents) if not name.startswith("__")}


def test_the_package_is_a_command() -> None:
    command = subprocess.run(
        [sys.executable, "-m", "jitagents", "--version"], capture_output=True, text=True, check=True
    )
    assert command.stdout.startswith(f"jitagents {jitagents.__version__}, mesa ")
    assert "hydra-core" in command.stdout


def test_builders_are_found_by_the_name_that_they_give() -> None:
    """Tools such as hydra-zen write down module and name; behind the name of each stands a module, too."""
    for build in (network.serial, network.listed, network.layered, network.tables, network.willems):
        assert get_method(f"{build.__module__}.{build.__qualname__}") is build
