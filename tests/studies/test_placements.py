"""Placements that are worked out before a study: budgets, paths of marginal gain, guaranteed service."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from jitagents.errors import InputError
from jitagents.results.buffer_path import BufferPath
from jitagents.studies.placement_trials import FIRST
from jitagents.study import Study, load
from jitagents.worlds import Worlds

CALM = (
    "network=serial", "network.value=[4,3,2,1]", "demand=constant", "crisis=none", "days=40", "warmup=5",
    "replications=2", "workers=1", "ordering.cover=0", "ordering.days=null",
)  # fmt: skip
CHAIN = (*(one for one in CALM if one != "crisis=none"), "crisis.outage.duration=10", "crisis.outage.start=5")
"""Stage 4 is out for ten days; between it and the market lie the flows into stages 1 to 3, the last the cheapest."""
MARGINAL = ("ordering=hybrid", "ordering/placement=marginal")


def chain(*overrides: str) -> Study:
    return load("single", [*MARGINAL, *(CALM if "crisis=none" in overrides else CHAIN), *overrides])


def found(study: Study) -> BufferPath:
    (route,) = study.routes.values()
    return route


def ordering(study: Study) -> Any:
    (config,) = study.configs.values()
    return config["ordering"]


@pytest.mark.parametrize(("money", "days"), [(100, 5), (140, 7), (50, 2.5)])
def test_in_a_chain_the_cheapest_flow_behind_the_outage_gets_all_of_it(money: float, days: float) -> None:
    """Loss = max(0, duration - sum of buffers), wherever they lie, so that the cheapest day of cover is the best."""
    study = chain(f"ordering.money={money}")
    (step,) = found(study).steps
    assert (step.label, step.days, step.money) == ("product at tier 2", pytest.approx(days), pytest.approx(money))
    assert step.loss.mean == pytest.approx(4 * 10 * (10 - days))
    assert found(study).bare.mean == pytest.approx(4 * 10 * 10)
    assert ordering(study)["placement"]["steps"] == [{"stage_3": pytest.approx(days)}]
    lost = study.run(progress=False).summary(["output_lost", "added_stock"], ["network"]).set_index("metric")
    assert lost.loc["output_lost", "crisis"] == pytest.approx(10 * (10 - days))
    assert lost.loc["added_stock", "calm"] == pytest.approx(money)


def test_the_search_ends_where_nothing_is_lost_any_more() -> None:
    (step,) = found(chain("ordering.money=1000")).steps
    assert step.days == pytest.approx(10)
    assert (step.loss.mean, step.loss.low, step.loss.high, step.loss.unit) == (0, 0, 0, "money")


def test_where_nothing_gains_all_that_is_bought_gets_the_same_days() -> None:
    study = chain("ordering.money=90", "crisis.outage.duration=0")
    assert found(study).steps == ()
    assert ordering(study)["placement"] == {"_target_": "jitagents.behaviours.placement.Uniform"}
    assert "no buffer that was tried gains anything" in str(found(study))


def test_a_path_is_the_same_again_and_part_of_what_a_study_is() -> None:
    study, again = chain("ordering.money=100"), chain("ordering.money=100")
    assert found(study) == found(again)
    assert study.hash == again.hash != chain("ordering.money=100", "ordering.placement.steps=[{stage_3: 4}]").hash


def test_a_path_is_in_the_manifest(tmp_path: Path) -> None:
    study = chain("ordering.money=100")
    study.run(tmp_path, progress=False)
    told = json.loads((tmp_path / "manifest.json").read_text())["routes"]["hybrid"]
    assert BufferPath.of(told) == found(study)


def test_a_path_is_not_found_in_the_worlds_that_measure_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set[int]()

    def recorded(replications: Sequence[int], *more: Any, **named: Any) -> Worlds:
        seen.update(replications)
        return Worlds(replications, *more, **named)

    monkeypatch.setattr("jitagents.studies.placement_trials.Worlds", recorded)
    assert found(chain("ordering.money=100")).tried > 1
    assert seen == {*range(FIRST, FIRST + 10)}


def test_the_loss_may_be_that_of_demand_noise_in_calm() -> None:
    """Without a crisis, all but the last stage can only gain by what lies with the customer, or right behind."""
    noise = "ordering.placement.steps.optimise.against=noise"
    route = found(chain("crisis=none", "demand=poisson", "ordering.money=40", noise))
    assert route.against == "noise"
    assert route.steps[-1].money == pytest.approx(40)
    losses = [route.bare.mean, *(step.loss.mean for step in route.steps)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0] / 2


def test_a_budget_may_be_a_share_of_the_stock_of_just_in_time() -> None:
    """Half a day of cover of ten units at 4 + 3 + 2 + 1 is worth 50."""
    asked = ["ordering=hybrid", *CHAIN, "ordering.cover=0.5", "ordering.money={share: 0.5}"]
    for placement in ("uniform", "critical"):
        study = load("single", [*asked, f"ordering/placement={placement}"])
        assert ordering(study)["money"] == pytest.approx(25)
        added = study.run(progress=False).summary(["added_stock"], ["network"])["calm"]
        assert added.item() == pytest.approx(25)


def test_guaranteed_service_puts_its_stock_into_the_configuration() -> None:
    """The customer covers three of the four days, the source its own: 4 x sqrt 3 + 1 is less than 4 x sqrt 4."""
    asked = ["ordering=hybrid", "ordering/placement=guaranteed_service", *CALM, "ordering.money=60", "demand=normal"]
    (step,) = ordering(load("single", [*asked, "network.demand_sd=5"]))["placement"]["steps"]
    assert step == {"stage_1": pytest.approx(0.5 * 3**0.5), "stage_4": pytest.approx(0.5)}
    with pytest.raises(InputError, match=r"guaranteed_service: nobody needs safety stock"):
        load("single", [*asked, "network.demand_sd=5", "ordering.placement.steps.guaranteed_service.within=9"])


def test_a_rule_within_a_rule_is_settled_too() -> None:
    inner = ["ordering=panic", "ordering@ordering.rule=hybrid", "ordering/placement@ordering.rule.placement=marginal"]
    own = [one.replace("ordering.", "ordering.rule.") for one in CHAIN]
    study = load("single", [*inner, *own, "ordering.rule.money=100", "ordering.patience=99"])
    assert ordering(study)["rule"]["placement"]["steps"] == [{"stage_3": pytest.approx(5)}]


def test_an_item_is_buffered_at_all_who_buy_it_and_a_kit_where_all_parts_fail(tmp_path: Path) -> None:
    """Two makers need the same chip; one product needs two parts, and both their makers are out at once."""
    study = assembly(tmp_path, "crisis.outage.target={name: chips}", "ordering.money=100")
    assert ordering(study)["placement"]["steps"] == [{"chip": pytest.approx(5)}]
    study = assembly(tmp_path, "crisis.outage.target={name: [left, right]}", "ordering.money=150")
    assert found(study).steps[0].label == "all parts of product"
    assert ordering(study)["placement"]["steps"] == [{"plant/a": pytest.approx(5), "plant/b": pytest.approx(5)}]


def test_flows_of_agents_with_a_rule_of_their_own_are_not_bought() -> None:
    """The cheapest flow belongs to a stage that is exempted, so that the next one gets all of the money."""
    exempted = "exemptions={own: {where: {name: stage_3}, ordering: {_target_: jitagents.behaviours.ordering.Jit}}}"
    study = chain("ordering.money=90", exempted)
    assert ordering(study)["placement"]["steps"] == [{"stage_2": pytest.approx(3)}]


def assembly(folder: Path, *overrides: str) -> Study:
    """Chips go into parts a and b, these into a product worth more than both."""
    (folder / "agents.csv").write_text(
        "name,kind,item,demand,value,lead_time\nmarket,buyer,product,10,9,\nplant,plant,product,,9,1\n"
        "left,plant,a,,1.5,1\nright,plant,b,,1.5,1\nchips,supplier,chip,,1,1\n"
    )
    (folder / "lanes.csv").write_text("seller,buyer\nplant,market\nleft,plant\nright,plant\nchips,left\nchips,right\n")
    tables = ["network=tables", *(f"network.{name}={folder / f'{name}.csv'}" for name in ("agents", "lanes"))]
    own = [one for one in CHAIN if not one.startswith("network")]
    return load("single", [*MARGINAL, *tables, *own, *overrides])


def recovering(folder: Path, *overrides: str) -> Study:
    """Two suppliers of chips, one plant with two inputs; times to recover 10, 6, 5 (not stated) and 3 days."""
    (folder / "agents.csv").write_text(
        "name,kind,item,demand,value,lead_time,ttr\nmarket,buyer,product,10,9,,\nplant,plant,product,,9,1,3\n"
        "left,plant,a,,1.5,1,6\nright,plant,b,,1.5,1,\nchips,supplier,chip,,1,1,10\n"
    )
    (folder / "lanes.csv").write_text(
        "seller,buyer,lead_time\nplant,market,2\nleft,plant,1\nright,plant,3\nchips,left,1\nchips,right,4\n"
    )
    tables = ["network=tables", *(f"network.{name}={folder / f'{name}.csv'}" for name in ("agents", "lanes"))]
    rule = ["ordering=hybrid", "ordering/placement=time_to_recover", "ordering.placement.steps.time_to_recover.ttr=5"]
    own = ["ordering.cover={buyer: 2, other: 0}", "ordering.criticality.lead_time=null", "ordering.days={ttr: 5}"]
    more = ["demand=constant", "serving=lost_sale", "days=60", "warmup=5", "replications=2", "workers=1"]
    crisis = ["crisis.outage.start=5", "crisis.outage.target={name: chips}"]
    return load("single", [*tables, *rule, *own, *more, *crisis, *overrides])


NEEDED = {"market": 3 - 2, "plant/a": 6 - 3, "plant/b": 5 - 3, "left/chip": 10 - 6, "right/chip": 10 - 5}
"""TTR less what lies downstream: two days at the market, and the buffers of the flows behind."""


def test_buffers_cover_what_an_outage_lasts_beyond_the_cover_downstream(tmp_path: Path) -> None:
    """No seller's outage of its time to recover is felt, and a day more costs a day of output."""
    outages = [
        (name, days)
        for name, ttr in (("chips", 10), ("left", 6), ("right", 5), ("plant", 3))
        for days in (ttr, ttr + 1)
    ]
    points = ", ".join(
        f"{{crisis.outage.target.name: {name}, crisis.outage.duration: {days}}}" for name, days in outages
    )
    study = recovering(tmp_path, f"levels=[{points}]")
    chosen = ordering(study)
    assert chosen["placement"]["steps"] == [pytest.approx(NEEDED)]
    assert (chosen["days"], chosen["money"]) == (None, pytest.approx(90 + 45 + 30 + 40 + 50))
    lost = study.run(progress=False).summary(["output_lost"], ["network"])
    assert lost["crisis"].tolist() == pytest.approx([0, 10] * 4)


