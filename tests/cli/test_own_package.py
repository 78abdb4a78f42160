"""A package of a user's own: a behaviour with its YAML beside it, from the command line, from Python, and checked."""

import importlib
import sys
from pathlib import Path

import pandas as pd
import pytest

import jitagents
from jitagents.network import serial
from jitagents.testing import check_behaviour
from jitagents.trust import TRUST
from tests.cli.conftest import MAIN, Call, Told

RULE = '''
"""Rules of our plant."""

from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering import Ordering
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class HalfGap(Ordering):
    """Half-gap rule: order today's demand and a part of what is missing.

    Formula:
        order = max(0, demand + part x (target - position))

    Source:
        Our plant, 2024.
    """

    target: Number = param(60.0, "units", "wanted inventory position", low=0)
    part: Number = param(0.5, "", "of the gap that is closed in a day", low=0, high=1)

    def opening(self, plan: Plan) -> Array:
        return self.target * np.ones_like(plan.rate)

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return np.maximum(seen.demand + self.part * (self.target - seen.demand - seen.position), 0.0)
'''
YAML = """# Half-gap rule of our plant.
_target_: our_plant_of_test.rules.HalfGap
target: 80
part: 0.5
"""


@pytest.fixture
def package(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`our_plant_of_test` in the current directory, its configuration inside it."""
    folder = home / "our_plant_of_test"
    (folder / "conf" / "ordering").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "rules.py").write_text(RULE)
    (folder / "conf" / "ordering" / "half_gap.yaml").write_text(YAML)
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        monkeypatch.delitem(sys.modules, name)
    return folder


@pytest.mark.usefixtures("undrawn")
def test_from_the_command_line(package: Path, call: Call) -> None:
    trusted = ("--trust", package.name, "--config-dir", str(package / "conf"))
    told = call(*trusted, *MAIN, "ordering=half_gap", "ordering.part=0.8", "hydra.run.dir=out")
    assert told.code == 0, told.err
    assert "half_gap" in told.out
    swept = call(*trusted, *MAIN, "ordering=half_gap", "levels={ordering.target: [50, 90]}", "hydra.run.dir=swept")
    assert swept.code == 0, swept.err
    stock = pd.read_csv("swept/summary.csv").query("metric == 'stock_units' and scope == 'network'")["calm"].tolist()
    assert stock[0] < stock[1]
    listed = call("--list", "ordering", "--config-dir", str(package / "conf"))
    assert "Half-gap rule of our plant." in listed.out


def test_from_python(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setenv(TRUST, package.name)
    rule = importlib.import_module(f"{package.name}.rules").HalfGap
    check_behaviour(rule)
    check_behaviour(rule(target=30.0))
    model = jitagents.SupplyModel(serial(stages=2), worlds=3, ordering=rule(part=1.0))
    model.run_for(10)
    asked = ["network=serial", "replications=2", "days=20", "warmup=0", "crisis=none", "workers=1"]
    study = jitagents.load("single", [*asked, f"ordering._target_={package.name}.rules.HalfGap", "~ordering.cover"])
    results = study.run(progress=False)
    assert results.summary(["stock_units"], ["network"])["calm"].notna().all()


@pytest.mark.usefixtures("undrawn")
def test_a_rule_that_was_changed_does_not_go_on_in_the_same_directory(
    package: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(replications: int) -> Told:
        for name in [name for name in sys.modules if name.startswith(package.name)]:
            monkeypatch.delitem(sys.modules, name)
        importlib.invalidate_caches()
        trusted = ("--trust", package.name, "--config-dir", str(package / "conf"))
        return call(*trusted, *MAIN, "ordering=half_gap", f"replications={replications}", "hydra.run.dir=out")

    rules = package / "rules.py"
    assert run(2).code == 0
    rules.write_text(f"# A remark.\n{RULE}")
    assert run(3).code == 0
    rules.write_text(RULE.replace("seen.demand - seen.position", "1.0 - seen.position"))
    refused = run(4)
    assert refused.code == 2
    assert "our_plant_of_test.rules.HalfGap: it holds something else now" in " ".join(refused.err.split())
