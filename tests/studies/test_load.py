"""Studies from Python: variants, what the user sets, defaults of networks, every choice of the configuration."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import jitagents
from jitagents.config import composed
from jitagents.config_directory import conf_directory, groups
from jitagents.study import load
from tests.studies.conftest import ROOT, SMALL, small

WORKBOOK = ROOT.parent / "shared" / "data" / "willems_2008_MSOM-06-038-R2.xlsx"
ELSEWHERE = ("validation", "experiment", "readiness", "executor")
"""Groups that are no part of a study, or have tests of their own."""
CHOICES = [
    (group, path.stem)
    for group in groups()
    if group not in ELSEWHERE
    for path in sorted((conf_directory() / group).glob("*.yaml"))
]
RANGED = [choice for group, choice in CHOICES if group == "design" and choice not in ("none", "file", "optuna")]
SEARCH = ("design.trials=2", "design.replications=1", "design.keep=1")
PLACEMENTS = [path.stem for path in sorted((conf_directory() / "ordering" / "placement").glob("*.yaml"))]


@pytest.mark.parametrize(("group", "choice"), CHOICES)
def test_every_choice_can_be_simulated(group: str, choice: str, shop: Mapping[str, str], tmp_path: Path) -> None:
    series = tmp_path / "series.csv"
    series.write_text("units,planned,actual,mode\n3,2024-03-01,2024-03-02,road\n8,2024-03-04,2024-03-04,road\n")
    points = tmp_path / "points.csv"
    points.write_text("ordering.cover\n1\n2\n")
    lanes, (head, *rows) = tmp_path / "lanes.csv", (tmp_path / "lanes.csv").read_text().split()
    lanes.write_text("\n".join([f"{head},mode,load", *(f"{row},road,9" for row in rows)]))
    tables = [f"{key}={value}" for key, value in shop.items()]
    needed = {
        ("network", "tables"): [one for one in tables if one != "network=tables"],
        ("transport", "truck_loads"): tables,
        ("transport", "empirical"): [*tables, f"transport.file={series}"],
        ("network", "willems"): [f"network.workbook={WORKBOOK}"],
        ("calendar", "file"): [
            f"calendar.file={series}",
            "calendar.day=planned",
            "calendar.start=2024-03-01",
            "calendar.beyond=week",
        ],
        **{("design", name): ["design.ranges={ordering.cover: [1, 3]}"] for name in RANGED},
        ("design", "optuna"): ["design.ranges={ordering.cover: [1, 3]}", *SEARCH],
        ("study", "optimise"): [*SEARCH],
        ("design", "file"): [f"design.file={points}"],
        ("demand", "replay"): [f"demand.file={series}", "demand.column=units"],
        ("demand", "bootstrap"): [f"demand.file={series}", "demand.column=units", "demand.block=2"],
    }
    base = ["days=5", "warmup=1", "replications=1", "workers=1"]
    line = ["network=serial", "network.demand_sd=4"]
    own = needed.get((group, choice), [])
    elsewhere = group == "network" or "network=tables" in own
    asked = [*base, *([] if elsewhere else line)]
    if choice == "willems" and not WORKBOOK.is_file():
        pytest.skip("the workbook of Willems 2008 is not in ../shared/data")
    of_study = base if choice == "beer_game" else [*base, *line]  # which brings the network that it is of
    study = load(choice, [*of_study, *own]) if group == "study" else load("single", [*asked, f"{group}={choice}", *own])
    assert len(study.run(progress=False).summary()) > 0


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_every_placement_can_be_simulated(placement: str) -> None:
    steps = ["ordering.placement.steps=[{stage_2: 1}]"] if placement == "path" else []
    study = small("ordering=hybrid", f"ordering/placement={placement}", "network.demand_sd=4", *steps)
    assert len(study.run(progress=False).summary()) > 0


def test_the_public_api(tmp_path: Path) -> None:
    asked = [*SMALL, "crisis=supplier_outage", "replications=2"]
    results = jitagents.load("jit_vs_hybrid", overrides=asked).run(tmp_path, progress=False)
    assert isinstance(results, jitagents.Results)
    assert results.variants == ["jit", "kanban", "mrp", "safety_stock", "hybrid"]
    assert set(results.compare("jit", "hybrid")["metric"]) >= {"output_lost", "cost"}
    assert {"calm", "crisis_10"} <= set(results.daily())
    assert list(results.summary().columns) == [
        "variant", "level", "metric", "scope", "unit", "calm", "calm_low", "calm_high",
        "crisis", "crisis_low", "crisis_high", "difference", "difference_low", "difference_high", "replications",
    ]  # fmt: skip
    again = jitagents.Results.open(tmp_path)
    assert again.manifest.targets == ["stage_4"]
    assert again.config["replications"] == 2


def test_a_choice_for_all_takes_the_place_of_the_variants() -> None:
    study = small("ordering=kanban", name="jit_vs_hybrid")
    assert list(study.configs) == ["kanban"]
    assert "takes the place of the variants" in study.notices[0]


def test_another_choice_goes_to_every_variant() -> None:
    study = small("sourcing=backup", name="jit_vs_hybrid")
    assert {config["sourcing"]["_target_"] for config in study.configs.values()} == {
        "jitagents.behaviours.sourcing.Backup"
    }


def test_a_parameter_goes_to_the_variants_that_have_it() -> None:
    study = small("ordering.cover=2", "ordering.z=1.5", name="jit_vs_hybrid")
    covers = {name: config["ordering"].get("cover") for name, config in study.configs.items()}
    assert covers == {"jit": 2, "kanban": None, "mrp": None, "safety_stock": None, "hybrid": 2}
    assert study.configs["safety_stock"]["ordering"]["z"] == 1.5
    assert len(study.notices) == 2
    assert "ordering.cover=2 is only for jit and hybrid" in study.notices[0]


def test_variants_are_replaced_or_dropped() -> None:
    assert list(small("variants={}", name="jit_vs_hybrid").configs) == ["jit"]
    study = small('variants={lean: ["ordering=jit", "ordering.cover=0"], fat: ["ordering=push"]}', name="jit_vs_hybrid")
    assert list(study.configs) == ["lean", "fat"]


def test_variants_may_differ_in_network() -> None:
    study = small('variants={short: ["network.stages=3"], long: ["network.stages=5"]}')
    assert len(study.network.agents) == 3
    results = study.run(progress=False)
    assert results.variants == ["short", "long"]


@pytest.mark.parametrize(
    ("network", "demand", "serving"),
    [("serial", "Poisson", "LostSale"), ("layered", "Poisson", "LostSale"), ("beer_game", "Step", "Backorder"),
     ("automotive", "NegativeBinomial", "Backorder"), ("willems", "Gamma", "LostSale")],
)  # fmt: skip
def test_a_network_brings_behaviours_that_suit_it(network: str, demand: str, serving: str) -> None:
    config = composed([f"network={network}"])
    assert config.demand._target_.endswith(demand)
    assert config.serving._target_.endswith(serving)
    asked = composed([f"network={network}", "demand=constant", "serving=partly_lost"])
    assert asked.demand._target_.endswith("Constant")
    assert asked.serving._target_.endswith("PartlyLost")


def test_a_network_without_deviations_of_demand_takes_poisson(shop: Mapping[str, str]) -> None:
    asked = [f"{key}={value}" for key, value in shop.items()]
    results = load("single", [*asked, "days=50", "warmup=5", "replications=2", "workers=1"]).run(progress=False)
    assert results.manifest.targets == ["mill"]


def test_the_beer_game_begins_at_once() -> None:
    assert composed(["network=beer_game"]).warmup == 0
    assert composed(["network=beer_game", "warmup=7"]).warmup == 7
    assert composed([]).warmup == 100


SHOCK = "{{_target_: jitagents.crises.Shock, target: {{tier: 1}}, start: {}, duration: 2}}"


def test_a_disruption_after_the_last_day_is_noted_beside_others_in_time() -> None:
    study = small(f"+crisis.late={SHOCK.format(31)}")
    assert study.notices[0].startswith("crisis late begins after the last measured day, 30: it never disrupts")
    assert study.overview.window == (5, 9)
    assert not small(f"+crisis.late={SHOCK.format(30)}").notices


@pytest.mark.parametrize("start", [31, 1000, 10**9])
def test_a_crisis_after_the_last_day_is_noted_as_a_whole(start: int) -> None:
    study = small(f"crisis.outage.start={start}", f"+crisis.late={SHOCK.format(31)}")
    assert study.notices[0].startswith("all of the crisis (outage, late) begins after the last measured day, 30")
    assert "calm and crisis are the same" in study.notices[0]
    assert study.overview.window is None
    results = study.run(progress=False)
    measured = results.replications["output_lost.crisis"]
    assert (measured[measured.notna()] == 0).all()


@pytest.mark.parametrize(
    "changes",
    [
        ("levels={crisis.outage.start: [400, 5]}",),
        ("crisis.outage.start={_target_: jitagents.crises.Uniform, low: 25, high: 400}",),
        ("crisis=none",),
    ],
)
def test_a_crisis_that_may_be_in_time_is_not_noted(changes: tuple[str, ...]) -> None:
    assert not small(*changes).notices


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (["ordering=safety_stock", "forecasting=perfect"], True),
        (["ordering=lot_multiples", "ordering@ordering.rule=safety_stock", "forecasting=perfect"], True),
        (["ordering=safety_stock"], False),
        (["ordering=base_stock", "forecasting=perfect"], False),
    ],
)
def test_a_safety_factor_without_errors_is_noted(overrides: list[str], told: bool) -> None:
    notices = small(
        *overrides, "levels={ordering.z: [0, 1]}" if "ordering=safety_stock" in overrides else "seed=1"
    ).notices
    assert any("ordering.z does nothing" in notice for notice in notices) == told


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (["ordering=jit", "information.master_data.lot_wrong=0.5"], True),
        (["ordering=jit", "levels={information.master_data.lot_wrong: [0, 0.5]}"], True),
        (["ordering=reorder_point", "information.master_data.lot_wrong=0.5"], False),
        (["ordering=lot_multiples", "ordering@ordering.rule=jit", "information.master_data.lot_wrong=0.5"], False),
        (["ordering=jit", "information.master_data.safety_wrong=0.5"], False),
        (["variants={a: [ordering=jit], b: [ordering=kanban]}", "information.master_data.lot_wrong=0.5"], False),
    ],
)
def test_wrong_lots_that_no_rule_has_are_noted(overrides: list[str], told: bool) -> None:
    notices = small("information=books", *overrides).notices
    assert any("lot_wrong does nothing" in notice for notice in notices) == told


def test_exemptions_change_some_agents_only() -> None:
    exempt = (
        "exemptions={up: {where: {name: stage_3}, ordering: {_target_: jitagents.behaviours.ordering.Jit, cover: 9}}}"
    )
    scopes = [f"agent:stage_{number}" for number in (1, 2, 3)]

    def stock(*overrides: str) -> list[float]:
        table = small(*overrides, "crisis=none").run(progress=False).summary(["stock_units"], scopes)
        return table.set_index("scope")["calm"].loc[scopes].tolist()

    plain, changed = stock(), stock(exempt)
    assert changed[2] > plain[2] + 50
    assert changed[:2] == pytest.approx(plain[:2], rel=0.2)


def test_the_day_of_a_switch_may_be_swept() -> None:
    """Ten days of cover more from day 10 or 20 on, or never: the longer it holds, the more stock there is."""
    jit = "{_target_: jitagents.behaviours.ordering.Jit, cover: 11}"
    exempt = f"exemptions={{up: {{where: {{name: stage_1}}, when: {{start: 10}}, ordering: {jit}}}}}"
    study = small(exempt, "ordering.cover=1", "levels={exemptions.up.when.start: [10, 20, 99]}", "days=30")
    table = study.run(progress=False).summary(["stock_units"], ["agent:stage_1"])
    assert table["calm"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("asked", "finance", "told"),
    [
        ("[debt,fill_rate]", "none", True),
        ("[debt]", "ledger", False),
        ("[fill_rate]", "none", False),
        ("all", "none", False),
    ],
)
def test_measures_of_money_without_a_ledger_of_firms_are_told(asked: str, finance: str, told: bool) -> None:
    study = load("single", ["network=serial", f"measures={asked}", f"finance={finance}"])
    assert any("no money is followed" in notice for notice in study.notices) == told