def test_the_money_until_recovery_may_go_elsewhere_and_exempt_flows_have_none_of_it(tmp_path: Path) -> None:
    study = recovering(tmp_path, "ordering/placement=uniform", "~ordering.placement.steps")
    added = study.run(progress=False).summary(["added_stock"], ["network"])["calm"]
    assert added.item() == pytest.approx(255)
    own = "+exemptions={plants: {where: {name: left/chip}, ordering: {_target_: jitagents.behaviours.ordering.Jit}}}"
    (step,) = ordering(recovering(tmp_path, own))["placement"]["steps"]
    assert set(step) == {*NEEDED} - {"left/chip"}


@pytest.mark.parametrize("budget", [[], ["ordering.days=null", "ordering.money={share: 1}"]])
def test_the_worst_target_is_found_before_the_buffers(tmp_path: Path, budget: list[str]) -> None:
    """All outages cost as much here; that of the plant costs it first."""
    study = recovering(tmp_path, "crisis.outage.target={worst: {kind: [plant, supplier]}}", *budget)
    assert [finding.name for finding in study.findings.values()] == ["plant"]


def test_a_share_of_the_stock_of_just_in_time_with_cover_by_role(tmp_path: Path) -> None:
    """Two days of ten products at 9 are all that is held."""
    assert ordering(recovering(tmp_path, "ordering.days=null", "ordering.money={share: 0.5}"))["money"] == 90


