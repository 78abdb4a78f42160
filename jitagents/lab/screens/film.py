"""Film: the state of every firm day by day, and what its calm twin does, as a ghost."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import panel as pn
from bokeh.models import ColorBar, ColumnDataSource, LinearColorMapper, Range1d
from bokeh.models.annotations import Span
from matplotlib.colors import to_hex
from panel.viewable import Viewable

from jitagents.lab.controls import Controls
from jitagents.lab.look import CALM, CARD, CRISIS, FONT, GREY, INK, figure, side_by_side
from jitagents.lab.map import Map
from jitagents.lab.run import Run
from jitagents.lab.saving import saving
from jitagents.lab.screen import Screen
from jitagents.lab.screens.network import targets
from jitagents.lab.session import Session
from jitagents.lab.waiting import covered
from jitagents.plots.animation import NORM, SHARES

SHADES = 101
MILLISECONDS = 200
"""Of a day, when the film runs."""
FRAME = """
const day = Math.round(cb_obj.value) - 1
const count = names.length
const colour = firms.data.colour, size = firms.data.size, said = firms.data.said, usual = firms.data.usual
for (let firm = 0; firm < count; firm++) {
  const share = frames.data.share[day * count + firm]
  const at = Math.min(Math.max(share, 0), 2) / 2 * (shades.length - 1)
  colour[firm] = shades[Math.round(at)]
  size[firm] = usual[firm] * Math.max(Math.sqrt(Math.min(Math.max(share, 0), 1.5)), 0.35)
  said[firm] = Math.round(100 * share) + " %"
}
firms.change.emit()
now.location = day + 1
"""
"""The frame of a day, drawn in the browser without asking the server."""


class Film:
    """The screen of one session.

    Args:
        session: whose runs are shown.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say, experiment = session, session.say, session.experiment
        self._days = int(experiment.loaded.config["days"])
        self._map = Map(
            experiment.agents,
            experiment.lanes,
            targets(session),
            say("Day by day"),
            (say("tier"), say("final demand")),
            ghosts=True,
        )  # fmt: skip
        self._frames = ColumnDataSource({"share": []})
        self._curve = ColumnDataSource({"day": [], "calm": [], "crisis": []})
        self._now = Span(location=min(session.state.day, self._days), dimension="height", line_color=INK, line_width=2)
        self._strip = self._curves()
        self._player = pn.widgets.Player(
            label=say("Day"), value=min(session.state.day, self._days), start=1, end=self._days, interval=MILLISECONDS,
            show_loop_controls=False, loop_policy="once", show_value=True, value_align="start",
            sizing_mode="stretch_width",
            visible_buttons=["first", "previous", "pause", "play", "next", "last"], css_classes=["player"],
        )  # fmt: skip
        self._legend()
        shades = [to_hex(SHARES(NORM(share))) for share in np.linspace(0, 2, SHADES)]
        self._shades = shades
        self._player.jscallback(value=FRAME, args={
            "frames": self._frames, "firms": self._map.firms, "now": self._now, "shades": shades,
            "names": list(experiment.agents["name"]),
        })  # fmt: skip
        self._player.param.watch(lambda event: session.change(day=event.new), "value_throttled")
        session.watch(self._show)
        film = pn.Column(
            pn.pane.Bokeh(self._map.plot, sizing_mode="stretch_width"),
            self._player,
            pn.pane.Bokeh(self._strip, sizing_mode="stretch_width"),
            saving(self._map.plot, self._map.firms, "film", say), styles=CARD, sizing_mode="stretch_width",
        )  # fmt: skip
        self.view: Viewable = side_by_side(Controls(session, CONTROLS).view, covered(session, film))

    def _curves(self) -> Any:
        """Output of final demand, and the day that is shown."""
        say = self._session.say
        plot = figure(
            "", height=170, x_axis_label=say("day"), y_axis_label=say("output, %"), y_range=Range1d(start=0, end=130),
            x_range=Range1d(start=0.5, end=self._days + 0.5),
        )  # fmt: skip
        plot.line("day", "calm", source=self._curve, color=CALM, line_width=2, line_dash="dashed")
        plot.line("day", "crisis", source=self._curve, color=CRISIS, line_width=2.5)
        plot.add_layout(self._now)
        return plot

    def _legend(self) -> None:
        """The bar of colours."""
        bar = ColorBar(
            color_mapper=LinearColorMapper(palette=[to_hex(SHARES(one)) for one in np.linspace(0, 1, SHADES)],
                                           low=0, high=200),
            width=260, height=12, location="bottom_left", orientation="horizontal", title_text_font=FONT,
            title_text_font_style="normal", title_text_color=INK, title_text_font_size="13px",
            title=self._session.say("output, % of calm; ring: calm twin"),
        )  # fmt: skip
        self._map.plot.add_layout(bar, "below")

    def _show(self, run: Run) -> None:
        """Take the frames of a run, and draw the present one."""
        shares = run.output[1]
        self._frames.data = {"share": shares.ravel()}
        self._curve.data = {"day": np.arange(1, self._days + 1), "calm": run.calm.mean, "crisis": run.crisis.mean}
        self._map.aim(targets(self._session))
        self._map.firms.patch({name: [(slice(None), values)] for name, values in self._frame(shares).items()})

    def _frame(self, shares: np.ndarray) -> Mapping[str, list[Any]]:
        """Colours, sizes and words of the firms on the day of the state."""
        today = np.clip(shares[min(self._session.state.day, self._days) - 1], 0, 2)
        return {
            "colour": [self._shades[round(share / 2 * (SHADES - 1))] for share in today],
            "size": list(self._map.size * np.maximum(np.sqrt(np.minimum(today, 1.5)), 0.35)),
            "said": [f"{100 * share:.0f} %" for share in today],
            "edge": [GREY] * len(today),
        }


CONTROLS = ("method", "buffer", "duration", "target", "serving", "second")
SCREEN = Screen("film", "Film", lambda session: Film(session).view, waits=True)
