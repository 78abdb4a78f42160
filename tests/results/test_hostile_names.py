"""Names that others wrote: shown literally everywhere, commands nowhere."""

import re
import warnings
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents import spreadsheet, text
from jitagents.console import SafeConsole
from jitagents.results import Results
from jitagents.study_console import conclude

HOSTILE = {
    "markup": ('x" onload="alert(1)', "<script>alert(1)</script>", "javascript:alert(1)", "--><svg onload=x>"),
    "controls": ("a\x1b[31m\x1b]0;t\x07", "b\x00\x9b2J", "c\ufffe", "a\u202eb李明"),
    "signs": (r"$\frac$", "a$b", "=1+1", "@SUM(A1)"),
}
ACTIVE = {"script", "foreignObject", "a", "animate", "set", "handler", "iframe", "object", "embed", "form"}


@pytest.fixture(scope="module", params=HOSTILE)
def results(request: pytest.FixtureRequest, study: Callable[..., Results]) -> Results:
    names = HOSTILE[request.param]
    made = study(variants=names, agents=12, replications=3, days=30, length=5)
    old = made.agents["name"].tolist()
    new = dict(zip(old, [f"{name} {number}" for number, name in enumerate(3 * names)], strict=True))

    def scopes(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(scope=["agent:" + new[s[6:]] if s.startswith("agent:") else s for s in frame["scope"]])

    return replace(
        made,
        replications=scopes(made.replications),
        histories=scopes(made.histories),
        agents=made.agents.assign(name=made.agents["name"].map(new), item=made.agents["item"].map(new)),
        lanes=made.lanes.assign(seller=made.lanes["seller"].map(new), buyer=made.lanes["buyer"].map(new)),
        losses=made.losses.assign(agent=made.losses["agent"].map(new)),
        manifest=replace(made.manifest, targets=[new[name] for name in made.manifest.targets], study=names[0]),
    )


def test_the_summary_holds_no_formula_and_all_numbers(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    read = pd.read_csv(tmp_path / "summary.csv", keep_default_na=False, engine="python")
    assert not read["variant"].str.startswith(tuple("=+-@\t")).any()
    assert read["variant"].map(spreadsheet.uncelled).tolist() == results.whole_summary["variant"].tolist()
    means = pd.to_numeric(read["calm"], errors="coerce").to_numpy()
    assert means == pytest.approx(results.summary()["calm"].to_numpy(), nan_ok=True)


def check_drawing(drawing: bytes) -> None:
    """Strict XML that holds shapes, and nothing that acts."""
    for element in ElementTree.fromstring(drawing).iter():
        tag = element.tag.rpartition("}")[2]
        assert tag not in ACTIVE
        for name, value in element.attrib.items():
            assert not name.rpartition("}")[2].lower().startswith("on")
            assert "script" not in value.lower()
    assert not re.search(rb"<script|javascript:|onload|<!--", drawing)


def test_drawings_are_xml_that_does_nothing(results: Results) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.simplefilter("ignore", DeprecationWarning)  # of old versions of other packages
        images = results.images
    assert {"network", "daily", "fan", "heat", "tradeoff", "stock"} <= {*images}
    for image in images.values():
        check_drawing(image.svg)


def test_a_drawing_that_is_saved_by_hand_is_as_harmless(results: Results, tmp_path: Path) -> None:
    figure, content = results.plot.daily(), BytesIO()
    figure.savefig(tmp_path / "daily.svg")
    figure.savefig(content, format="SVG")
    check_drawing((tmp_path / "daily.svg").read_bytes())
    check_drawing(content.getvalue())


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_report_holds_no_tag_or_character_of_a_name(results: Results) -> None:
    page = results.report()
    page.encode()
    assert not text.hides(page, text.LAYOUT)
    for tag, attributes in Page(page).tags:
        assert tag not in ACTIVE | {"svg"}
        assert not any(name.startswith("on") or name == "href" for name in attributes)
        source = attributes.get("src") or ""
        assert not source or source.startswith("data:image/")
        if source.startswith("data:image/svg+xml;base64,"):
            check_drawing(b64decode(source.partition(",")[2]))


def test_a_terminal_gets_no_command(
    results: Results, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jitagents.console.OUT", SafeConsole(highlight=False, width=80))
    conclude(results, Path("there"))
    assert not text.hides(capsys.readouterr().out, text.LAYOUT)


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n '\u202e\x1bab1＝"), max_size=6))
def test_a_cell_is_no_formula_and_reads_back(name: str) -> None:
    cell = spreadsheet.cell(name)
    assert cell[:1] not in {*"=+-@\t\r\n＝＋－＠"}
    assert spreadsheet.uncelled(cell) == name


@given(st.text(alphabet=st.characters(), max_size=20))
def test_what_is_visible_can_be_encoded_and_is_xml(name: str) -> None:
    shown = text.visible(name)
    shown.encode()
    assert not text.hides(shown)
    assert ElementTree.fromstring(f"<a>{shown.translate({38: None, 60: None, 62: None})}</a>").tag == "a"


def test_numbers_of_a_table_stay_and_texts_are_texts() -> None:
    table = pd.DataFrame({"=name": ["=1+1", "-x", "fine", "O'Brien"], "value": [-1.5, 2.0, float("nan"), 0.0]})
    made = spreadsheet.cells(table)
    assert list(made.columns) == ["'=name", "value"]
    assert made["'=name"].tolist() == ["'=1+1", "'-x", "fine", "O'Brien"]
    pd.testing.assert_series_equal(made["value"], table["value"])
    assert made["'=name"].map(spreadsheet.uncelled).tolist() == table["=name"].tolist()
