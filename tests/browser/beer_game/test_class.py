"""A class in its browsers: a board of four people, a server that is killed, people who try what they should not."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from jitagents.beer_game.setup import SEATS
from tests.beer_game.serving import Process, free_port
from tests.browser.conftest import PHONE, PROJECTOR, offline

PASSED_ON = [330, 242, 154, 66]
"""Costs of the four seats if each orders what it was asked for, dollars in 36 weeks."""
NAME = "<img src=x onerror=a()>"
TWICE = 'const form = document.querySelector("form.order"); form.requestSubmit(); form.requestSubmit();'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    """A game of one board, which can be killed."""
    process = Process(tmp_path / "game", free_port())
    yield process
    process.stop()


@pytest.fixture(scope="module")
def short(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A game of three weeks that runs, with a board for each test."""
    process = Process(tmp_path_factory.mktemp("short"), free_port(), boards=3)
    with offline(browser) as context:
        page = at_console(context, process)
        page.fill("[name=weeks]", "3")
        with page.expect_navigation():
            page.locator("form", has=page.locator("[name=weeks]")).get_by_role("button").click()
        with page.expect_navigation():
            page.click("#phase")
    yield process
    assert process.stop() == 0


def at_console(context: BrowserContext, server: Process) -> Page:
    """The console."""
    page = context.new_page()
    page.goto(server.console)
    return page


def join(context: BrowserContext, server: Process, seat: int, name: str = "", board: int = 0) -> Page:
    """Join the game at a seat of a board."""
    page = context.new_page()
    page.goto(server.address)
    page.fill("#code", server.code)
    page.fill("#name", name)
    page.select_option("#place", f"{board}/{seat}")
    page.click("text=Join")
    return page


def pass_on(page: Page, week: int) -> None:
    """Order what has come in, by the keyboard alone."""
    page.wait_for_selector(f'input[name="week"][value="{week}"]', state="attached")
    page.focus("#cases")
    page.keyboard.type(page.inner_text("#slip"))
    page.keyboard.press("Enter")


def records(console: Page, server: Process) -> list[dict[str, str]]:
    """The decisions that the lecturer exports."""
    return [*csv.DictReader(io.StringIO(console.request.get(f"{server.address}/console/records.csv").text()))]


@pytest.mark.slow
def test_four_browsers_play_a_board_whose_server_is_killed(browser: Browser, server: Process) -> None:
    """In week 10 two have ordered when it is killed, and one orders while it is away: every order counts once."""
    with ExitStack() as room:
        console = at_console(room.enter_context(offline(browser, viewport=PROJECTOR)), server)
        console.click("#phase")
        phones = [room.enter_context(offline(browser, viewport=PHONE)) for _ in SEATS]
        pages = [join(context, server, seat) for seat, context in enumerate(phones)]
        for week in range(1, 37):
            for seat, page in enumerate(pages):
                if (week, seat) == (10, 2):
                    server.kill()
                pass_on(page, week)
                if (week, seat) == (10, 2):
                    page.wait_for_selector("text=Not sent yet")
                    server.start()
                if week == 10 and seat < 2:
                    page.wait_for_selector(".done")
        for page in pages:
            page.wait_for_selector("text=The game is over")
        rows = records(console, server)
    assert len({(row["seat"], row["week"]) for row in rows}) == len(rows) == 4 * 36
    assert {row["by"] for row in rows} == {"person"}
    costs = [sum(float(row["cost"]) for row in rows if row["seat"] == seat) for seat in SEATS]
    assert costs == pytest.approx(PASSED_ON)


