"""The screens of causes, budget, readiness, cash and of a network of one's own, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab.conftest import wait_for_curve

AGENTS = "name,kind,item,demand\nmarket,buyer,bread,10\nbakery,supplier,bread,\nmill,supplier,bread,\n"
LANES = "seller,buyer,lead_time\nmill,bakery,1\nbakery,market,2\n"


def write(folder: Path, lanes: str = LANES) -> list[Path]:
    """The two files of a network."""
    files = [folder / "agents.csv", folder / "lanes.csv"]
    for path, content in zip(files, (AGENTS, lanes), strict=True):
        path.write_text(content, encoding="utf-8")
    return files


def drop(page: Page, files: list[Path]) -> None:
    page.locator("input[type=file]").set_input_files(files)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.slow
def test_all_screens_run_on_a_network_that_was_dropped(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "?screen=own_network&predict=0&duration=11&language=fr")
    drop(page, write(tmp_path))
    expect(page.get_by_text("3 agents et 2 liens.")).to_be_visible()
    button(page, "Utiliser ce réseau").click()
    page.wait_for_function("() => location.search.includes('screen=network')")
    assert "language=fr" in page.url
    expect(page.get_by_label("Entreprise", exact=True)).to_contain_text("mill")
    button(page, "Curseurs").click()
    wait_for_curve(page, 50)
    button(page, "Pourquoi").click()
    expect(page.get_by_label("Marché")).to_have_value("market")
    button(page, "Mon réseau").click()
    button(page, "Retour au premier réseau").click()
    page.wait_for_function("() => !/network=[^&]/.test(location.search)")
    button(page, "Pourquoi").click()
    expect(page.get_by_label("Marché")).not_to_have_value("market")


def test_faults_of_dropped_files_are_told_with_their_lines(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "?screen=own_network")
    drop(page, write(tmp_path, LANES.replace("mill,bakery,1", "mill,bakery,soon")))
    faults = page.locator(".faults")
    expect(faults).to_contain_text("lanes.csv, line 2")
    expect(faults).to_contain_text("lead_time = 'soon' is no number")
    expect(button(page, "Use this network")).to_be_disabled()


def test_a_budget_that_is_overspent_is_refused_and_one_that_is_kept_is_scored(page: Page, address: str) -> None:
    page.goto(address + "?screen=budget&predict=0&duration=12")
    money, slider = page.get_by_label("Budget"), page.locator("[role=slider]").first
    expect(slider).to_be_visible()
    slider.focus()
    slider.press("End")
    expect(page.get_by_role("status")).to_contain_text("spent")
    money.fill("1")
    money.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("too much")
    expect(button(page, "Try it")).to_be_disabled()
    money.fill("1000000000")
    money.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("left")
    button(page, "Try it").click()
    expect(page.get_by_text("your last try")).to_be_visible()
    expect(page.get_by_role("cell", name="me", exact=True)).to_be_visible()
    page.wait_for_function("() => location.search.includes('tries=me')")
    page.reload()
    expect(page.get_by_role("cell", name="me", exact=True)).to_be_visible()
    expect(page.get_by_label("Budget")).to_have_value("1000000000")


@pytest.mark.slow
def test_cash_is_compared_to_the_end(page: Page, address: str) -> None:
    page.goto(address + "?screen=cash&predict=1")
    expect(button(page, "Run a year")).to_be_disabled()
    guess = page.get_by_label("Prediction: cash that just-in-time frees (millions)")
    guess.fill("1")
    guess.press("Enter")
    button(page, "Run a year").click()
    expect(page.get_by_text("Your prediction: 1 millions.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("cell", name="working capital")).to_be_visible()
    expect(button(page, "Stop")).to_be_hidden()


def test_long_work_is_stopped_by_its_button(page: Page, address: str) -> None:
    page.goto(address + "?screen=cash&predict=0")
    button(page, "Run a year").click()
    button(page, "Stop").click()
    expect(page.get_by_text("Stopped: nothing was changed.")).to_be_visible(timeout=60_000)
    expect(button(page, "Run a year")).to_be_enabled()


def test_the_causes_of_a_shortage_are_a_tree(page: Page, address: str) -> None:
    page.goto(address + "?screen=why&predict=0&duration=12&target=stage_2")
    expect(page.locator(".story")).to_contain_text("stage_2")
    days = page.get_by_label("By the end of day").locator("option")
    first = days.first.inner_text()
    page.get_by_label("By the end of day").select_option(first)
    page.wait_for_function("(day) => location.search.includes(`day=${day}`)", arg=first)
    expect(page.locator(".story")).to_contain_text(f"day {first}")
    page.wait_for_function(
        """(day) => [...Bokeh.documents[0]._all_models.values()].some(
          (one) => one.type == "Span" && one.visible && one.location == day)""", arg=int(first),
    )  # fmt: skip


def test_readiness_is_a_map_of_flows_by_levers(page: Page, address: str) -> None:
    page.goto(address + "?screen=readiness")
    expect(page.get_by_role("columnheader", name="exposure")).to_be_visible()
    expect(page.get_by_role("rowheader", name="stage_2").or_(page.get_by_text("stage_2 →")).first).to_be_visible()


@pytest.mark.parametrize(
    ("screen", "reached"),
    [("budget", "Try it"), ("readiness", "Verify by simulation"), ("cash", "Run a year"), ("own_network", "Browse")],
)
def test_controls_are_reached_by_the_keyboard(page: Page, address: str, screen: str, reached: str) -> None:
    page.goto(f"{address}?screen={screen}&predict=0")
    expect(page.get_by_text(reached, exact=True).first).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == reached:
            return
    pytest.fail(f"{reached} is not reached")


FOCUSED = """() => {
  let one = document.activeElement
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement
  return one ? one.innerText.trim() : ""
}"""
