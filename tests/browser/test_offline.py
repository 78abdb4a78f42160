"""The guard of the browser tests itself: what leaves the machine is noticed."""

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.conftest import offline


def test_a_request_to_the_outside_is_aborted_and_fails_the_test(browser: Browser) -> None:
    refused = pytest.raises(Error, match="ERR_FAILED")
    with pytest.raises(AssertionError, match="example"), offline(browser) as context, refused:
        context.new_page().goto("http://example.org/font.woff2")


def test_a_page_of_this_machine_is_shown(browser: Browser) -> None:
    with offline(browser) as context:
        page = context.new_page()
        page.goto("data:text/html,<h1>here</h1>")
        assert page.inner_text("h1") == "here"
