"""A laboratory on a chain of three firms, as the command line opens it, and what its pages show."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PROJECTOR, offline

CHAIN = ["network=serial", "network.stages=3", "demand=constant", "replications=3", "days=40", "crisis.outage.start=5"]
SOURCE = """
(names) => [...Bokeh.documents[0]._all_models.values()].filter(
  (one) => one.type == "ColumnDataSource" && names.every((name) => name in one.data))[0].data[names[0]]
"""


serving: dict[str, int] = {}
"""The process behind each address."""


@contextmanager
def laboratory(*arguments: str) -> Iterator[str]:
    """The address of a laboratory that runs in a process of its own."""
    command = [sys.executable, "-m", "jitagents", "lab", "--no-browser", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if found := re.search(r"http://\S+", line):
                    serving[found.group(0)] = process.pid
                    yield found.group(0)
                    break
            else:
                pytest.fail("".join(lines))
        finally:
            process.terminate()


def processor_seconds(address: str) -> float:
    """Seconds of a processor that a laboratory has taken; its test is skipped where the system does not tell."""
    told = Path(f"/proc/{serving[address]}/stat")
    if not told.is_file():
        pytest.skip("the system has no /proc")
    ticks = told.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with laboratory(*CHAIN) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if it asks for anything from outside, or stumbles."""
    stumbled: list[str] = []
    with offline(browser, viewport=PROJECTOR) as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: stumbled.append(str(error)))
        yield page
    assert stumbled == []


def curve(page: Page, name: str = "crisis") -> list[float | None]:
    """Percent of the usual output by day, as the figure of the sliders draws it; None: hidden."""
    script = f"(names) => Array.from(({SOURCE})(names), (one) => isNaN(one) ? null : one)"
    numbers = page.evaluate(script, [name, "calm_low"])
    assert isinstance(numbers, list)
    return numbers


def wait_for_curve(page: Page, lowest: float = 1000) -> list[float | None]:
    """The curve of the crisis, once it is drawn and falls below a number."""
    page.wait_for_function(
        """(lowest) => window.Bokeh?.documents[0] && (() => {
          const source = [...Bokeh.documents[0]._all_models.values()].find((one) => one.data && "calm_low" in one.data)
          return source && source.data.crisis.length && Math.min(...source.data.crisis) < lowest
        })()""",
        arg=lowest,
    )
    return curve(page)
