"""Every published result is met, and each kind of mistake in the engine is noticed by one that is then missed."""

import inspect
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.base import Seen
from jitagents.behaviours.ordering import MinMax, Ordering, ReorderPoint
from jitagents.catalogue import choices
from jitagents.pipe import Pipe
from jitagents.studies.executors import InProcess
from jitagents.validation.execution import validate
from jitagents.validation.targets import KINDS, Target, chosen, targets
from jitagents.validation.verdicts import Verdict

SETUPS = list(dict.fromkeys(target.setup for target in targets()))


def quick(only: Sequence[Target]) -> list[Verdict]:
    """Verdicts on one batch, in this process."""
    return validate(only, 1, InProcess())


def missed(*setups: str) -> set[str]:
    """Names of the targets of some set-ups that are missed."""
    return {verdict.target.name for verdict in quick(chosen(setups)) if not verdict.passed}


@pytest.mark.parametrize("setup", SETUPS)
def test_every_target_is_met(setup: str) -> None:
    assert missed(setup) == set()


def test_every_setup_has_a_target_and_every_target_its_setup() -> None:
    assert sorted(SETUPS) == list(choices()["validation"])


def test_every_target_says_where_it_is_from() -> None:
    for target in targets():
        assert target.kind in KINDS, target.name
        assert target.source, target.name


def mutated(function: Any, old: str, new: str) -> Any:
    """A function with one piece of its text replaced."""
    text = textwrap.dedent(inspect.getsource(function))
    assert text.count(old) == 1, f"{old!r} should stand once in {function.__qualname__}"
    space: dict[str, Any] = dict(function.__globals__)
    exec(text.replace(old, new), space)
    return space[function.__name__]


@pytest.mark.parametrize(
    ("setup", "rule", "old", "new"),
    [
        ("min_max", MinMax, "+ ROUNDING", "- ROUNDING"),
        (
            "reorder_point",
            ReorderPoint,
            "np.floor(missing / np.asarray(self.batch) + ROUNDING) + 1.0",
            "np.ceil(missing / self.batch - ROUNDING)",
        ),
    ],
)
def test_a_reorder_point_that_must_be_undershot_is_noticed(
    setup: str, rule: type[Ordering], old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order at or below the reorder point, not only below it."""
    monkeypatch.setattr(rule, "__call__", mutated(rule.__call__, old, new))
    assert missed(setup)


@pytest.mark.parametrize("days", [1, -1])
@pytest.mark.parametrize(
    "setup", ["base_stock_normal_long", "base_stock_poisson", "clark_scarf", "shang_song", "lost_sales", "beer_game"]
)
def test_a_lead_time_off_by_a_day_is_noticed(days: int, setup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Pipe.__init__

    def shifted(self: Pipe, planned: np.ndarray, *rest: Any) -> None:
        original(self, np.where(planned > 0, planned + days, planned), *rest)

    monkeypatch.setattr(Pipe, "__init__", shifted)
    assert missed(setup)


@pytest.mark.parametrize("setup", ["base_stock_poisson", "bullwhip_smoothing", "clark_scarf"])
def test_a_rule_that_forgets_what_is_on_order_is_noticed(setup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seen, "position", property(lambda seen: seen.stock - seen.owed))
    assert missed(setup)
