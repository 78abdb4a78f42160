"""Pictures: the response of a behaviour to a step and to a pulse of demand, side by side."""

from typing import Any

from matplotlib import rc_context

from jitagents.behaviours.base import Behaviour
from jitagents.build import build
from jitagents.config import composed, plain
from jitagents.errors import InputError
from jitagents.plots.style import COLOURS, GREY, LINES, RC, Picture, panels
from jitagents.reference.entries import Entry
from jitagents.reference.responses import DAYS, SHAPES, response

WIDTH, HEIGHT = 3.6, 1.9
SLACK = 2.0
"""Margin below 0 at which an axis may begin, units."""


def picture(entry: Entry) -> Picture | None:
    """Draw the response, with the parameters that its file states; None where the file leaves one to the user.

    Demand does not respond: its sample paths are drawn instead.
    """
    try:
        behaviour = configured(entry)
    except InputError:
        return None
    shapes = ["step"] if entry.stage == "demand" else list(SHAPES)
    with rc_context(RC):
        figure, axes = panels(len(shapes), WIDTH, HEIGHT, entry.cls.__name__, x="day", y="units")
        for axis, shape in zip(axes, shapes, strict=True):
            curves = response(entry.stage, behaviour, shape)
            for number, (name, curve) in enumerate(curves.items()):
                axis.step(range(1, DAYS + 1), curve, where="mid", label=name, **_look(number))
            axis.set_title("sample paths" if entry.stage == "demand" else f"{shape} of demand")
        axes[0].set_ylim(bottom=min(0.0, axes[0].get_ylim()[0] + SLACK))
        figure.legend(*axes[0].get_legend_handles_labels(), loc="outside right center")
    return figure


def _look(number: int) -> dict[str, Any]:
    """Style of a curve; the first is the input of the others."""
    if number == 0:
        return {"color": GREY, "linewidth": 2.5, "alpha": 0.5}
    return {"color": COLOURS[number - 1], "linestyle": LINES[(number - 1) % len(LINES)], "linewidth": 1.0}


def configured(entry: Entry) -> Behaviour:
    """Build the behaviour as its file configures it, with references to other parts of the configuration resolved.

    Raises:
        InputError: a parameter must be given by the user.
    """
    stated = plain(composed(["network=serial", "study=single", entry.choice]))
    behaviour = build(stated[entry.stage], entry.stage)
    assert isinstance(behaviour, Behaviour)
    return behaviour
