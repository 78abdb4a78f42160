"""Mesa's page of sliders over a model of ours, without a network."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import offline

APP = Path(__file__).resolve().parents[2] / "experiments" / "mesa_in_the_browser" / "app.py"
PATIENCE = 60_000
"""Milliseconds for a page on a busy machine."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    if importlib.util.find_spec("solara") is None:
        pytest.skip("no Solara: install the extra `viz`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "solara", "run", str(APP), "--no-open", "--production", "--host", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--port", str(port)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(APP.parents[2])},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def test_a_model_is_stepped_and_its_sliders_move_by_keys(browser: Browser, address: str) -> None:
    with offline(browser) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        missing: list[str] = []
        page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
        page.goto(address)
        step = page.get_by_role("button", name="STEP")
        step.click()
        expect(page.get_by_text("Time:")).to_have_text("Time: 5.0", timeout=PATIENCE)
        picture = page.locator("img[src^='data:image/png'], img[src^='blob:'], .solara-image img").first
        expect(picture).to_be_visible(timeout=PATIENCE)
        cover = page.get_by_role("slider").nth(2)
        before = cover.get_attribute("aria-valuenow")
        cover.focus()
        page.keyboard.press("ArrowRight")
        expect(cover).not_to_have_attribute("aria-valuenow", str(before), timeout=PATIENCE)
        page.get_by_role("button", name="RESET").click()
        expect(page.get_by_text("Time:")).to_have_text("Time: 0.0", timeout=PATIENCE)
        assert not missing
