"""Every sentence of findings against its table, on studies of every kind."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from jitagents import load
from jitagents.formatting import percent, words
from jitagents.results import Results
from jitagents.results.final_loss import waits
from jitagents.results.findings import findings
from jitagents.results.judgement import may_judge
from tests.results.recomputed import check

type Study = Callable[..., Results]

FOUR = ("jit", "kanban", "safety_stock", "hybrid")
SWEPT = tuple(f"crisis.outage.duration={days}" for days in (5, 10, 20))
PLANE = tuple(f"crisis.outage.duration={days}, ordering.cover={cover}" for days in (5, 10) for cover in (0, 1, 2))
DRAWN: list[dict[str, Any]] = [
    {}, {"variants": ("jit",)}, {"variants": ("jit", "hybrid")}, {"variants": ("a", "b")},
    {"variants": tuple("abcdefg")}, {"replications": 1}, {"replications": 1, "variants": ("jit",)}, {"length": 1},
    {"length": 1, "variants": ("jit",)}, {"length": 5}, {"crisis": False}, {"crisis": False, "variants": ("jit",)},
    {"crisis": False, "variants": ("jit", "kanban")}, {"levels": SWEPT, "variants": ("jit", "hybrid")},
    {"levels": PLANE, "variants": ("jit", "hybrid")}, {"levels": ("one", "two"), "variants": ("jit", "hybrid")},
    {"levels": SWEPT, "crisis": False}, {"levels": SWEPT, "replications": 1, "variants": ("jit",)},
]  # fmt: skip
SMALL = ("days=60", "warmup=20", "workers=1")
TWO = 'variants={jit: ["ordering=jit"], kanban: ["ordering=kanban"]}'
OUTAGE = ("crisis.outage.start=20", "crisis.outage.duration=8")
POINT = "{{crisis.outage.duration: {}, ordering.cover: {}}}"
RUN: dict[str, tuple[str, ...]] = {
    "crisis": ("network=two_suppliers", "ordering=base_stock", *OUTAGE),
    "calm": ("network=two_suppliers", "ordering=base_stock", "crisis=none"),
    "variants": ("network=serial", TWO, *OUTAGE),
    "calm variants": ("network=serial", TWO, "crisis=none"),
    "backorder": ("network=serial", "serving=backorder", "ordering=base_stock", *OUTAGE),
    "one replication": ("network=serial", "ordering=base_stock", "replications=1", *OUTAGE),
    "constant demand": ("network=serial", "demand=constant", "ordering=base_stock", *OUTAGE),
    "no loss": ("network=serial", "ordering=safety_stock", "crisis.outage.start=20", "crisis.outage.duration=1"),
    "surge": ("network=serial", "ordering=base_stock", "crisis=demand_surge", "crisis.surge.start=20"),
    "collapse": ("network=beer_game", "ordering=kanban", *OUTAGE),
    "collapse in calm": ("network=beer_game", "ordering=kanban", "crisis=none"),
    "sweep": ("network=two_suppliers", "ordering=base_stock", *OUTAGE, "levels={crisis.outage.duration: [5, 10, 20]}"),
    "calm sweep": ("network=serial", "ordering=base_stock", "crisis=none", "levels={ordering.cover: [0, 1, 3]}"),
    "two keys": (
        "network=serial", "ordering=base_stock", *OUTAGE,
        "levels={crisis.outage.duration: [3, 9], ordering.cover: [1, 3]}",
    ),
    "names": (
        "network=two_suppliers", "ordering=base_stock", *OUTAGE, "levels={crisis.outage.target.name: [cheap, dear]}",
        "measures=[output_lost, cost]",
    ),
    "names and numbers": (
        "network=two_suppliers", "ordering=base_stock", *OUTAGE,
        "levels={crisis.outage.target.name: [cheap, dear], crisis.outage.duration: [4, 9]}",
    ),
    "no factorial": (
        "network=two_suppliers", "ordering=base_stock", *OUTAGE,
        f"levels=[{', '.join(POINT.format(*one) for one in ((3, 1.5), (5, 0.5), (8, 2.5), (12, 1)))}]",
    ),
    "too few levels": (
        "network=two_suppliers", "ordering=base_stock", *OUTAGE,
        f"levels=[{POINT.format(3, 1.5)}, {POINT.format(5, 0.5)}]",
    ),
    "few measures": ("network=two_suppliers", "ordering=base_stock", *OUTAGE, "measures=[output_lost, cost]"),
    "parts of the cost": (
        "network=serial", TWO, "measures=all", *OUTAGE,
    ),
    "fractions": ("network=serial", "network.whole=false", "ordering=base_stock", *OUTAGE),
}  # fmt: skip


@cache
def ran(name: str) -> Results:
    return load("single", ["replications=6", *SMALL, *RUN[name]]).run(progress=False)


@pytest.mark.parametrize("case", DRAWN, ids=str)
def test_every_sentence_of_a_drawn_study_holds(study: Study, case: dict[str, Any]) -> None:
    results = study(**{"replications": 8, "agents": 8, "days": 80} | case)
    found = findings(results)
    assert len(found) >= 3
    for finding in found:
        check(results, finding)


@pytest.mark.parametrize("name", RUN)
def test_every_sentence_of_a_study_that_is_run_holds(name: str) -> None:
    results = ran(name)
    found = findings(results)
    for finding in found:
        check(results, finding)
        assert finding.text.endswith(".")
        assert not re.search(r"nan|None|loses −|[^.]\. [A-Z]|by −|  ", finding.text), finding.text


@pytest.mark.parametrize("change", [-300.0, 0.0, 300.0])
def test_a_loss_that_is_a_gain_is_said_as_one(study: Study, change: float) -> None:
    results = study(variants=("a", "b", "c"), agents=8, replications=8)
    table = results.replications
    network, own = table["scope"] == "network", table["variant"] == "b"
    table.loc[network & own, "output_lost.crisis"] = change * (1 + table["replication"] % 3 / 10)
    found = findings(results)
    for finding in found:
        check(results, finding)
    loss = found[0].text
    assert ("b delivers " in loss) == (change < 0)
    assert ("b loses none" in loss) == (change == 0)
    assert "the least, " not in loss or change > 0
    assert "−" not in loss


def test_no_variant_that_does_not_serve_calm_demand_is_compared() -> None:
    first, *others = ran("collapse").findings()
    assert re.match(
        r"kanban \(fill rate .* %, backlog grows\) does not serve even the calm demand: no comparison", first
    )
    assert not any("lose" in text for text in others)
    results = ran("collapse")
    assert not may_judge(results)
    assert "tradeoff" not in results.figures()
    figure = results.plot.tradeoff()
    assert figure.get_suptitle() == "Cost a week against output late or lost"
    assert not any(text.get_text().startswith("better") for text in figure.axes[0].texts)


def test_demand_that_is_the_crisis_is_no_loss() -> None:
    said = ran("surge").findings()
    assert said[0].startswith("The crisis changes demand itself")
    assert any("the fill rate is" in text for text in said)
    assert not any(" loses " in text or " loss " in text for text in said[1:])


@pytest.mark.parametrize("kind", ["collapse", "surge"])
def test_no_picture_tells_of_a_loss_where_nothing_may_be_judged(kind: str) -> None:
    results = ran(kind)
    assert not may_judge(results)
    assert not {"tradeoff", "fan", "heat"} & {*results.figures()}
    drawn = {
        "daily": "Output day by day",
        "fan": f"Output {'late or lost' if waits(results) else 'lost'} day by day",
        "network": f"The network: {len(results.agents)} agents by tier",
    }
    for name, title in drawn.items():
        figure = getattr(results.plot, name)()
        assert figure.get_suptitle().replace("week", "day") == title
        assert not any("lost" in axis.get_title() for axis in figure.axes)


def test_a_sweep_is_told_by_its_slope() -> None:
    said = ran("sweep").findings()
    assert re.search(r"Along duration, output lost rises by .* from 5 to 20 at every step .* for each unit", said[0])
    assert not any("the first of" in text for text in said)
    both = ran("two keys").findings()
    assert [text.split(",")[0] for text in both[:2]] == ["Along duration", "Along cover"]
    assert "output lost is largest for dear" in ran("names").findings()[0]


def test_few_measures_make_few_words() -> None:
    said = ran("few measures").findings()
    assert len(said) == 2
    assert "measured:" not in " ".join(said)


def test_the_dearer_part_is_named_where_it_was_measured() -> None:
    said = [text for text in ran("parts of the cost").findings() if "although it holds less stock" in text]
    assert said
    assert "its lost sale costs are" in said[0]


def test_without_chance_one_replication_is_exact() -> None:
    calm = ran("collapse in calm").findings()
    assert "There is no chance in this study: all replications are equal, and one is exact" in calm[-1]
    alone = load("beer_game", ["replications=1", "workers=1", "days=20"]).run(progress=False)
    assert alone.findings()[-1].startswith("There is no chance in this study: one is exact")
    assert "run more before you conclude" in ran("one replication").findings()[-1]


def test_every_number_of_a_ranking_stands_in_its_table() -> None:
    levels = "levels={crisis.outage.target.name: [stage_2, stage_3, stage_4]}"
    results = load("single", ["replications=6", *SMALL, "network=serial", *OUTAGE, levels]).run(progress=False)
    table, agree = results.ranking(), results.rank_correlations()
    known = {f"{number}" for number in range(len(table) + 1)} | {"6", "95 %"}
    for column in ("loss", "first_loss", "last_loss"):
        ends = table[[column, f"{column}_low", f"{column}_high"]].to_numpy(dtype=float)
        known |= {words(*row).removesuffix(" ± 0") for row in ends}
    known |= {words(*row).removesuffix(" ± 0") for row in agree[["rho", "rho_low", "rho_high"]].to_numpy(dtype=float)}
    known |= {percent(float(share)) for share in table["not_recovered"]}
    for text in results.findings():
        left = re.sub(r"stage_\d", "", text)
        for said in sorted(known, key=len, reverse=True):
            left = re.sub(rf"(?<![\d.,−]){re.escape(said)}(?![\d.,]*\d)", "", left)
        assert not re.search(r"\d", left), (left, text)
    assert table.sort_values("loss", ascending=False)["name"].iloc[0] in results.findings()[0]


def with_loss(results: Results, name: str, loss: float, spread: float = 0.1) -> None:
    """Give a variant another loss, in every replication about as much."""
    table = results.replications
    mine = (table["scope"] == "network") & (table["variant"] == name)
    table.loc[mine, "output_lost.crisis"] = loss * (1 + spread * (table["replication"] % 3 - 1))


@pytest.mark.parametrize("other", [100.0, 100.5])
def test_a_tie_for_the_least_names_all_of_it(study: Study, other: float) -> None:
    results = study(variants=("jit", "kanban", "hybrid", "stock"), agents=8, replications=9)
    for name, loss in {"jit": 100.0, "hybrid": other, "kanban": 700.0, "stock": 400.0}.items():
        with_loss(results, name, loss, spread=0.1 if name != "hybrid" or other == 100.0 else 0.3)
    found = findings(results)
    for finding in found:
        check(results, finding)
    assert "kanban loses the most output" in found[0].text
    assert re.search("no clear least: (jit and hybrid|hybrid and jit) lose about as much, 100", found[0].text)
    assert "loses the least" not in found[0].text


def test_a_clear_least_is_named(study: Study) -> None:
    results = study(variants=("jit", "kanban", "hybrid"), agents=8, replications=9)
    for name, loss in {"jit": 100.0, "hybrid": 300.0, "kanban": 700.0}.items():
        with_loss(results, name, loss)
    assert "jit loses the least" in findings(results)[0].text


@pytest.mark.parametrize("loss", [0.0, 100.0])
def test_long_lists_of_names_are_cut(study: Study, loss: float) -> None:
    results = study(variants=tuple(f"variant_{number}" for number in range(40)), agents=6, replications=3, days=30)
    for name in results.variants[:39]:
        with_loss(results, name, loss, spread=0.0)
    with_loss(results, results.variants[39], 200.0)
    for finding in findings(results):
        check(results, finding)
        assert finding.text.count("variant_") < 12, finding.text
        assert len(finding.text) < 900
    cut = r"variant_\d+, variant_\d+, variant_\d+ and 3[56] more lose"
    assert re.search(cut, findings(results)[0].text), findings(results)[0].text
