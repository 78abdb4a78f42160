"""Labels that never lie over each other."""

from collections.abc import Iterable, Sequence

from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from jitagents.plots.style import any_script

type Offset = tuple[float, float]
"""Points to the right and up of what is labelled."""
type Points = Iterable[tuple[float, float]]

FREE = 8
"""Pixels around a point."""


def spread(figure: Figure, labels: Iterable[Annotation], offsets: Sequence[Offset] = (), points: Points = ()) -> None:
    """Move each label to its first offset where it lies over nothing; hide it if there is none.

    Args:
        figure: complete; it is laid out here and stays so, since labels are placed in its pixels.
        labels: the most important first.
        offsets: what to try; empty = where the label is.
        points: (x, y) in data that must stay free.
    """
    with any_script():
        _place(figure, labels, offsets, points)


def _place(figure: Figure, labels: Iterable[Annotation], offsets: Sequence[Offset], points: Points) -> None:
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    busy = [_around(*figure.axes[0].transData.transform(point)) for point in points]
    for label in labels:
        for offset in offsets or (label.xyann,):
            label.xyann = offset
            label.set_horizontalalignment("center" if offset[0] == 0 else "left" if offset[0] > 0 else "right")
            box = label.get_window_extent()
            if not any(_meet(box, other) for other in busy):
                busy.append(box)
                break
        else:
            label.set_visible(False)


def _around(x: float, y: float) -> Bbox:
    """The pixels of a point."""
    return Bbox.from_extents(x - FREE, y - FREE, x + FREE, y + FREE)


def _meet(a: Bbox, b: Bbox) -> bool:
    return bool(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)
