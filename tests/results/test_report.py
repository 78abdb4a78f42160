"""The report: everything in one page that asks nothing of the network."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest

from jitagents.accounting.measures import MEASURES
from jitagents.results import Results
from tests.results.conftest import Page

type Study = Callable[..., Results]


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    return study(replications=12)


@pytest.fixture(scope="module")
def html(results: Results) -> str:
    return results.report()


def test_holds_findings_numbers_definitions_configuration_and_origin(results: Results, html: str) -> None:
    page = Page(html)
    for text in results.findings():
        assert text in page.text
    for cell in results.table().to_numpy().ravel():
        assert cell in page.text
    for name in results.measures:
        assert name in page.text
        assert MEASURES[name].formula in page.text
        assert MEASURES[name].source in page.text
    assert "replications: 12\n" in page.text
    for name, value in {"seed": "7", "hash": results.manifest.hash, "numpy": "2.5"}.items():
        assert f"<dt>{name}</dt><dd>{escape(value)}</dd>" in html


def test_fetches_nothing(html: str) -> None:
    page = Page(html)
    assert {tag for tag, *_ in page.attributes}.isdisjoint({"script", "link", "iframe"})
    addresses = [value for _, name, value in page.attributes if name in ("src", "href", "srcset", "action")]
    assert len(addresses) == 6
    assert all(str(value).startswith("data:image/") for value in addresses)
    assert not re.search(r"@import|url\(", html)
    for image in page.images:
        drawing = base64.b64decode(str(image["src"]).split(",")[1]).decode()
        assert not re.search(r'(href|src)="(?!#|data:)', drawing)
        assert "url(http" not in drawing


def test_is_well_formed_and_says_its_language(html: str) -> None:
    assert html.startswith("<!doctype html>")
    assert ("html", "lang", "en") in Page(html).attributes
    assert Page(html).open == []


def test_every_figure_has_words_for_those_who_do_not_see_it(results: Results, html: str) -> None:
    images = Page(html).images
    assert len(images) == 6
    for image, drawn in zip(images, results.images.values(), strict=True):
        assert str(image["alt"]).startswith(f"{drawn.title}. ")
        assert len(str(image["alt"])) > 80


def test_large_networks_are_bitmaps(study: Study) -> None:
    small, large = (Page(study(agents=n, replications=2, variants=("jit",)).report()).images for n in (8, 420))
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in small)
    assert all(str(image["src"]).startswith("data:image/png;base64,") for image in large)


def test_names_are_text_and_never_markup(study: Study) -> None:
    html = study(variants=("<b>lean</b>", "R&D"), agents=8, replications=2).report()
    assert "<b>" not in html
    assert "&lt;b&gt;lean&lt;/b&gt;" in html
    assert "R&amp;D" in html


def test_the_facts_name_the_crisis_and_how_to_run_it_again(study: Study) -> None:
    results = study(agents=8, replications=3, variants=("jit",))
    outage = {"_target_": "jitagents.crises.Shock", "target": {"name": "mill"}, "start": 30}
    config = results.config | {"crisis": {"outage": outage}, "network": {"currency": "euros"}}
    manifest = replace(results.manifest, asked=["study=single", "levels={a: [1, 2]}"])
    page = replace(results, config=config, manifest=manifest).report()
    assert "outage: mill makes and ships nothing from day 30 for 15 days" in page
    assert "money in euros" in page
    assert "again: jitagents study=single &#39;levels={a: [1, 2]}&#39;" in page
