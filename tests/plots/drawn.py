"""Names in drawings, and whether one lies over another."""

from collections.abc import Callable
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Annotation

from jitagents.results import Results

type Study = Callable[..., Results]
"""Makes results of a study."""


def labels(figure: Figure) -> list[Annotation]:
    found = [text for axis in figure.axes for text in axis.texts if isinstance(text, Annotation) and text.get_visible()]
    return [text for text in found if not text.get_text().startswith("better")]


def overlapping(figure: Figure) -> int:
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in labels(figure)]
    return sum(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1 for a, b in combinations(boxes, 2))
