"""Causes in words, as a table and as a picture; one world as a film; and the place of it all in the report."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image, ImageSequence

from jitagents.behaviours.serving import LostSale
from jitagents.diagnosis.causes import Cause
from jitagents.diagnosis.frames import film
from jitagents.diagnosis.words import KINDS
from jitagents.errors import InputError
from jitagents.plots.causes import causes
from jitagents.plots.streams import BEGINNINGS, DISRUPTION, GOODS, Streams
from jitagents.plots.style import image
from jitagents.results import Results
from jitagents.results.drawn import Drawing
from jitagents.studies.executors import beside
from jitagents.study import load
from tests.diagnosis.conftest import asked
from tests.diagnosis.test_by_hand import chain, diamond
from tests.studies.conftest import small


@pytest.fixture(scope="module")
def results() -> Results:
    return small("network.capacity=14", "crisis.outage.duration=12").run(progress=False)


@pytest.fixture(scope="module")
def wide() -> Cause:
    """A cause in a network of five tiers, told in detail."""
    brief = ["replications=1", "days=130", "workers=1", "warmup=20"]
    study = load("single", ["network.exemptions=null", "ordering=hybrid", "serving=lost_sale", *brief])
    return study.run(progress=False).why("america_west", 125)


def test_every_kind_of_cause_has_a_name_at_the_beginning_of_a_stream() -> None:
    assert {*KINDS} - {*BEGINNINGS} == {"short", "smaller"}  # drawn in ways of their own
    assert {*BEGINNINGS} <= {*KINDS}


def test_in_words_every_line_says_its_amount_who_and_by_when() -> None:
    assert str(asked(chain(LostSale()), "stage_1", 20)).splitlines() == [
        " +10  stage_1 was 10 product short by day 20",
        "     +50  stage_2 sent 50 product less by day 12",
        "         +70  stage_3 sent 70 product less by day 11",
        "            +100  stage_4 sent 100 product less by day 10",
        "                 +90  outage from day 1: stage_4 started 90 product less",
        "                 +10  outage from day 1: 10 product waited at the gate of stage_4",
        "             −30  stage_3 gave 30 product from stock",
        "         −20  stage_2 gave 20 product from stock",
        "     −40  stage_1 gave 40 product from stock",
    ]


def test_in_one_sentence_the_main_chain() -> None:
    assert asked(diamond(), "town", 30).story() == (
        "town was 34 tool short by day 30: works sent 34 tool less by day 29, "
        "because east sent 18 metal less by day 10, "
        "because mine sent 24 ore less by day 8, because flood from day 5: mine started 18 ore less."
    )


def test_an_agent_that_was_not_short_has_no_causes() -> None:
    told = asked(chain(LostSale()), "stage_1", 12)
    sentence = "stage_1 was not short of product by day 12"
    assert (str(told), told.story()) == (f"+0  {sentence}", f"{sentence}.")
    assert causes(told).get_suptitle() == sentence


def test_the_table_has_a_row_a_cause() -> None:
    told = asked(diamond(), "town", 30)
    table = told.table()
    assert len(table) == len([*told])
    assert table["amount"][table["leaf"]].sum() == pytest.approx(told.amount)
    assert table.loc[table["disruption"] != "", "who"].unique().tolist() == ["mine"]
    assert table["depth"].max() == 4


def test_small_causes_are_summed_up(wide: Cause) -> None:
    for one in wide:
        small_ones = [child for child in one.children if abs(child.amount) < 0.01 * wide.amount]
        assert len(small_ones) <= 1
    assert any(one.kind == "smaller" for one in wide)


def test_in_a_picture_an_agent_stands_once_and_amounts_add_up() -> None:
    streams = Streams(asked(diamond(), "town", 30))
    assert [[node.lines[0] for node in column] for column in streams.columns] == [
        ["town"], ["works"], ["west", "east"], ["mine"], ["mine"],
    ]  # fmt: skip
    (disruption,), (mine,) = streams.columns[4], streams.columns[3]
    assert (disruption.kind, mine.kind, disruption.out, mine.out) == (DISRUPTION, GOODS, 40, 40)
    east = streams.columns[2][1]
    assert (east.out, east.covered) == (pytest.approx(18), {"stock": pytest.approx(6)})
    for key, node in streams.nodes.items():
        coming = sum(amount for (_, end), amount in streams.flows.items() if end == key)
        assert coming == pytest.approx(node.height if node.kind == GOODS else 0.0)


def test_a_chain_that_goes_round_is_drawn_round_by_round() -> None:
    last = Cause("stopped", "a", "x", 1, 5.0, 5.0, "fire from day 1")
    for day, who in enumerate("abab", start=2):
        last = Cause("sent", who, "x", day, 5.0, 5.0, children=(last,))
    streams = Streams(Cause("short", "b", "x", 9, 5.0, 5.0, children=(last,)))
    assert len(streams.columns) == 6
    assert len(streams.nodes) == 6


def overlapping(figure: Figure) -> int:
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    return sum(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1 for a, b in combinations(boxes, 2))


def test_no_label_lies_over_another_or_outside(wide: Cause) -> None:
    figure = causes(wide)
    assert len(figure.axes[0].texts) > 30
    assert overlapping(figure) == 0
    frame = figure.get_window_extent()
    assert all(
        frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in (text.get_window_extent() for text in figure.axes[0].texts)
    )


def test_long_names_are_cut() -> None:
    name = "a_supplier_of_a_name_that_is_longer_than_a_column"
    leaf = Cause("stopped", name, "x", 1, 5.0, 5.0, "a disruption of a name that takes two lines from day 1")
    sent = Cause("sent", name, "x", 1, 5.0, 5.0, children=(leaf,))
    figure = causes(Cause("short", name, "x", 1, 5.0, 5.0, children=(sent,)))
    assert overlapping(figure) == 0


def test_the_title_is_the_finding(wide: Cause) -> None:
    title = causes(wide).get_suptitle().replace("\n", " ")
    assert re.fullmatch(
        r"america_west was [\d,]+ pickup short by day 125: outage from day 60 at chip_fab took [\d,]+, "
        r"stock gave [\d,]+ back", title,
    )  # fmt: skip
    assert image(causes(wide)).svg == image(causes(wide)).svg


def broken(config: Mapping[str, Any]) -> dict[str, Any]:
    """A configuration whose network cannot be built any more."""
    return {**config, "network": config["network"] | {"stages": -1}}


def page(results: Results) -> str:
    """The report without its other figures, which take their time."""
    vars(results)["images"] = {}
    return results.report()


def test_the_report_tells_why(results: Results) -> None:
    network = results.replications[results.replications["scope"] == "network"]
    worst = int(network["replication"].to_numpy()[network["output_lost.crisis"].argmax()])
    told = results.why("stage_1", replication=worst, detail=0.05)
    found = page(results)
    assert '<h2 id="why">Why</h2>' in found
    assert told.story() in found
    assert str(told) in found


def test_the_report_of_what_cannot_be_run_again_says_so(results: Results) -> None:
    variants = {name: broken(config) for name, config in results.manifest.variants.items()}
    lost = replace(results, manifest=replace(results.manifest, variants=variants))
    assert "could not be run again: network" in page(lost)
    assert '<h2 id="why">' not in page(replace(results, manifest=replace(results.manifest, variants={})))
    assert '<h2 id="why">' not in page(small("crisis=none").run(progress=False))


def test_losses_are_explained_alike_in_any_process(results: Results, tmp_path: Path) -> None:
    pages = []
    for workers in (1, 2):
        with beside(workers) as other:
            Drawing(other).write(results, tmp_path / str(workers))
        pages.append((tmp_path / str(workers) / "report.html").read_bytes())
    assert b"largest losses of final demand" in pages[0]
    assert pages[1] == pages[0]


def test_a_film_has_a_frame_a_day(results: Results, tmp_path: Path) -> None:
    path = results.animate(tmp_path / "film.gif", replication=1, days=(4, 9))
    with Image.open(path) as film:
        frames = [np.asarray(image.convert("RGB"), dtype=float) for image in ImageSequence.Iterator(film)]
    assert len(frames) == 6
    assert all((one != other).any() for one, other in combinations(frames, 2))
    page = results.animate(str(tmp_path / "film.html"), days=(4, 6)).read_text()
    assert page.count("data:image/jpeg;base64") == 3


def test_a_film_shows_what_is_measured(results: Results) -> None:
    trace = results.recipe.traced(results.recipe.world(None, None, 2))
    shown = film(trace, None, "jit")
    assert shown.days.tolist() == list(range(1, 31))
    names = shown.agents["name"].tolist()
    affected = {
        int(day): [name for name, flag in zip(names, flags, strict=True) if flag]
        for day, flags in zip(shown.days, shown.affected, strict=True)
    }
    assert {day for day, agents in affected.items() if agents} == set(range(5, 17))
    assert affected[5] == ["stage_4"]
    assert shown.shares[3].tolist() == [1.0] * 4, "before the crisis twins are alike"
    assert shown.shares[9, names.index("stage_4")] == 0.0


@pytest.mark.parametrize("days", [(0, 5), (5, 31), (9, 4), 5, (5,), ("5", "9"), (5.5, 9), (5, None)])
def test_a_film_of_days_that_are_not_there(results: Results, tmp_path: Path, days: Any) -> None:
    with pytest.raises(InputError, match="from 1 to 30"):
        results.animate(tmp_path / "film.gif", days=days)


@pytest.mark.parametrize("name", ["film.mp4", "film", "film.gif.part"])
def test_a_film_of_another_kind(results: Results, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"the name of a film must end in \.gif or \.html"):
        results.animate(tmp_path / name)


def test_a_detail_that_is_no_share(results: Results) -> None:
    with pytest.raises(InputError, match="detail = 'all': must be at least 0 and less than 1"):
        results.why("stage_1", detail="all")  # type: ignore[arg-type]
