"""Total cost of ownership of the sources of a study: against the closed form, its break-even, its figure."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from jitagents import Results, load
from jitagents.errors import InputError
from jitagents.ownership import Outage
from jitagents.plots.ownership import OwnershipFigure
from jitagents.results.ownership import NEEDED, ROWS
from jitagents.results.ownership_break_even import ratio
from jitagents.results.views.default import DefaultView

MEASURES = f"measures=[{', '.join(NEEDED)}, days_lost]"


def run(experiment: str, *overrides: str) -> Results:
    return load("single", overrides=[f"+{experiment}", *overrides]).run(progress=False)


@pytest.fixture(scope="module")
def calm() -> Results:
    """Without chance: each week's order of 700 leaves 300 on hand at the end of a day in the mean."""
    return run("validation=ownership", MEASURES, "labels={far: Far, shop: the shop}")


@pytest.fixture(scope="module")
def chance() -> Results:
    return run("experiment=near_or_far", "replications=12", "levels={crisis.closure.duration: [10, 30]}")


@pytest.mark.parametrize("source", ["far", "near"])
def test_without_chance_it_is_the_closed_form(source: str, calm: Results) -> None:
    """But for stock, which is counted at the end of the day: 300, where it is 350 all day long."""
    table = calm.tco(f"{source} -> shop", safety_factor=0).set_index("row")
    assert set(table["variant"]) == {source}
    assert [*table.index] == [*ROWS, "total", "a unit"]
    told = table["closed_form"].to_dict()
    told["stock"] *= 300 / 350
    told["total"] += told["stock"] - table.loc["stock", "closed_form"]
    told["a unit"] = told["total"] / 36_500
    assert table["simulated"].to_dict() == pytest.approx(told, rel=1e-9)


def test_the_closed_form_is_that_of_the_lane_and_the_costs(chance: Results) -> None:
    """The rows of the near source by hand; its lead time is drawn in whole days, and so spreads a little more."""
    table = chance.tco("near -> shop", safety_factor=2, stopped=20_000, outages=[Outage(0.5, 30)])
    told = table[table["variant"] == "near"].drop_duplicates("row").set_index("row")["closed_form"]
    hand = {
        "purchase": 3_358_000, "freight": 54_750, "duty": 0, "pipeline": 5_610, "quality": 18_250,
        "ordering": 60 * 365 / 7, "administration": 20_000,
    }  # fmt: skip
    assert told[list(hand)].to_dict() == pytest.approx(hand, rel=1e-9)
    assert told["stock"] == pytest.approx(8_181.25 + 6_742.38, rel=0.01)
    assert told["shortage"] == pytest.approx(2_554.06, rel=0.03)
    assert told["outages"] == pytest.approx(0.5 * (30 - 2.884) * 20_000, rel=0.01)
    assert told["total"] == pytest.approx(told[[*ROWS, "outages"]].sum())


def test_intervals_hold_what_costs_without_chance_say(chance: Results) -> None:
    table = chance.tco(safety_factor=2).set_index(["variant", "level", "row"])
    for name in ("quality", "freight", "pipeline"):
        rows = table.xs(name, level="row")
        error = (rows["simulated_high"] - rows["simulated_low"]) / 2 / stats.t.ppf(0.975, 11)
        assert (np.abs(rows["simulated"] - rows["closed_form"]) < 5 * error).all()
    assert {flow for _, flow in table.reset_index()[["variant", "flow"]].itertuples(index=False)} == {
        "far -> shop", "near -> shop",
    }  # fmt: skip


def test_without_a_safety_factor_the_closed_form_lacks_what_follows_from_it(calm: Results) -> None:
    table = calm.tco()
    unknown = table["row"].isin(["stock", "shortage", "total", "a unit"])
    assert (table["closed_form"].isna() == unknown).all()
    assert table["simulated"].notna().all()
    known = calm.tco(safety_factor=0.0)
    assert (table["closed_form"] == known["closed_form"])[~unknown].all()


def test_what_is_not_there_is_refused(calm: Results) -> None:
    with pytest.raises(InputError, match=r"flow: 'mill -> shop' is not in these results"):
        calm.tco("mill -> shop")
    bare = replace(calm, replications=calm.replications.drop(columns=["cost_duty.calm", "cost_duty.crisis"]))
    with pytest.raises(InputError, match=r"run the study with measures=\[cost_duty\], too"):
        bare.tco()
    lanes = calm.replications["scope"].str.startswith("lane:")
    with pytest.raises(InputError, match=r"run the study with scopes=\[network, lanes\], too"):
        replace(calm, replications=calm.replications[~lanes]).tco()
    free = replace(calm, replications=calm.replications.assign(**{"cost_purchase.calm": 0.0}))
    assert not DefaultView().figures()["ownership"].drawable(free)
    with pytest.raises(InputError, match=r"run the study with costs\.purchase=1, too"):
        free.tco()
    with pytest.raises(InputError, match="needs a crisis"):
        calm.break_even("far", "near", stopped=1)


