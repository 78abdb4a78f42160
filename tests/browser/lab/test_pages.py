"""Pages of the laboratory in a real browser: sliders, links, files, the keyboard, French, the token."""

import csv
import re
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, offline
from tests.browser.lab.conftest import CHAIN, curve, processor_seconds, wait_for_curve

HAS = """(name) => window.Bokeh?.documents[0] &&
  [...Bokeh.documents[0]._all_models.values()].some((one) => one.data?.[name]?.length)"""
OPEN = "?predict=0&duration=12"


def slider(page: Page, number: int = 1):  # type: ignore[no-untyped-def]
    """The handle of a slider: 0 the buffer, 1 the outage."""
    return page.locator("[role=slider]").nth(number)


def test_a_slider_changes_the_curve_of_the_crisis_and_not_its_twin(page: Page, address: str) -> None:
    page.goto(address + OPEN)
    before, calm = wait_for_curve(page, 50), curve(page, "calm")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('duration=13')")
    page.wait_for_function(
        "(before) => JSON.stringify(Array.from([...Bokeh.documents[0]._all_models.values()]"
        ".find((one) => one.data && 'calm_low' in one.data).data.crisis)) != before", arg=str(before).replace(" ", ""),
    )  # fmt: skip
    after = curve(page)
    below = [sum(day is not None and day < 1 for day in one) for one in (before, after)]
    assert below[1] == below[0] + 1
    assert curve(page, "calm") == calm


def test_the_crisis_is_hidden_until_a_number_is_predicted(page: Page, address: str) -> None:
    page.goto(address + "?duration=12")
    box = page.get_by_label("Your prediction")
    expect(box).to_be_visible()
    page.wait_for_function(HAS, arg="calm")
    assert set(curve(page)) == {None}
    assert None not in curve(page, "calm")
    box.fill("7")
    box.press("Enter")
    assert None not in wait_for_curve(page, 50)
    expect(page.locator(".predictions")).to_contain_text("7")
    slider(page).focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => !location.search.includes('prediction')")
    expect(box).to_have_value("")


def test_a_link_restores_the_state(page: Page, address: str) -> None:
    page.goto(address + "?method=kanban&buffer=0.4&duration=9&target=stage_2&serving=backorder&prediction=3")
    wait_for_curve(page)
    expect(page.get_by_label("Method of ordering")).to_have_value("Kanban")
    expect(page.get_by_label("Which firm fails")).to_have_value("stage_2")
    assert float(slider(page, 0).get_attribute("aria-valuenow") or 0) == 0.4
    assert float(slider(page, 1).get_attribute("aria-valuenow") or 0) == 9
    expect(page.get_by_label("Your prediction")).to_have_value("3")


def test_a_wrong_link_is_told_and_opens_the_start(page: Page, address: str) -> None:
    page.goto(address + "?method=jitt&target=%3Cb%3Enobody%3C/b%3E")
    expect(page.get_by_text("there is no such choice")).to_be_visible()
    expect(page.get_by_label("Method of ordering")).to_have_value("Just-in-time")


def test_the_saved_file_gives_the_number_of_the_page_on_the_command_line(
    page: Page, address: str, tmp_path: Path
) -> None:
    page.goto(address + OPEN + "&method=kanban&target=stage_2")
    wait_for_curve(page, 50)
    page.get_by_text("Keep this state").click()
    with page.expect_download() as download:
        page.get_by_text("Save as YAML").click()
    path = tmp_path / "experiment" / "lab.yaml"
    download.value.save_as(path)
    shown = page.locator(".mean div").last.inner_text()
    command = [sys.executable, "-m", "jitagents", "--config-dir", str(tmp_path), "+experiment=lab", "workers=1",
               f"hydra.run.dir={tmp_path / 'out'}", "figures={}"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8") as file:
        (lost,) = [
            float(row["crisis"]) for row in csv.DictReader(file)
            if (row["metric"], row["scope"]) == ("days_lost", "network")
        ]  # fmt: skip
    assert f"{lost:.3g}" == f"{float(shown):.3g}"


def test_the_keyboard_alone_is_enough(page: Page, address: str) -> None:
    page.goto(address + OPEN)
    wait_for_curve(page, 50)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == "Network":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("Firm", exact=True)).to_be_visible()
    page.get_by_label("Firm", exact=True).focus()
    page.keyboard.type("stage_1")
    expect(page.locator(".facts")).to_contain_text("stage_1")
    page.wait_for_function("() => location.search.includes('agent=stage_1')")


FOCUSED = """() => {
  let one = document.activeElement
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement
  return one ? one.innerText.trim() : ""
}"""


def test_a_firm_is_chosen_by_a_click(page: Page, address: str) -> None:
    page.goto(address + "?screen=network&predict=0")
    expect(page.locator(".facts")).to_contain_text("Click a firm")
    page.wait_for_function(HAS, arg="first_loss")
    place = page.evaluate(
        """() => {
          const plot = [...Bokeh.documents[0]._all_models.values()].find((one) => one.type == "Figure")
          const view = Bokeh.index.find_one(plot)
          const firms = [...Bokeh.documents[0]._all_models.values()].find((one) => one.data && "usual" in one.data)
          const row = Array.from(firms.data.name).indexOf("stage_2")
          const box = view.canvas_view.el.getBoundingClientRect()
          return [box.x + view.frame.x_scale.compute(firms.data.x[row]),
                  box.y + view.frame.y_scale.compute(firms.data.y[row])]
        }"""
    )
    page.mouse.click(*place)
    expect(page.locator(".facts")).to_contain_text("stage_2")
    expect(page.get_by_label("Firm", exact=True)).to_have_value("stage_2")


