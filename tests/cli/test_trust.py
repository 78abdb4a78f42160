"""A configuration may build what trusted packages define, and cannot make itself trusted."""

from pathlib import Path

import pytest

from jitagents.trust import TRUST
from tests.cli.conftest import MAIN, SMALL, Call

MODULE = '''
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.ordering import Ordering
from jitagents.parameters import param


@dataclass(frozen=True)
class MinMax(Ordering):
    """Min-max policy (s, S)."""

    reorder: float = param(10.0, "units", "reorder point s", low=0)
    level: float = param(30.0, "units", "order-up-to level S", low=0)

    def opening(self, plan):
        return self.level * np.ones_like(plan.rate)

    def __call__(self, seen, memory):
        return np.where(seen.position < self.reorder, np.maximum(self.level - seen.position, 0.0), 0.0)
'''
INLINE = ("ordering._target_=mine_of_test.MinMax", "~ordering.cover", "ordering.level=60")


@pytest.fixture
def mine(home: Path) -> Path:
    """A user's module and configuration."""
    (home / "mine_of_test.py").write_text(MODULE)
    (home / "conf" / "ordering").mkdir(parents=True)
    (home / "conf" / "ordering" / "min_max.yaml").write_text("_target_: mine_of_test.MinMax\nreorder: 20\nlevel: 60\n")
    return home


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("flag", [("--trust", "mine_of_test"), ("--trust=mine_of_test",)])
def test_a_behaviour_of_a_user_inline(flag: tuple[str, ...], call: Call, mine: Path) -> None:
    told = call(*MAIN, *flag, *INLINE, "hydra.run.dir=out")
    assert told.code == 0, told.err
    assert "min_max" in told.out


@pytest.mark.usefixtures("undrawn")
def test_a_behaviour_of_a_user_as_a_variant_in_processes(call: Call, mine: Path) -> None:
    variants = 'variants={jit: ["ordering=jit"], mine: ["ordering=min_max", "ordering.level=70"]}'
    told = call("--trust", "mine_of_test", "--config-dir", "conf", *MAIN, variants, "workers=2", "hydra.run.dir=out")
    assert told.code == 0, told.err
    assert "jit, mine" in told.out


@pytest.mark.usefixtures("undrawn")
def test_trust_from_the_environment(call: Call, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, "other, mine_of_test")
    assert call(*MAIN, *INLINE, "hydra.run.dir=out").code == 0


def test_no_trust_no_code(call: Call, mine: Path) -> None:
    (mine / "mine_of_test.py").write_text("raise SystemExit('was imported')")
    told = call(*MAIN, *INLINE)
    assert told.code == 2
    assert "not of a trusted package (jitagents)" in told.err


def test_a_configuration_cannot_trust_itself(call: Call, mine: Path) -> None:
    (mine / "conf" / "study").mkdir()
    (mine / "conf" / "study" / "sly.yaml").write_text(
        f"# @package _global_\nstudy: sly\nhydra:\n  job:\n    env_set: {{{TRUST}: mine_of_test}}\n"
    )
    told = call("--config-dir", "conf", *SMALL, "study=sly", *INLINE)
    assert told.code == 2
    assert "a configuration file cannot set what is Hydra's own" in told.err