def test_the_break_even_of_a_study(chance: Results) -> None:
    """Money and days of the table; a closure of ten days is hardly felt, and one of thirty is."""
    table = chance.break_even("far", "near", stopped=20_000).set_index("level")
    short, long = table.loc["crisis.closure.duration=10"], table.loc["crisis.closure.duration=30"]
    gap = long["other"] - long["one"]
    assert long["outages"] == pytest.approx(gap / (20_000 * long["days_lost"]))
    assert 0 < long["outages_low"] < long["outages"] < long["outages_high"]
    assert short["days_lost"] < 2 < 5 < long["days_lost"] < 30
    told = chance.tco("far -> shop").set_index(["variant", "level", "row"])["simulated"]
    assert told["far", str(long.name), "total"] == pytest.approx(long["one"])  # a day without goods costs nothing there
    with pytest.raises(InputError, match="'mill' is not in these results"):
        chance.break_even("mill", "near", stopped=1)


def test_the_ratio_of_two_means_by_fieller() -> None:
    """Where the divisor does not vary it is the usual one; else the difference is just told from 0 at its ends."""
    rng = np.random.default_rng(5)
    over, under = rng.normal(6, 1, 40), rng.normal(3, 0.5, 40)
    steady = ratio(over, np.full(40, 3.0))
    half = stats.t.ppf(0.975, 39) * over.std(ddof=1) / np.sqrt(40) / 3
    assert (steady.low, steady.high) == pytest.approx((over.mean() / 3 - half, over.mean() / 3 + half))
    found = ratio(over, under)
    assert found.low < found.mean == over.mean() / under.mean() < found.high
    for end in (found.low, found.high):
        rest = over - end * under
        assert abs(stats.ttest_1samp(rest, 0).pvalue - 0.05) < 1e-9
    assert ratio(over, rng.normal(0, 5, 40)).high == np.inf
    assert np.isnan(ratio(over[:1], under[:1]).low)


def test_the_interval_of_a_ratio_holds_it_in_95_of_100_studies() -> None:
    rng, held = np.random.default_rng(3), 0
    for _ in range(2000):
        common = rng.normal(0, 1, 20)
        found = ratio(6 + common + rng.normal(0, 1, 20), 3 + 0.5 * common + rng.normal(0, 1, 20))
        held += found.low <= 2.0 <= found.high
    assert abs(held - 1900) < 4 * np.sqrt(2000 * 0.95 * 0.05)


def test_the_figure_shows_bars_and_the_break_even(chance: Results, calm: Results) -> None:
    figure = chance.plot.ownership(safety_factor=2, stopped=20_000)
    bars, lines = figure.axes
    table = chance.tco(safety_factor=2).set_index(["variant", "level", "row"])["simulated"]
    beyond = table["near", "crisis.closure.duration=10", "duty"]
    assert beyond == 0
    extents = [patch.get_path().get_extents(patch.get_patch_transform()) for patch in bars.patches]
    tops = [max(extent.y1 for extent in extents if abs(extent.x0 - x) < 0.05) for x in (-0.41, 0.59)]
    assert tops[1] == pytest.approx(95.27 - 80, abs=0.15)
    assert tops[0] == pytest.approx(93.5 - 80, abs=0.5)
    assert "15 % dearer" in figure.get_suptitle()
    assert lines.get_xlabel() == "outages a year"
    alone = calm.plot(OwnershipFigure(safety_factor=0))
    assert len(alone.axes) == 1
    assert "Far" in [text.get_text() for text in alone.axes[0].get_xticklabels()]


def test_the_title_says_what_is_cheaper_on_the_invoice_and_dearer_in_all() -> None:
    changing = run("experiment=near_or_far", "replications=3", "costs.engineering_changes=.3")
    words = r"far is 13 % cheaper than near on the invoice, and \d\.\d % dearer in all before outages"
    assert re.fullmatch(words, changing.plot.ownership(safety_factor=2).get_suptitle())


@pytest.fixture(scope="module")
def contracts() -> Results:
    """Without chance: a relation with a bonus and a reserve, half of the flow each, and a candidate in year one."""
    lane = "order_cost: 0, lead_time: 5, price: 80"
    both = "network.lanes=[{seller: far, buyer: shop, rank: 1, %s}, {seller: near, buyer: shop, rank: 2, %s}]"
    late = f"{lane}, state: candidate, qualification: 30, qualification_cost: 90000"
    soon = ["ordering.level=1100", "costs.volume=.07"]
    panel = ["sourcing=panel", "sourcing.sources=2", "sourcing.start=1", "sourcing.ramp=0", "sourcing.shares=fixed"]
    variants = {
        "agreed": ["relation.bonus=.01", "relation.reserved=1.2", "relation.reservation_fee=.005",
                   "relation.administration=7000"],
        "halves": [*soon, both % (lane, lane), "sourcing=split"],
        "candidate": [*soon, both % (lane, late), *panel],
        "consigned": ["relation.ownership=use"],
        "changed": ["costs.engineering_changes=.5", "costs.written_off=.6"],
        "covered": [*soon, both % (f"{lane}, hedging: .02", lane)],
    }  # fmt: skip
    return run("validation=ownership", MEASURES, f"variants={json.dumps(variants)}")


