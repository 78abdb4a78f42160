"""Labels that stand inside their axes and never lie over each other."""

from collections.abc import Iterable, Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from jitagents.plots.style import any_script

type Offset = tuple[float, float]
"""Points to the right and up of what is labelled."""
type Points = Iterable[tuple[float, float]]

FREE = 8
"""Pixels around a point."""
GAP = 5
"""Pixels beside a label that stay free, so that two names on a line are read as two."""


def spread(figure: Figure, labels: Mapping[Annotation, Sequence[Offset]], points: Points = ()) -> None:
    """Move each label to its first offset inside its axes where it covers no other label or point; else hide it.

    Args:
        figure: complete; it is laid out here and stays so, since labels are placed in its pixels.
        labels: the offsets to try for each label, the most important label first.
        points: (x, y) in data of the axes of the labels that must stay free.
    """
    with any_script():
        _place(figure, labels, list(points))


def _place(figure: Figure, labels: Mapping[Annotation, Sequence[Offset]], points: Points) -> None:
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    every_axes = dict.fromkeys(label.axes for label in labels if label.axes is not None)
    busy = [_around(*axes.transData.transform(point)) for axes in every_axes for point in points]
    inside = {axes: axes.get_window_extent() for axes in every_axes}
    for label, offsets in labels.items():
        for offset in offsets:
            label.xyann = offset
            label.set_horizontalalignment("center" if offset[0] == 0 else "left" if offset[0] > 0 else "right")
            box = label.get_window_extent()
            if label.axes is not None and not _holds(inside[label.axes], box):
                continue
            if not any(_meet(box, other) for other in busy):
                busy.append(Bbox.from_extents(box.x0 - GAP, box.y0, box.x1 + GAP, box.y1))
                break
        else:
            label.set_visible(False)


def _around(x: float, y: float) -> Bbox:
    """The pixels of a point."""
    return Bbox.from_extents(x - FREE, y - FREE, x + FREE, y + FREE)


def _holds(outer: Bbox, inner: Bbox) -> bool:
    return bool(outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and outer.y0 <= inner.y0 and inner.y1 <= outer.y1)


def _meet(a: Bbox, b: Bbox) -> bool:
    return bool(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)