def test_cover_that_outlasts_every_outage_leaves_nothing_to_buffer(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="on no critical flow an outage outlasts the stock downstream"):
        recovering(tmp_path, "ordering.cover={other: 10}")
    with pytest.raises(InputError, match="exactly one of the two budgets"):
        recovering(tmp_path, "ordering.money=5")


OPTIMISE = "ordering.placement.steps.optimise"
WRONG: Mapping[str, tuple[list[str], str]] = {
    "against": (["crisis=none"], r"optimise.against = 'crisis': there is no crisis in this study; allowed: noise"),
    "days": ([f"{OPTIMISE}.days=[1,0]"], r"optimise: Search.days = \[1, 0\]: must be a list of days"),
    "one replication": ([f"{OPTIMISE}.replications=1"], "Search.replications = 1: must be 2 or more"),
    "unknown": ([f"+{OPTIMISE}.reps=3"], "optimise.reps: .* did you mean 'replications'"),
    "way": (["ordering.placement.steps={optimize: {}}"], "did you mean 'optimise'"),
    "both": (["ordering.placement.steps={optimise: {}, guaranteed_service: {}}"], "one way to find them"),
    "share": (["ordering.money={shares: 1}"], r"money = \{'shares': 1\}: must be a number, or \{share: number\}"),
    "none": (["ordering.money=null"], "exactly one of the two budgets"),
    "name": (["ordering.placement.steps=[{stage_9: 1}]"], r"steps\[0\]: .*'stage_9'; did you mean 'stage_"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_worked_out_is_told_before_the_first_day(case: str) -> None:
    overrides, told = WRONG[case]
    with pytest.raises(InputError, match=told):
        chain("ordering.money=100", *overrides)


def test_what_is_wrong_with_all_variants_is_said_once() -> None:
    variants = 'variants={a: ["ordering=hybrid"], b: ["ordering=hybrid"]}'
    with pytest.raises(InputError) as caught:
        load("single", [variants, *CHAIN, "ordering.money={share: -1}"])
    assert len(caught.value.faults) == 1


def test_other_networks_than_trees_have_no_guaranteed_service() -> None:
    with pytest.raises(InputError, match="known for trees, and this network is none"):
        load("single", ["ordering=hybrid", "ordering/placement=guaranteed_service", "days=5", "crisis=none"])