def test_terms_of_a_relation_stand_in_both(contracts: Results) -> None:
    """A hundredth of 80 on each unit, .4 on each of the 120 reserved a day, and the relation's administration."""
    table = contracts.tco("far -> shop", safety_factor=0).set_index(["variant", "row"]).loc["agreed"]
    hand = {"bonus": 29_200, "reservation": 17_520, "administration": 52_000, "volume": 0, "qualification": 0}
    for column in ("simulated", "closed_form"):
        assert table.loc[[*hand], column].to_dict() == pytest.approx(hand)


def test_goods_that_pass_at_their_use_are_no_stock_of_their_buyer(contracts: Results) -> None:
    for column in ("simulated", "closed_form"):
        assert of(contracts, "consigned", "far -> shop", column)["stock"] == pytest.approx(0, abs=1e-6)


def test_engineering_changes_and_currency_stand_in_both(contracts: Results) -> None:
    """Three tenths of 88.2 on 4,500 units under way and 300 on hand, 350 all day long; .02 of the invoice."""
    for column, on_hand in (("simulated", 300), ("closed_form", 350)):
        changed, covered = (of(contracts, name, "far -> shop", column) for name in ("changed", "covered"))
        assert changed["engineering_change"] == pytest.approx(0.3 * 88.2 * (on_hand + 4_500))
        assert covered["currency"] == pytest.approx(0.02 * 80 * 36_500)
        assert changed["currency"] == covered["engineering_change"] == 0
    unknown = contracts.tco("far -> shop").set_index(["variant", "row"])["closed_form"]
    assert np.isnan(unknown["changed", "engineering_change"])
    assert unknown["agreed", "engineering_change"] == 0


def of(results: Results, variant: str, flow: str, column: str, life: float | None = None) -> dict[str, float]:
    """The rows of a flow of a variant."""
    table = results.tco(flow, safety_factor=0, life=life).set_index(["variant", "row"])
    return {str(row): float(money) for row, money in table.loc[variant][column].items()}


def test_two_halves_are_dearer_than_a_whole(contracts: Results) -> None:
    for flow in ("far -> shop", "near -> shop"):
        for column in ("simulated", "closed_form"):
            rows = of(contracts, "halves", flow, column)
            assert rows["volume"] == pytest.approx(1_460_000 * (2**0.07 - 1))
            assert rows["a unit"] > 80 * 2**0.07


def test_qualification_is_written_off_over_its_life(contracts: Results) -> None:
    """90,000 once: over the 728 measured days, or over six years; who was approved before day 1 costs nothing."""
    for life, year in ((None, 90_000 * 365 / 728), (6.0, 15_000.0)):
        for column in ("simulated", "closed_form"):
            assert of(contracts, "candidate", "near -> shop", column, life)["qualification"] == pytest.approx(year)
            assert of(contracts, "candidate", "far -> shop", column, life)["qualification"] == 0
    simulated, closed = (of(contracts, "candidate", "near -> shop", name) for name in ("simulated", "closed_form"))
    assert 0 < simulated["purchase"] == pytest.approx(closed["purchase"])  # no plan tells what a candidate delivers


def test_the_figure_has_the_rows_that_cost_something(contracts: Results, calm: Results) -> None:
    told = [figure.legends[0].get_texts() for figure in (contracts.plot.ownership(), calm.plot.ownership())]
    assert {"bonus", "reservation", "volume", "qualification"} <= {text.get_text() for text in told[0]}
    assert [text.get_text() for text in told[1]] == [
        "purchase", "freight", "duty", "pipeline", "stock", "quality", "ordering", "administration",
    ]  # fmt: skip


def test_studies_without_costs_by_lane_have_no_such_figure(calm: Results) -> None:
    figure = DefaultView().figures()["ownership"]
    lanes = calm.replications["scope"].str.startswith("lane:")
    assert figure.drawable(calm)
    assert not figure.drawable(replace(calm, replications=calm.replications[~lanes]))


def test_where_the_dearer_source_loses_more_there_is_no_break_even(chance: Results) -> None:
    """The near source loses more when it is down, and is dearer: no number of outages makes it the better one."""
    rows = chance.break_even("far", "near_out", stopped=20_000).set_index("level")
    assert rows["outages_high"].to_dict()["crisis.closure.duration=30"] < 0


def test_labels_are_shown_for_both_ends_of_a_lane(calm: Results) -> None:
    scopes = set(calm.shown.replications["scope"])
    assert scopes == {"network", "lane:Far -> the shop", "lane:near -> the shop"}


def test_outages_of_the_closed_form_add_up(chance: Results) -> None:
    one = [Outage(0.25, 30)]
    rows = chance.tco("far -> shop", safety_factor=2, stopped=20_000, outages=one)
    twice = chance.tco("far -> shop", safety_factor=2, stopped=20_000, outages=one * 2)
    lost = [table.loc[table["row"] == "outages", "closed_form"].iloc[0] for table in (rows, twice)]
    assert lost[1] == pytest.approx(2 * lost[0])
