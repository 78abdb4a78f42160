"""Time from the key that moves a slider to the curve that is drawn: the car maker, 50 worlds with a calm twin each.

    uv run --group test python -m tests.browser.lab.latency

Prints the median, the 90 % quantile and the largest of the whole way in a real browser (key, server, run, patch,
frame), and of the run alone.
"""

import shutil
import time

import numpy as np
from playwright.sync_api import sync_playwright

from jitagents.lab.experiment import Experiment
from jitagents.lab.state import State
from tests.browser.conftest import NAMES
from tests.browser.lab.conftest import laboratory

MOVES = 29
WATCH = """() => {
  const source = [...Bokeh.documents[0]._all_models.values()].find((one) => one.data && "calm_low" in one.data)
  window.taken = []
  window.addEventListener("keydown", () => { window.pressed = performance.now() }, true)
  source.properties.data.change.connect(() => {
    requestAnimationFrame(() => setTimeout(() => window.taken.push(performance.now() - window.pressed), 0))
  })
}"""


def main() -> None:
    tell("run alone", alone())
    for name, number in (("outage, in the browser", 1), ("cover, in the browser", 0)):
        tell(name, in_browser(number))


def alone() -> list[float]:
    """Milliseconds of the run of states that differ in the outage and the cover, after the first."""
    experiment, taken = Experiment(), []
    experiment.run(State().run)
    for move in range(MOVES):
        began = time.perf_counter()
        experiment.run(State(duration=2 + move, buffer=1 + move / 10).run)
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def in_browser(number: int) -> list[float]:
    """Milliseconds from a key to the frame with the new curve, after the first, for a slider by its number."""
    program = next(filter(None, map(shutil.which, NAMES)))
    with laboratory() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{address}?predict=0&buffer=0.25&duration=1")
        page.wait_for_function("() => window.Bokeh?.documents[0] && [...Bokeh.documents[0]._all_models.values()]"
                               ".some((one) => one.data?.calm_low?.length)")  # fmt: skip
        page.evaluate(WATCH)
        page.locator("[role=slider]").nth(number).focus()
        for move in range(MOVES):
            before = page.evaluate("() => window.taken.length")
            page.keyboard.press("ArrowRight")
            page.wait_for_function("(before) => window.taken.length > before", arg=before)
            page.wait_for_timeout(60 if move else 500)
        taken = page.evaluate("() => window.taken")
        browser.close()
    return list(taken[1:])


def tell(name: str, taken: list[float]) -> None:
    """Print a distribution."""
    median, most, last = np.quantile(taken, (0.5, 0.9, 1.0))
    print(f"{name}: median {median:.0f} ms, 90 % {most:.0f} ms, largest {last:.0f} ms, {len(taken)} moves")  # noqa: T201


if __name__ == "__main__":
    main()
