"""The past that worlds have in common before a crisis: simulated once, to the same last bit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from jitagents.agents import Buyer
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.scenario.sweep import Sweep
from jitagents.studies import chunks, common_past
from jitagents.studies.chunks import Chunk
from jitagents.study import load
from tests.studies.conftest import ROOT, small

CRISES = sorted(path.stem for path in (ROOT / "conf" / "crisis").glob("*.yaml") if path.stem != "none")
ALL = ("measures=all", "daily=all", "scopes=[network,tiers,agents,lanes]", "loss_map=true", "days=26", "warmup=6")
NETWORKS = ("serial", "beer_game", "automotive", "two_suppliers", "panel", "near_or_far")
CHOICES = {
    "ordering": (
        "mrp", "kanban", "hybrid", "wip_cap", "base_stock", "prebuild", "echelon_base_stock", "ddmrp", "conwip",
        "levelled", "two_bin", "jis", "safety_stock",
    ),
    "information": ("maturity_1", "maturity_2", "maturity_3", "books", "delayed", "advance_orders"),
    "finance": ("ledger",),
    "sourcing": ("backup", "dual_index", "scored", "panel"),
    "transport": ("lognormal", "milk_runs", "truck_loads", "expediting"),
    "calendar": ("weekdays",),
    "relation": ("partner", "integrated"),
    "production": ("yield", "batches", "overtime", "product_wheel", "unreliable"),
    "serving": ("backorder", "goodwill"),
    "demand": ("seasonal", "auto_regressive", "lumpy"),
    "inspection": ("incoming", "containment"),
    "promise": ("2",),
    "costs": ("ownership",),
    "start": ("empty",),
}  # fmt: skip
LEVELS: dict[str, list[float | str]] = {
    "start": [6, 11], "duration": [2, 6], "severity": [0.4, 0.9], "warning": [2, 5], "mttr": [3, 5], "grace": [1, 9],
}  # fmt: skip
WHILE = (
    "+exemptions={first: {where: {role: source}, when: {during: crisis, lag: 1}, "
    "ordering: {_target_: jitagents.behaviours.ordering.Kanban}}}"
)


@contextmanager
def paying(cells: float) -> Iterator[list[int]]:
    """Share pasts that save so many rows x worlds x days; gives the days that were simulated for all at once."""
    found, simulate = list[int](), common_past.simulate_past

    def noted(*arguments: Any) -> int:
        found.append(simulate(*arguments))
        return found[-1]

    with patch.object(common_past, "PAYS", cells), patch.object(chunks, "simulate_past", noted):
        yield found


def days_in_common(chunk: Chunk) -> int:
    """The days that a chunk simulates for all its worlds at once; without them it finds the same to the last bit."""
    with paying(np.inf):
        alone = chunks.simulate(chunk)
    with paying(0) as days:
        shared = chunks.simulate(chunk)
    for name, frame in vars(alone).items():
        assert_frame_equal(_bits(getattr(shared, name)), _bits(frame))
    return days[0]


def _bits(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame, with the bits in the place of numbers."""
    return frame.map(lambda cell: np.asarray(cell).tobytes() if isinstance(cell, float | np.ndarray) else cell)


@st.composite
def _chunks(draw: st.DrawFn) -> Chunk:
    """A few short worlds under any crisis and other rules than usual, which may differ in the crisis or in a cost."""
    asked = [f"network={draw(st.sampled_from(NETWORKS))}", f"crisis={draw(st.sampled_from(CRISES))}"]
    others = draw(st.lists(st.sampled_from(sorted(CHOICES)), max_size=5, unique=True))
    asked += (f"{stage}={draw(st.sampled_from(CHOICES[stage]))}" for stage in others)
    try:
        study = load("single", [*asked, *([WHILE] if draw(st.booleans()) else []), *ALL])
    except InputError:  # rules that do not go together
        assume(False)
    crisis = {name: node for name, node in study.config["crisis"].items() if isinstance(node, dict)}
    for node in crisis.values():
        if "start" in node:
            node["start"] = draw(st.sampled_from([5, 8, 14]))
        if node["_target_"].endswith(".Shock"):
            node["warning"] = draw(st.sampled_from([0, 0, 3]))
    swept = [f"crisis.{name}.{key}" for name, node in crisis.items() for key in LEVELS.keys() & node.keys()]
    keys = draw(st.lists(st.sampled_from([*sorted(swept), "costs.order"]), max_size=2, unique=True))
    levels: dict[str, list[float | str]] = {key: LEVELS.get(key.rpartition(".")[2], [0, 1]) for key in keys}
    (variant, config), count = next(iter(study.configs.items())), draw(st.integers(1, 3))
    return Chunk(0, variant, {**config, "crisis": crisis}, Sweep.of(levels), 0, count)