def test_two_clicks_order_once_and_a_reload_of_the_page_does_not_order_again(browser: Browser, short: Process) -> None:
    """The server is slow, so that the second click comes before the first has been answered."""
    sent: list[str] = []

    def slow(route: Route) -> None:
        sent.append(str(route.request.post_data))
        page.wait_for_timeout(200)
        route.continue_()

    with offline(browser, viewport=PROJECTOR) as desk, offline(browser, viewport=PHONE) as phone:
        console = at_console(desk, short)
        page = join(phone, short, 0, board=1)
        phone.route("**/order", slow)
        page.wait_for_selector("#cases:enabled")
        page.fill("#cases", "7")
        page.dblclick("form.order button")
        page.wait_for_selector('input[name="week"][value="2"]', state="attached")
        page.fill("#cases", "9")
        page.evaluate(TWICE)
        page.wait_for_selector('input[name="week"][value="3"]', state="attached")
        page.reload()
        page.wait_for_selector('input[name="week"][value="3"]', state="attached")
        rows = records(console, short)
    given = [(row["week"], row["order"]) for row in rows if (row["by"], row["board"]) == ("person", "2")]
    assert given == [("1", "7"), ("2", "9")]
    assert len(sent) == 2


def test_players_say_what_they_believe_before_it_is_revealed(browser: Browser, short: Process) -> None:
    with offline(browser, viewport=PROJECTOR) as desk, offline(browser, viewport=PHONE) as phone:
        console = at_console(desk, short)
        page = join(phone, short, 1, "Zoë", board=2)
        for week in (1, 2, 3):
            pass_on(page, week)
        for week, cases in (1, "6"), (2, "11"), (3, "7"):
            page.fill(f"[name=week{week}]", cases)
        page.keyboard.press("Enter")
        expect(page.locator(".done")).to_be_visible()
        console.reload()
        console.click("#reveal")
        expect(page.locator(".beliefs")).to_have_count(0)
        told = console.request.get(f"{short.address}/console/believed.csv").text().splitlines()
    assert told == ["board,seat,week,units,player", *(f"3,wholesaler,{one},Zoë" for one in ("1,6", "2,11", "3,7"))]


def test_who_does_not_know_the_code_gets_no_seat(browser: Browser, short: Process) -> None:
    with offline(browser, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(short.address)
        page.fill("#code", "QQQQ" if short.code != "QQQQ" else "WWWW")
        page.click("text=Join")
        assert "no game with this code" in page.inner_text("[role=alert]")
        page.goto(f"{short.address}/play")
        assert page.url == f"{short.address}/"
        page.goto(f"{short.address}/console")
        assert page.locator("#phase").count() == 0


def test_names_are_text_and_an_order_counts_once(browser: Browser, short: Process) -> None:
    with (
        offline(browser) as desk,
        offline(browser, viewport=PHONE) as first,
        offline(browser, viewport=PHONE) as second,
    ):
        console = at_console(desk, short)
        dialogs: list[str] = []
        for context in (desk, first):
            context.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page = join(first, short, 0, NAME)
        again = first.new_page()  # the same person in a second tab
        again.goto(f"{short.address}/play")
        other = join(second, short, 1, "=1+1")
        pass_on(page, 1)
        expect(page.locator(".done")).to_be_visible()
        token = next(cookie["value"] for cookie in first.cookies() if cookie["name"] == "_xsrf")
        forged: dict[str, str | float | bool] = {"_xsrf": token, "week": "1", "cases": "777", "board": "0", "seat": "1"}
        first.request.post(f"{short.address}/order", form=forged)
        expect(again.locator(".done")).to_be_visible()
        assert not re.search(r"\b777\b", other.content() + page.content() + again.content())  # tokens have digits too
        pass_on(other, 1)
        with console.expect_navigation():  # a reload beside it would meet a page that is on its way out
            console.get_by_role("button", name="Next week").click()
        assert console.locator("img").count() == 0
        assert console.get_by_text(NAME).count() >= 1
        rows = [row for row in records(console, short) if row["board"] == "1"]
        assert not dialogs
    assert sorted(row["order"] for row in rows if row["by"] == "person") == ["4", "4"]
    assert not [row for row in rows if row["player"].startswith("=")]
