"""Sliders of an experiment, and the output of final demand against the calm twin."""

from typing import Any

import numpy as np
import panel as pn
from bokeh.models import BoxAnnotation, ColumnDataSource, Range1d
from panel.viewable import Viewable

from jitagents.lab.controls import Controls
from jitagents.lab.look import CALM, CRISIS, WIDE, figure, side_by_side
from jitagents.lab.prediction import Prediction, revealed
from jitagents.lab.run import Run
from jitagents.lab.saving import saving
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session
from jitagents.lab.state import State

TOP = 130
"""Percent of the usual output at the top of the figure, unless more is reached."""


class Curves:
    """Output by day, calm and crisis, each with its interval.

    Args:
        session: whose runs are shown.

    Attributes:
        source: numbers of the figure, a row a day.
        plot: the figure.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        config = session.experiment.loaded.config
        self._start = int(config["crisis"][session.experiment.disruption]["start"])
        self.source = ColumnDataSource({name: [] for name in ("day", *NAMES)})
        self._range = Range1d(start=0, end=TOP)
        self.plot = plot = figure(
            say("What final demand gets"),
            height=430, x_axis_label=say("day"), y_axis_label=say("output, % of the calm mean"), y_range=self._range,
            x_range=Range1d(start=1, end=int(config["days"])),
        )  # fmt: skip
        self._outage = BoxAnnotation(fill_color="#8a94a0", fill_alpha=0.18, line_color=None, level="underlay")
        plot.add_layout(self._outage)
        for world, colour, dash, said in (
            ("calm", CALM, "dashed", say("calm twin")), ("crisis", CRISIS, "solid", say("crisis")),
        ):  # fmt: skip
            plot.varea("day", f"{world}_low", f"{world}_high", source=self.source, color=colour, alpha=0.25)
            plot.line("day", world, source=self.source, color=colour, line_width=3, line_dash=dash, legend_label=said)
        plot.legend.orientation, plot.legend.location = "horizontal", "bottom_right"
        plot.legend.background_fill_alpha, plot.legend.border_line_color = 0.8, None
        self.follow(session.state, session.state)
        session.watch_state(self.follow)

    def follow(self, before: State, after: State) -> None:
        """Show the outage of a state, and cover the crisis while a prediction is missing."""
        self._outage.left, self._outage.right = self._start, self._start + after.duration
        if self._session.run is not None and revealed(before) != revealed(after):
            self.show(self._session.run)

    def show(self, run: Run) -> None:
        """Show the curves of a run."""
        hidden = not revealed(self._session.state)
        data: dict[str, Any] = {"day": np.arange(1, len(run.calm.mean) + 1)}
        for world, estimate in (("calm", run.calm), ("crisis", run.crisis)):
            for end in ("low", "mean", "high"):
                numbers = getattr(estimate, end)
                name = world if end == "mean" else f"{world}_{end}"
                data[name] = np.full(len(numbers), np.nan) if hidden and world == "crisis" else numbers
        self.source.data = data
        top = max(TOP, float(np.nanmax([run.calm.high, run.crisis.high])) * 1.05)
        if self._range.end != top:
            self._range.end = top


NAMES = ("calm", "calm_low", "calm_high", "crisis", "crisis_low", "crisis_high")


def view(session: Session) -> Viewable:
    """The controls, the prediction, and the curves."""
    controls, prediction, curves = Controls(session), Prediction(session), Curves(session)

    def show(run: Run) -> None:
        curves.show(run)
        prediction.show(run)

    session.watch(show)
    right = pn.Column(
        prediction.numbers,
        pn.pane.Bokeh(curves.plot, sizing_mode="stretch_width"),
        saving(curves.plot, curves.source, "output", session.say),
        prediction.table,
        styles=WIDE,
    )
    return side_by_side(controls.view, right)


SCREEN = Screen("sliders", "Sliders", view)