@settings(max_examples=20, phases=[Phase.generate])
@given(_chunks())
def test_the_results_are_the_same_to_the_last_bit(chunk: Chunk) -> None:
    try:
        days_in_common(chunk)
    except InputError:  # levels that a rule or an effect cannot have
        assume(False)


WARNED = ("+crisis.outage.warning=3", "ordering=prebuild")
HALF_DAYS = ("calendar=weekdays", "calendar.week=[1,1,1,1,.5,0,0]", "network.lead_time=3", "network.capacity=11")
IN_COMMON = {
    "until_the_first_day": ((), 9),
    "of_one_world": (("replications=1", "promise=2"), 9),
    "until_the_earliest_start": (("levels={crisis.outage.start: [9, 7]}",), 11),
    "until_the_announcement": (WARNED, 6),
    "until_the_earliest_announcement": ((*WARNED, "levels={crisis.outage.warning: [1, 4]}"), 5),
    "of_each_level": (("levels={ordering.cover: [1, 2]}",), 9),
    "of_all_targets": (("levels={crisis.outage.target.name: [stage_2, stage_3]}",), 9),
    "of_all_days": (("crisis.outage.start=50",), 35),
    "of_the_warm_up": (("crisis=recurrent_outages",), 5),
    "of_days_of_rest": (("crisis=demand_surge", "crisis.surge.start=9", *HALF_DAYS), 13),
}  # fmt: skip


@pytest.mark.parametrize("case", IN_COMMON)
def test_the_past_ends_on_the_day_before_anything_is_known(case: str) -> None:
    asked, days = IN_COMMON[case]
    assert days_in_common(small(*asked, *ALL[:4]).chunks()[0]) == days


def test_worlds_in_common_are_simulated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calm world of each replication before the crisis, which begins on the tenth day; then those of all levels."""
    worlds, step = list[int](), SupplyModel.step

    def counted(model: SupplyModel) -> None:
        worlds.append(model.worlds.count)
        step(model)

    monkeypatch.setattr(SupplyModel, "step", counted)
    with paying(0):
        chunks.simulate(small("levels={crisis.outage.duration: [2, 4, 6]}").chunks()[0])
    assert worlds == [4] * 9 + [4 + 3 * 4] * 26


LOST = (
    "crisis=lane_closure", "crisis.closure.start=9",
    "+crisis.closure.what={_target_: jitagents.crises.Lane, goods: lost}",
)  # fmt: skip
APART = {
    "without_a_crisis": ("crisis=none",),
    "announced_at_some": (*WARNED, "levels={crisis.outage.warning: [0, 3]}"),
    "goods_lost_elsewhere": (*LOST, "levels={crisis.closure.target.seller: [stage_2, stage_3]}"),
    "records_of_another_age": ("crisis=system_outage", "levels={crisis.system_outage.start: [9, 7]}"),
    "a_target_that_fits_nobody": ("crisis=bad_batch", "levels={crisis.batch.target.name: [stage_2, stage_4]}"),
}  # fmt: skip


@pytest.mark.parametrize("case", APART)
def test_what_levels_prepare_for_in_other_ways_has_no_past_in_common(case: str) -> None:
    assert days_in_common(small(*APART[case], *ALL[:4]).chunks()[0]) == 0


class Moody(Buyer):
    """Keeps a state that nobody knows of."""

    days = 0

    def decide(self) -> None:
        super().decide()
        self.days += 1
        self.order = self.order + self.days


def test_code_of_the_user_may_keep_a_state() -> None:
    study = small().with_rule(Moody)
    assert [days_in_common(chunk) for chunk in study.chunks()] == [9, 0]


def test_a_past_that_saves_little_is_not_simulated_apart() -> None:
    chunk = small().chunks()[0]
    with paying(common_past.PAYS) as days:
        chunks.simulate(chunk)
    assert days == [0]
