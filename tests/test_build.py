"""Building from a configuration: what may be built, and what is said when it cannot be."""

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import jitagents
from jitagents.behaviours.ordering import Hybrid, Jit
from jitagents.build import build, named
from jitagents.errors import InputError
from jitagents.trust import TRUST, trusted_packages

FILES = {"file", "folder", "path", "workbook", "directory"}
"""Names of parameters that are files."""
JIT = "jitagents.behaviours.ordering.Jit"


@pytest.fixture
def user_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of a user's, not trusted yet."""
    module = ModuleType("module_of_user")
    exec("def twice(number, *, more=0, **rest): return 2 * number + more + len(rest)\nimport os", vars(module))
    monkeypatch.setitem(sys.modules, "module_of_user", module)
    monkeypatch.delenv(TRUST, raising=False)
    return module


def test_mappings_and_lists_are_gone_through() -> None:
    array = np.ones((1, 3))
    built = build({"a": [{"_target_": JIT, "cover": array}, 5], "b": {"c": None}}, "here")
    assert isinstance(built["a"][0], Jit)
    assert built["a"][0].cover is array
    assert built == {"a": [built["a"][0], 5], "b": {"c": None}}


def test_targets_within_targets() -> None:
    critical = {"_target_": "jitagents.behaviours.criticality.Criticality", "names": ["a"]}
    built = build({"_target_": "jitagents.behaviours.ordering.Hybrid", "criticality": critical}, "ordering")
    assert isinstance(built, Hybrid)
    assert list(built.criticality.names) == ["a"]


@pytest.mark.parametrize(
    "target",
    [
        "os.system", "builtins.open", "subprocess.run", "shutil.rmtree", "eval", "", "jitagents", ".Jit",
        "jitagents.study.os.system", "jitagents.studies.manifest.subprocess.run",
        "jitagents.studies.manifest.subprocess",
        "jitagents.build.import_module", "jitagents.build.build", "jitagents.cli.main", "jitagents.study.load",
        "jitagents.results.files.whole", "jitagents.network.write_tables", "jitagents.network.tables.Path",
        "jitagents.results.Results.save", "jitagents.studies.executors.Processes", "jitagents.behaviours.ordering.np",
        "jitagents.behaviours.ordering.Ordering", "jitagents.crises.Recovery", "jitagents.nowhere.Jit",
    ],
)  # fmt: skip
def test_what_may_not_be_built(target: str) -> None:
    with pytest.raises(InputError, match=r"^here\._target_: "):
        build({"_target_": target}, "here")


def test_every_fault_is_told_with_its_place() -> None:
    nodes = {"a": {"_target_": JIT, "covr": 1}, "b": [{"_target_": JIT, "cover": -1}, {"_target_": "os.system"}]}
    with pytest.raises(InputError) as caught:
        build(nodes, "here")
    unknown, negative, untrusted = caught.value.faults
    assert unknown.startswith("here.a.covr: ")
    assert "did you mean 'cover'?" in unknown
    assert negative.startswith("here.b[0]: Jit.cover = -1")
    assert untrusted.startswith("here.b[1]._target_: 'os.system'")


def test_missing_parameters_are_named() -> None:
    with pytest.raises(InputError, match=r"here\.lanes: missing; jitagents\.network\.tables needs it"):
        build({"_target_": "jitagents.network.tables", "agents": "a.csv"}, "here")


def test_an_object_without_parameters_points_to_other_choices() -> None:
    with pytest.raises(InputError, match=r"^finance\.tax: .*Finance has no parameters; another choice of finance may"):
        build({"_target_": "jitagents.finance.Finance", "tax": 0.3}, "finance")


def test_a_trusted_package_may_define_anything(user_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    node = {"_target_": "module_of_user.twice", "number": 4, "more": 1, "free": 0}
    with pytest.raises(InputError, match="not of a trusted package"):
        build(node, "here")
    monkeypatch.setenv(TRUST, " other , module_of_user,")
    assert trusted_packages() == ("jitagents", "other", "module_of_user")
    assert build(node, "here") == 10
    with pytest.raises(InputError, match=r"has no 'os' to build; allowed: twice"):
        build({"_target_": "module_of_user.os"}, "here")
    with pytest.raises(InputError, match="there is no module 'other'"):
        build({"_target_": "other.thing"}, "here")


def test_what_a_target_raises_is_told_with_its_place(user_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, "module_of_user")
    with pytest.raises(InputError, match=r"^here: module_of_user\.twice cannot be made of these parameters: "):
        build({"_target_": "module_of_user.twice", "number": None}, "here")


def test_nothing_is_imported_without_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "booby_trap.py").write_text("raise SystemExit('was imported')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(InputError, match="not of a trusted package"):
        build({"_target_": "booby_trap.anything"}, "here")


@pytest.mark.parametrize("key", ["_args_", "_partial_", "_recursive_", "_convert_"])
def test_hydras_own_keys_are_refused(key: str, user_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, "module_of_user")
    for target in (JIT, "module_of_user.twice"):
        with pytest.raises(InputError, match=rf"here\.{key}: not known here; of Hydra's own keys only _target_ is"):
            build({"_target_": target, "number": 1, key: True}, "here")


@pytest.mark.parametrize(
    "target", ["jitagents.scenario.setup._network", "jitagents.__main__.main", "jitagents..x", "jitagents.a\0b.c"]
)
def test_private_names_are_refused(target: str) -> None:
    with pytest.raises(InputError, match="is not the path of a class"):
        build({"_target_": target}, "here")


def test_nothing_of_ours_that_may_be_built_writes() -> None:
    found = set[str]()
    for module in pkgutil.walk_packages(jitagents.__path__, "jitagents."):
        for name, value in vars(importlib.import_module(module.name)).items():
            try:
                made = named(f"{module.name}.{name}", "here")
            except InputError:
                continue
            if FILES & {*inspect.signature(made).parameters}:
                found.add(getattr(value, "__name__", name))
    assert found == {
        "Bootstrap",
        "Replay",
        "Empirical",
        "Calendar",
        "CalendarTable",
        "PointFile",
        "willems",
    }  # they read them


def test_a_builder_of_networks_says_that_it_is_one() -> None:
    assert named("jitagents.network.tables", "here") is jitagents.network.tables
    with pytest.raises(InputError, match="has no 'from_graph' to build"):
        named("jitagents.network.from_graph", "here")
