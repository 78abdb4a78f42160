"""Screen of causes: a market, a day on which it went short, and the tree that leads to the crisis."""

from html import escape
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.models import ColumnDataSource, Span
from matplotlib.figure import Figure
from panel.viewable import Viewable

from jitagents import diagnosis, plots
from jitagents.errors import InputError
from jitagents.lab.downloads import answer, drawn
from jitagents.lab.look import CRISIS, GREY, HALF, INK, WHOLE, figure, numbers
from jitagents.lab.rooms.tree import STYLE, tree
from jitagents.lab.rooms.why import WhyRoom
from jitagents.lab.saving import saving
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session, in_turn
from jitagents.lab.state import State
from jitagents.lab.tables import faults
from jitagents.plots.causes import causes
from jitagents.results.explanation import Explanation
from jitagents.translation import Translation

NAME = "why"
PICTURE = ".flow {overflow-x: auto} .flow svg {height: auto; max-width: 100%; min-width: 640px}"


class Why:
    """The screen of one session.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        self._causes, self._labels = (_catalogue(package, say.language) for package in (diagnosis, plots))
        self._room: WhyRoom | None = None
        self._asked: State | None = None
        self._explanation: Explanation | None = None
        self._setting = False
        self._market = pn.widgets.Select(label=say("Market"), min_width=180)
        self._day = pn.widgets.Select(label=say("By the end of day"), min_width=140)
        self._world = pn.widgets.IntInput(label=say("World"), value=1, start=1, width=110)
        self._story = pn.pane.HTML("", sizing_mode="stretch_width", css_classes=["story"])
        self._tree = pn.pane.HTML("", stylesheets=[STYLE], sizing_mode="stretch_width")
        self._picture = pn.pane.HTML("", stylesheets=[PICTURE], sizing_mode="stretch_width")
        self._curve = Curve(say)
        for widget in (self._market, self._world):
            widget.param.watch(lambda _: None if self._setting else in_turn(self._offer), "value")
        self._day.param.watch(lambda _: None if self._setting else in_turn(self._explain), "value")
        session.watch_state(self._hear)
        chosen = pn.FlexBox(self._market, self._day, self._world, align_items="end", gap="4px 16px")
        curve = saving(self._curve.plot, self._curve.short, "shortage", say)
        files = answer(say, "why", lambda: self._explanation, table=lambda found: found.table(), picture=self._drawn)
        self.view: Viewable = pn.FlexBox(
            pn.Column(chosen, self._story, styles=WHOLE),
            pn.Column(self._curve.pane, curve, styles=WHOLE),
            pn.Column(self._tree, styles=HALF),
            pn.Column(self._picture, files, styles=HALF),
            gap="16px",
        )
        self._open()

    def _hear(self, before: State, after: State) -> None:
        """Ask again when the screen is shown and other numbers are."""
        if after.screen == NAME and self._asked != after.run:
            self._open()

    def _open(self) -> None:
        """Go into the worlds of the state; if it has none, say why."""
        session, self._asked, self._room = self._session, self._session.state.run, None
        experiment = session.experiment
        room = WhyRoom(experiment.config(session.state), experiment.network)
        self._world.end = room.replications
        try:
            hit = room.hit(self._replication)
        except InputError as error:
            self._say_instead(faults(error.faults))
            return
        self._room = room
        market = session.state.agent if session.state.agent in room.markets else (*hit, *room.markets)[0]
        self._set(self._market, room.markets, market)
        self._offer()

    def _offer(self) -> None:
        """Offer the days on which the market lost output; that of the state, or else the one with the last loss."""
        if self._room is None:
            return
        market, say = self._market.value, self._session.say
        table = self._room.shortage(market, self._replication)
        days = table.loc[table["lost"], "day"].tolist()
        self._curve.show(table["day"].tolist(), table["short"].tolist(), days)
        self._day.disabled = not days
        day = self._session.state.day if self._session.state.day in days else days[-1] if days else None
        self._set(self._day, days, day)
        if day is None:
            self._say_instead(f"<p>{escape(say('{market} lost no output in this world.', market=market))}</p>")
        else:
            self._explain()

    def _say_instead(self, words: str) -> None:
        """Show words in the place of causes."""
        self._explanation, self._story.object = None, words
        self._tree.object = self._picture.object = ""
        self._curve.mark(None)

    @property
    def _replication(self) -> int:
        """Number of the world, from 0."""
        return (self._world.value or 1) - 1

    def _set(self, chooser: pn.widgets.Select, options: list[Any], value: Any) -> None:
        """Give a list other options, and choose one, as if nobody had."""
        self._setting = True
        chooser.param.update(options=options, value=value)
        self._setting = False

    def _explain(self) -> None:
        """Show the causes of the chosen day."""
        if self._room is None or self._day.value is None:
            return
        market, day = self._market.value, self._day.value
        self._explanation = self._room.explain(market, day, self._replication)
        self._story.object = f"<p>{escape(self._explanation.story(self._causes))}</p>"
        self._tree.object = tree(self._explanation, self._causes, self._labels)
        flow = drawn(self._drawn(self._explanation), "svg").getvalue().decode()
        self._picture.object = f'<div class="flow">{_inline(flow)}</div>'
        self._curve.mark(day)
        self._session.change(agent=market, day=day)

    def _drawn(self, found: Explanation) -> Figure:
        """The picture of the causes."""
        return causes(found, self._both)

    def _both(self, sentence: str) -> str:
        """A sentence of causes, or a label of the picture."""
        said = self._labels(sentence)
        return said if said != sentence else self._causes(sentence)


class Curve:
    """The shortage of a market by day; the days on which it grew stand out.

    Attributes:
        plot: the figure.
        short: its numbers.
        pane: what is shown.
    """

    def __init__(self, say: Translation) -> None:
        self.short = ColumnDataSource({"day": [], "short": []})
        self._lost = ColumnDataSource({"day": [], "short": []})
        self._day = Span(dimension="height", line_color=INK, line_dash="dashed", line_width=2, visible=False)
        self.plot = figure(
            say("What the market is short of"), height=220, x_axis_label=say("day"),
            y_axis_label=say("units behind the calm twin"),
        )  # fmt: skip
        self.plot.yaxis.formatter = numbers(say.language)
        self.plot.line("day", "short", source=self.short, color=GREY, line_width=3)
        self.plot.scatter("day", "short", source=self._lost, color=CRISIS, size=9, marker="diamond")
        self.plot.add_layout(self._day)
        self.pane = pn.pane.Bokeh(self.plot, sizing_mode="stretch_width")

    def show(self, days: list[int], short: list[float], lost: list[int]) -> None:
        """Show another market."""
        self.short.data = {"day": days, "short": short}
        self._lost.data = {"day": lost, "short": [short[day - 1] for day in lost]}

    def mark(self, day: int | None) -> None:
        """Mark a day; None: no day."""
        self._day.visible = day is not None
        self._day.location = day


def _inline(svg: str) -> str:
    """A picture as a part of a page."""
    return svg[svg.index("<svg") :]


def _catalogue(package: object, language: str) -> Translation:
    return Translation(language, Path(str(package.__file__)).parent / "translations")  # type: ignore[attr-defined]


def view(session: Session) -> Viewable:
    """The screen of a session."""
    return Why(session).view


SCREEN = Screen(NAME, "Why", view, runs=False)
