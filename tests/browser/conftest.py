"""A real browser without any network but this machine's; skipped where there is none, unless the run requires one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
HERE = {"127.0.0.1", "localhost"}
PROJECTOR = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")  # as long as it is there, an event loop runs, and tests of servers need their own
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        if os.environ.get("JITAGENTS_BROWSER") == "required":
            pytest.fail("no browser: Debian's package `chromium` is needed")
        pytest.skip("no browser: install Debian's package `chromium`")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@contextmanager
def offline(browser: Browser, **settings: object) -> Iterator[BrowserContext]:
    """A context (one person with one browser) in which every request that leaves this machine is aborted and told.

    Raises:
        AssertionError: at the end, if a page asked for something from outside.
    """
    asked: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname in HERE or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context = browser.new_context(**settings)  # type: ignore[arg-type]
    context.route("**/*", guard)
    try:
        yield context
    finally:
        context.close()
    assert not asked, f"asked from outside: {asked}"
