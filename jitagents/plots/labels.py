"""Labels that never lie over each other."""

from collections.abc import Iterable, Sequence

from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

type Offset = tuple[float, float]
"""Points to the right and up of what is labelled."""


def spread(
    figure: Figure, labels: Iterable[Annotation], offsets: Sequence[Offset] = (), taken: Iterable[Bbox] = ()
) -> None:
    """Move each label to its first offset where it lies over nothing; hide it if there is none.

    Args:
        figure: laid out already.
        labels: the most important first.
        offsets: what to try; empty = where the label is.
        taken: boxes (pixels) that must stay free.
    """
    busy = list(taken)
    for label in labels:
        for offset in offsets or (label.xyann,):
            label.xyann = offset
            label.set_ha("center" if offset[0] == 0 else "left" if offset[0] > 0 else "right")
            box = label.get_window_extent()
            if not any(_meet(box, other) for other in busy):
                busy.append(box)
                break
        else:
            label.set_visible(False)


def _meet(a: Bbox, b: Bbox) -> bool:
    return bool(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)
