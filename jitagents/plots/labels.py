"""Labels that stand inside their axes and never lie over each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from matplotlib.text import Annotation

from jitagents.plots.style import Picture, any_script

type Offset = tuple[float, float]
"""Points to the right and up of what is labelled."""
type Side = Literal["left", "center", "right"]
type Points = Iterable[tuple[float, float]]
type Boxes = npt.NDArray[np.float64]
"""Left, lower, right and upper ends in pixels, `(4,)` or `(boxes, 4)`."""

FREE = 8
"""Pixels around a point."""
GAP = 5
"""Pixels beside a label that stay free, so that two names on a line are read as two."""
INCH = 72
"""Points of an inch."""


def spread(figure: Picture, labels: Mapping[Annotation, Sequence[Offset]], points: Points = ()) -> None:
    """Move each label to its first offset inside its axes where it covers no other label or point; else hide it.

    Args:
        figure: complete; it is laid out here and stays so, since labels are placed in its pixels.
        labels: the offsets to try for each label, the most important label first.
        points: (x, y) in data of the axes of the labels that must stay free.
    """
    with any_script():
        _place(figure, labels, np.array([*points], dtype=float).reshape(-1, 2))


def _place(figure: Picture, labels: Mapping[Annotation, Sequence[Offset]], points: npt.NDArray[np.float64]) -> None:
    figure.lay_out()
    every_axes = dict.fromkeys(label.axes for label in labels if label.axes is not None)
    inside = {axes: np.array(axes.get_window_extent().extents) for axes in every_axes}
    busy = [np.hstack([at - FREE, at + FREE]) for at in (axes.transData.transform(points) for axes in every_axes)]
    taken = np.concatenate([*busy, np.empty((len(labels), 4))])
    count = len(taken) - len(labels)
    for label, offsets in labels.items():
        label.set_horizontalalignment("left")
        label.xyann = 0, 0
        own = np.array(label.get_window_extent().extents)
        for offset in offsets:
            side = _side(offset)
            label.set_horizontalalignment(side)
            label.xyann = offset
            box = _moved(own, offset, side, figure.dpi)
            if label.axes is not None and not _holds(inside[label.axes], box):
                continue
            if not _meets(box, taken[:count]):
                taken[count] = box + np.array([-GAP, 0.0, GAP, 0.0])
                count += 1
                break
        else:
            label.set_visible(False)


def _side(offset: Offset) -> Side:
    """The end of a label that is nearest to what it labels."""
    return "center" if offset[0] == 0 else "left" if offset[0] > 0 else "right"


def _moved(box: Boxes, offset: Offset, side: Side, dpi: float) -> Boxes:
    """The box of a label that began at the point that it labels, beside it."""
    right, up = (points * dpi / INCH for points in offset)
    right -= {"left": 0.0, "center": 0.5, "right": 1.0}[side] * (box[2] - box[0])
    return box + np.array([right, up, right, up])


def _holds(outer: Boxes, inner: Boxes) -> bool:
    return bool((outer[:2] <= inner[:2]).all() and (inner[2:] <= outer[2:]).all())


def _meets(box: Boxes, others: Boxes) -> bool:
    """Whether a box lies over any of others."""
    return bool(((box[:2] < others[:, 2:]) & (others[:, :2] < box[2:])).all(axis=1).any())
