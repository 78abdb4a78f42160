"""Contract of figures: each is drawn twice for a small study, and the results stay as they are."""

from typing import Any

from matplotlib.figure import Figure

from jitagents.errors import InputError
from jitagents.plots.figure import StudyFigure
from jitagents.plots.style import image
from jitagents.results.own import explained
from jitagents.study import load
from jitagents.testing.harness import made_of, must

SMALL = {
    "network": "serial", "replications": 3, "days": 60, "warmup": 20, "workers": 1, "crisis": "supplier_outage",
    "crisis.outage.start": 10,
}  # fmt: skip
"""Of the study that is drawn: just-in-time and buffers on a chain of four, each in calm and in a crisis."""


def check_figure(figure: StudyFigure | type[StudyFigure], **settings: Any) -> None:
    """Check that a figure keeps its contract.

    It has a caption; it is drawn, with a title, as PNG and SVG; the second time it is the same; and it leaves the
    results as they were.

    Args:
        figure: an object; or its class, if all its parameters have defaults.
        settings: of the small study that it is drawn for, if it needs others, e.g. `levels`.

    Raises:
        AssertionError: the first thing that does not hold, in one sentence.
    """
    made = made_of(figure, StudyFigure, "figure: it must derive from StudyFigure")
    title = type(made).__name__
    must("." in made.caption, f"{title}: its caption has no sentence")
    results = load("jit_vs_hybrid", {**SMALL, **settings}).run(progress=False)
    before = results.summary()
    try:
        with explained("figure", made):
            drawable = made.drawable(results.shown)
            pictures = [results.plot(made) for _ in range(2)] if drawable else []
    except InputError as error:
        raise AssertionError(str(error)) from error
    must(bool(pictures), f"{title}: cannot be drawn for the small study; give settings of a study that it needs")
    must([isinstance(one, Figure) for one in pictures], f"{title}: draw() returns no figure of Matplotlib")
    first, second = (image(one, made.caption) for one in pictures)
    must(first.title, f"{title}: has no title, `figure.suptitle(...)`")
    must(first.png == second.png and first.svg == second.svg, f"{title}: the second time it is drawn otherwise")
    must(results.summary().equals(before), f"{title}: it changes the results")
