"""Network: the day on which each firm loses output first, and the facts of the firm that is chosen."""

from html import escape
from typing import Any

import numpy as np
import panel as pn
from bokeh.models import ColorBar, ColumnDataSource, LinearColorMapper
from panel.viewable import Viewable

from jitagents.lab.controls import Controls
from jitagents.lab.facts import Facts
from jitagents.lab.look import CARD, FONT, GREY, INK, PANEL, WIDE, side_by_side
from jitagents.lab.map import Map, colours_of
from jitagents.lab.prediction import revealed
from jitagents.lab.run import Run
from jitagents.lab.saving import saving
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session
from jitagents.lab.state import State
from jitagents.plots.drawing import LANE
from jitagents.results.estimate import Floats

NAME = f"color:{GREY};padding:3px 14px 3px 0;vertical-align:top;max-width:140px"


class NetworkScreen:
    """The screen of one session.

    Args:
        session: whose runs are shown.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say, experiment = session, session.say, session.experiment
        self._facts = Facts(experiment)
        config = experiment.loaded.config
        first = int(config["crisis"][experiment.disruption]["start"])
        self._latest = max(int(config["days"]) - first, 1)  # days from the start of the crisis to the lightest colour
        self._map = Map(
            experiment.agents, experiment.lanes, targets(session), say("When the crisis arrives"),
            (say("tier"), say("final demand")),
        )  # fmt: skip
        self._names = [str(name) for name in experiment.agents["name"]]
        self._legend()
        self._firm = pn.widgets.Select(
            label=say("Firm"), options={say("none"): ""} | {name: name for name in sorted(self._names)},
            sizing_mode="stretch_width", css_classes=["firm"],
        )  # fmt: skip
        self._told = pn.pane.HTML("", sizing_mode="stretch_width", css_classes=["facts"])
        self.data = ColumnDataSource({"firm": self._names})
        self._firm.param.watch(lambda event: session.change(agent=event.new), "value")
        self._map.firms.selected.on_change("indices", self._tapped)
        session.watch_state(self._hear)
        session.watch(self._show)
        controls = Controls(session, ("method", "buffer", "duration", "target"))
        beside = pn.Column(
            pn.Column(self._firm, self._told, styles=CARD, sizing_mode="stretch_width"), controls.view,
            styles={key: PANEL[key] for key in ("flex", "min-width")},
        )  # fmt: skip
        figure = pn.Column(
            pn.pane.Bokeh(self._map.plot, sizing_mode="stretch_width"),
            saving(self._map.plot, self.data, "network", say), styles=WIDE,
        )  # fmt: skip
        self.view: Viewable = side_by_side(beside, figure)
        self._choose(session.state)

    def _legend(self) -> None:
        """The bar of colours."""
        say, plot = self._session.say, self._map.plot
        shades = colours_of(np.arange(self._latest + 1.0), self._latest)
        bar = ColorBar(
            color_mapper=LinearColorMapper(palette=shades, low=0, high=self._latest), width=260, height=12,
            location="bottom_left", orientation="horizontal", background_fill_alpha=0.8,
            title=say("days to the first loss of output; white: none"), title_text_font=FONT,
            title_text_font_style="normal", title_text_color=INK, title_text_font_size="13px",
        )  # fmt: skip
        plot.add_layout(bar, "below")

    def _tapped(self, _: str, __: Any, rows: list[int]) -> None:
        self._session.change(agent=self._names[rows[0]] if rows else "")

    def _show(self, run: Run) -> None:
        """Colour the firms, and the lanes between firms that lose output."""
        say, days, open_ = self._session.say, self._days(run), revealed(self._session.state)
        colours = colours_of(days, self._latest)
        said = [
            (say("no loss") if open_ else "?") if np.isnan(day)
            else say("first loss after {days} days", days=f"{day:.0f}")
            for day in days
        ]  # fmt: skip
        self._map.firms.patch({
            "colour": [(slice(None), colours)], "said": [(slice(None), said)],
            "edge": [(slice(None), [GREY if np.isnan(day) else INK for day in days])],
        })  # fmt: skip
        self._map.aim(targets(self._session))
        self.data.data = {
            "firm": self._names, "first_loss": days, "stock": run.stock[0, 0], "parts": run.parts[0, 0],
        }  # fmt: skip
        self._lanes(run)
        self._tell(run)

    def _hear(self, before: State, after: State) -> None:
        """Choose the firm of a state, and uncover the losses when they may be seen."""
        if self._session.run is not None and revealed(before) != revealed(after):
            self._show(self._session.run)
        self._choose(after)

    def _days(self, run: Run) -> Floats:
        """Days to the first loss of each firm; no numbers as long as a prediction is missing."""
        return run.first_loss if revealed(self._session.state) else np.full_like(run.first_loss, np.nan)

    def _choose(self, state: State) -> None:
        """Show the firm of a state."""
        self._firm.value = state.agent
        rows = [self._names.index(state.agent)] if state.agent in self._names else []
        if self._map.firms.selected.indices != rows:
            self._map.firms.selected.indices = rows
        if self._session.run is not None:
            self._lanes(self._session.run)
            self._tell(self._session.run)

    def _lanes(self, run: Run) -> None:
        """Draw the lanes that lead on from the chosen firm, or those that the crisis takes."""
        state, here, days = self._session.state, self._map, self._days(run)
        if state.agent in self._names:
            led = here.downstream(self._names.index(state.agent))
            colours, widths = np.where(led, INK, "#dddddd"), np.where(led, 2.6, 0.8)
        else:
            late = np.maximum(days[here.seller], days[here.buyer])
            shades = np.array(colours_of(late, self._latest))
            colours, widths = np.where(np.isnan(late), LANE, shades), np.where(np.isnan(late), 0.8, 2.0)
        here.ways.patch({"colour": [(slice(None), list(colours))], "width": [(slice(None), list(widths))]})

    def _tell(self, run: Run) -> None:
        """Write the facts of the chosen firm."""
        say, name = self._session.say, self._session.state.agent
        if name not in self._names:
            self._told.object = f"<p style='color:{GREY}'>{escape(say('Click a firm, or choose it in the list.'))}</p>"
            return
        rows = "".join(
            f"<tr><td style='{NAME}'>{escape(say(said))}</td><td style='padding:3px 0'>{escape(value)}</td></tr>"
            for said, value in self._facts.of(name, run, say, crisis=revealed(self._session.state))
        )
        self._told.object = (
            f"<h3 style='margin:6px 0'>{escape(name)}</h3><table style='font-size:15px;line-height:1.35'>{rows}</table>"
        )


def targets(session: Session) -> list[str]:
    """The names of the firms that the crisis of a session acts on."""
    return [session.state.target] if session.state.target else session.experiment.loaded.overview.targets


SCREEN = Screen("network", "Network", lambda session: NetworkScreen(session).view, waits=True)
