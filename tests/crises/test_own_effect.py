"""An effect of a user's own, in a package of the user's own: stated in YAML, announced, and found as a cause."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

import jitagents
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.crises import EFFECTS, Distribution, Effect, Shock, Uniform
from jitagents.errors import InputError
from jitagents.network import Network, listed
from jitagents.results.crisis_words import described
from jitagents.results.effect_words import effect_in_words
from jitagents.results.units import Units
from jitagents.trust import TRUST
from tests.crises.conftest import diary

PACKAGE = "customs_of_test"
EFFECT = '''
"""Effects at our borders."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.crises.effects import CARRYING, LANES, Effect, EffectHandler, Wording
from jitagents.parameters import Number, param


class CustomsHandler(EffectHandler):
    """Lengthens the lead time of inspected goods."""

    def apply(self, severity, day):
        lanes = self.disruption.lanes
        factor = 1.0 + lanes.at(severity) * (np.asarray(self.effect.factor) - 1.0)
        self.today.raise_to("lead_time_factor", lanes.rows, factor)

    def delays(self):
        return float(np.max(self.effect.factor)), 0


@dataclass(frozen=True)
class CustomsInspection(Effect):
    """Goods are inspected at the border: their lead time is multiplied."""

    handler: ClassVar[type[EffectHandler]] = CustomsHandler
    causes: ClassVar[frozenset[str]] = frozenset({CARRYING})
    table: ClassVar[str] = LANES
    words: ClassVar[Wording] = Wording("waits", "wait", "{factor} times as long at the border")
    factor: Number = param(3.0, "", "by which the lead time is multiplied at full severity", low=1)

    def missing_lanes(self, disruption, state):
        return disruption.lanes
'''
CRISIS = f"""# Customs inspections: goods from abroad take longer.
inspections:
  _target_: jitagents.crises.Shock
  target:
    seller: {{region: abroad}}
  what:
    _target_: {PACKAGE}.effects.CustomsInspection
    factor: 4
  start: 5
  duration: 6
"""
TARGET = {"seller": {"region": "abroad"}}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of the effect, with the crisis in its configuration."""
    folder = tmp_path / PACKAGE
    (folder / "conf" / "crisis").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "effects.py").write_text(EFFECT)
    (folder / "conf" / "crisis" / "customs.yaml").write_text(CRISIS)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def border() -> Network:
    """A shop that buys from a mill abroad, two days away."""
    agents = [
        {"name": "mill", "kind": "supplier", "item": "flour", "lead_time": 0, "stock": 0, "region": "abroad"},
        {"name": "shop", "kind": "buyer", "item": "flour", "demand": 10, "region": "home"},
    ]
    lanes = [{"seller": "mill", "buyer": "shop", "lead_time": 2}]
    return listed(name="border", agents=agents, lanes=lanes, whole=False)


def own_effect(**parameters: Any) -> Any:
    return importlib.import_module(f"{PACKAGE}.effects").CustomsInspection(**parameters)


@pytest.mark.usefixtures("package")
def test_its_handler_acts_on_the_targeted_lanes() -> None:
    shock = Shock(TARGET, own_effect(factor=2.0), start=3, duration=2)
    found = diary(border(), 8, shock, ordering=Jit())
    assert found("mill-shop", "arrived") == [10, 10, 10, 10, 0, 0, 20, 20]


@pytest.mark.usefixtures("package")
def test_its_loss_is_announced() -> None:
    shock = Shock(TARGET, own_effect(), start=4, duration=6, warning=2)
    model = jitagents.SupplyModel(border(), crisis={"inspections": shock}, demand=Constant(), ordering=Jit())
    shop, announced = int(model.layout.row_of[1]), []
    for _ in range(4):
        model.step()
        days = model.disruptions.warnings.days
        assert days is not None
        announced.append(float(days[shop, 0]))
    assert announced == [0.0, 6.0, 6.0, 6.0]


def told(effect: Effect, severity: float | Distribution = 1.0, many: bool = False) -> str:
    """A disruption with the effect in words."""
    return effect_in_words(Shock(TARGET, effect, severity), many, None, Units())


@pytest.mark.usefixtures("package")
def test_it_is_told_in_the_words_of_its_class() -> None:
    assert told(own_effect()) == "waits 3 times as long at the border"
    assert told(own_effect(factor=2.5), 0.5, many=True) == "wait 2.5 times as long at the border"


@pytest.mark.usefixtures("package")
def test_without_words_it_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(own_effect()), "words", None)
    assert told(own_effect()) == "is affected by customs inspection"
    assert told(own_effect(), 0.25, many=True) == "are affected by customs inspection, at a severity of 25 %"
    assert told(own_effect(), Uniform(0.2, 0.6)) == "is affected by customs inspection, at a severity of about 40 %"


@pytest.mark.parametrize("kind", EFFECTS.values(), ids=EFFECTS)
def test_every_effect_of_ours_has_words_of_its_own(kind: type[Effect]) -> None:
    for severity in (1.0, 0.5, max(kind.least, -0.5)):
        for many in (False, True):
            text = told(kind(), severity, many)
            assert "affected by" not in text
            assert not {"{", "−"} & set(text)


def test_it_is_stated_in_yaml_and_found_as_a_cause(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = ["crisis=customs", "days=20", "warmup=5", "replications=2", "workers=1", "demand=constant"]
    with pytest.raises(InputError, match="is not of a trusted package"):
        jitagents.load("single", stated, network=border(), config_dir=package / "conf").run(progress=False)
    monkeypatch.setenv(TRUST, PACKAGE)
    results = jitagents.load("single", stated, network=border(), config_dir=package / "conf").run(progress=False)
    (line,) = described(results.config["crisis"], {}, [], Units())
    assert line.startswith("inspections: all lanes from agents of region abroad wait 4 times as long at the border")
    shortage = results.why("shop", 12)
    late = [leaf for leaf in shortage.leaves() if leaf.disruption]
    assert {(leaf.kind, leaf.who, leaf.disruption) for leaf in late} == {("way", "mill", "inspections from day 5")}
    assert sum(leaf.amount for leaf in late) >= shortage.amount > 0, "stock covers a part of it"