def test_other_screens_hide_losses_until_a_number_is_predicted(page: Page, address: str) -> None:
    page.goto(address + "?screen=network&duration=12&agent=stage_2")
    said = """() => {
      const firms = window.Bokeh?.documents[0] &&
        [...Bokeh.documents[0]._all_models.values()].find((one) => one.data && "usual" in one.data)
      return firms ? Array.from(firms.data.said).join() : ""
    }"""
    page.wait_for_function(f"() => ({said})() == '?,?,?,?' || ({said})() == '?,?,?'")
    expect(page.locator(".facts")).to_contain_text("own stock")
    expect(page.locator(".facts")).not_to_contain_text("first loss")
    page.get_by_role("button", name="Film", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("The sliders wait for your prediction")
    expect(page.locator(".player")).to_be_hidden()
    page.get_by_role("button", name="Show them now").click()
    expect(page.locator(".player")).to_be_visible()
    page.get_by_role("button", name="Network", exact=True).click()
    page.wait_for_function(f"() => ({said})().includes('first loss')")
    expect(page.locator(".facts")).to_contain_text("first loss")


def test_the_film_shows_the_firm_that_fails_without_output(page: Page, address: str) -> None:
    page.goto(address + "?screen=film&predict=0&duration=12&target=stage_2&day=8")
    firms = """() => {
      if (!window.Bokeh?.documents[0]) return null
      const firms = [...Bokeh.documents[0]._all_models.values()].find((one) => one.data && "usual" in one.data)
      return firms && firms.data.said[Array.from(firms.data.name).indexOf("stage_2")]
    }"""
    page.wait_for_function(f"() => ({firms})() == '0 %'")
    page.locator(".player button:visible").first.click()
    page.wait_for_function(f"() => ({firms})() == '100 %'")


def test_figures_are_saved_without_a_network(page: Page, address: str) -> None:
    page.goto(address + OPEN)
    wait_for_curve(page, 50)
    for kind, beginning in (("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b"\xef\xbb\xbfday,")):
        with page.expect_download() as download:
            page.locator(f".save-{kind}").click()
        assert download.value.suggested_filename == f"output.{kind}"
        assert Path(download.value.path()).read_bytes().startswith(beginning)


def test_the_page_speaks_french(page: Page, address: str) -> None:
    page.goto(address + OPEN)
    wait_for_curve(page, 50)
    page.get_by_text("français").click()
    expect(page.get_by_label("Méthode de commande")).to_be_visible()
    assert page.evaluate("() => document.documentElement.lang") == "fr"
    assert "duration=12" in page.url
    expect(page.locator(".bk-slider-value").first).to_have_text("0,5")  # days of cover
    expect(page.locator(".stock")).to_contain_text("0,0")


def test_a_phone_sees_the_figure_first_and_nothing_is_cut_off(browser: Browser, address: str) -> None:
    with offline(browser, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(address + OPEN)
        wait_for_curve(page, 50)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        figure, control = page.locator(".bk-Figure").bounding_box(), slider(page).bounding_box()
        assert figure is not None
        assert control is not None
        assert figure["y"] < control["y"]
        for tab in ("Budget", "Cash"):
            page.get_by_role("button", name=tab, exact=True).click()
            page.wait_for_function("(tab) => location.search.includes(`screen=${tab}`)", arg=tab.lower())
            expect(page.get_by_label(re.compile("^Prediction"))).to_be_visible()
            assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", ["/", "/lab", "/wrong/lab", "/lab/ws", "/wrong/lab/ws", "/static/js/bokeh.min.js"])
def test_nothing_is_shown_without_the_token(address: str, path: str) -> None:
    parts = urlsplit(address)
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{parts.scheme}://{parts.netloc}{path}")
    assert refused.value.code == 404
    body = refused.value.read().decode()
    assert parts.path.split("/")[1] not in body


def test_two_tabs_have_states_of_their_own(page: Page, address: str) -> None:
    page.goto(address + OPEN)
    wait_for_curve(page, 50)
    other = page.context.new_page()
    other.goto(address + "?predict=0&duration=20")
    wait_for_curve(other, 50)
    assert curve(other) != curve(page)
    slider(other).focus()
    other.keyboard.press("ArrowRight")
    other.wait_for_function("() => location.search.includes('duration=21')")
    assert "duration=12" in page.url


def test_the_command_says_how_it_is_installed_where_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "panel.py").write_text("raise ImportError", encoding="utf-8")
    command = [sys.executable, "-m", "jitagents", "lab", *CHAIN]
    told = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": str(tmp_path)})
    assert told.returncode == 2
    assert "jitagents[lab]" in told.stdout + told.stderr


def test_a_laboratory_that_nobody_asks_anything_does_nothing(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("button", name="Save as PNG").first.click()
    page.wait_for_timeout(2000)
    before = processor_seconds(address)
    page.wait_for_timeout(2000)
    assert processor_seconds(address) - before < 0.5
