"""Ready-made crises: each names its source, affects some agent on every network, and changes something there."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.config_directory import conf_directory
from jitagents.crises import Attenuation
from jitagents.errors import InputError
from jitagents.network import layered, listed, write_tables
from jitagents.scenario.setup import make_model
from jitagents.study import Study, load
from jitagents.worlds import Worlds

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT.parent / "shared" / "data" / "willems_2008_MSOM-06-038-R2.xlsx"
CRISES = sorted(path.stem for path in (conf_directory() / "crisis").glob("*.yaml") if path.stem != "none")
SMALL = {"layered": ["network.agents=24", "network.tiers=4"], "serial": ["network.stages=3"]}
DAYS, WARMUP = 75, 5
SOONER = {
    name: ["crisis.recurrent_outages.mtbf=20"]
    for name in ("recurrent_outages", "unreliable_suppliers", "frequent_outages")
}
OFTEN = ("automotive", "beer_game", "layered", "serial")
SELDOM = ("tables", "willems", "aisin_1997", "renesas_2021", "two_suppliers", "near_or_far", "panel", "one_warehouse")
"""Networks on which every crisis is tried, and those that take turns."""
PAIRS = [
    (crisis, network) for number, crisis in enumerate(CRISES) for network in (*OFTEN, SELDOM[number % len(SELDOM)])
]


@pytest.fixture(scope="module")
def needed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What some networks cannot do without."""
    paths = write_tables(layered(agents=18, tiers=3), tmp_path_factory.mktemp("own"))
    tables = [f"network.{path.stem}={path}" for path in paths]
    return SMALL | {"tables": tables, "willems": [f"network.workbook={WORKBOOK}"]}


def study(network: str, crisis: str, *overrides: str) -> Study:
    """A study with a ready-made crisis, of jit, in two worlds and their twins."""
    asked = [f"network={network}", f"crisis={crisis}", "ordering=jit", "replications=2", f"days={DAYS}", *overrides]
    return load("single", asked)


def first_difference(ready: Study) -> float:
    """The first measured day on which some stock point of a calm world is not what it is in its crisis.

    Or on which bad units escape there: they show where they arrive, which may take longer.
    """
    (config,) = ready.configs.values()
    worlds = Worlds(range(2), twins=True, entropy=1)
    model = make_model(config | {"warmup": WARMUP}, worlds)
    for day in range(1 - WARMUP, DAYS + 1):
        model.step()
        columns = [model.points[name] for name in ("stock", "owed", "on_order", "order")]
        columns += [model.making[name] for name in ("escaped",) if name in model.making]
        for column in columns:
            if not np.array_equal(column[:, worlds.calm], column[:, worlds.crisis]):
                return day
    return np.inf


@pytest.mark.parametrize(("crisis", "network"), PAIRS)
def test_it_affects_some_agent_and_changes_something(crisis: str, network: str, needed: dict[str, list[str]]) -> None:
    if network == "willems" and not WORKBOOK.is_file():
        pytest.skip("the workbook of Willems 2008 is not in ../shared/data")
    ready = study(network, crisis, *needed.get(network, []), *SOONER.get(crisis, []))
    assert ready.overview.targets
    assert ready.overview.window
    changed = first_difference(ready)
    assert changed >= ready.overview.window[0]
    assert np.isfinite(changed)


def test_no_network_is_left_out() -> None:
    there = {path.stem for path in (conf_directory() / "network").glob("*.yaml")}
    assert there == {network for _, network in PAIRS}


@pytest.mark.parametrize("crisis", CRISES)
def test_its_head_says_what_it_is_and_names_a_source(crisis: str) -> None:
    text = (conf_directory() / "crisis" / f"{crisis}.yaml").read_text(encoding="utf-8")
    lines = text.removeprefix("# @package _global_\n").splitlines()
    head = " ".join(line for line in lines[: next(n for n, line in enumerate(lines) if not line.startswith("#"))])
    assert lines[0].startswith("# ")
    assert lines[0].endswith(".")
    assert len(lines[0]) <= 120
    assert re.search(r"\b(19|20)\d\d\b", head), "no year of a source"


@pytest.mark.parametrize("crisis", ["supplier_bankruptcy", "cyber_attack", "earthquake"])
def test_all_shocks_of_a_crisis_hit_the_same_worst(crisis: str) -> None:
    """Each by itself might find another agent the worst."""
    ready = study("layered", crisis, *SMALL["layered"])
    assert len(ready.findings) == 2
    assert len({finding.name for finding in ready.findings.values()}) == 1


def test_what_only_follows_begins_no_crisis() -> None:
    ready = study("serial", "supplier_bankruptcy")
    assert ready.overview.targets == ["stage_4"]
    assert ready.overview.window == (60, DAYS)


def test_an_earthquake_is_weaker_further_away() -> None:
    """In Yokohama, 134 km from Hitachinaka; in Suzhou, 1,950 km, nothing is felt."""
    ready = study("automotive", "earthquake")
    assert set(ready.overview.targets) == {"chip_fab", "cable_asia", "engine_ecu_asia"}
    weights = Attenuation({"name": "chip_fab"}, length=100.0).weights(ready.network, "")[:, 0]
    by_name = dict(zip(ready.network.agents["name"], weights, strict=True))
    assert by_name["chip_fab"] == pytest.approx(1)
    assert by_name["cable_asia"] == pytest.approx(np.exp(-1.34), rel=0.02)
    assert by_name["boards_asia"] == 0


def test_agents_without_a_place_go_by_the_region_of_the_centre() -> None:
    agents: list[dict[str, Any]] = [
        {"name": "here", "kind": "supplier", "item": "x", "region": "north", "latitude": 10.0, "longitude": 20.0},
        {"name": "near", "kind": "supplier", "item": "x", "region": "south", "latitude": 10.0, "longitude": 20.0},
        {"name": "lost", "kind": "supplier", "item": "x", "region": "north"},
        {"name": "away", "kind": "buyer", "item": "x", "region": "south", "demand": 1},
    ]
    network = listed(name="four", agents=agents, lanes=[{"seller": a["name"], "buyer": "away"} for a in agents[:3]])
    by_region = Attenuation({"name": "here"}, unplaced="region")
    assert by_region.weights(network, "")[:, 0].tolist() == [1, 1, 1, 0]
    with pytest.raises(InputError, match="some agents of this network have no latitude or longitude"):
        Attenuation({"name": "here"}).weights(network, "")
    with pytest.raises(InputError, match="needs a centre that is an agent"):
        Attenuation(latitude=1.0, longitude=1.0, unplaced="region")
