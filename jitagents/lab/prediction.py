"""The prediction of a student beside what the worlds say: a number before, mean and interval after."""

from html import escape

import panel as pn
from panel.viewable import Viewable

from jitagents.formatting import words
from jitagents.lab.look import CARD, GREY
from jitagents.lab.methods import METHODS
from jitagents.lab.number_box import NumberBox
from jitagents.lab.run import Run
from jitagents.lab.session import Session
from jitagents.lab.state import State, limits_of
from jitagents.results.estimate import Estimate

KEPT = 8
"""Predictions that are listed, the last first."""
NUMBER = (
    "<div style='color:{grey};font-size:14px'>{said}</div>"
    "<div style='font-size:clamp(20px, 3vw, 32px);line-height:1.25'>{value}</div>"
)
TABLE = (
    "<table style='border-collapse:collapse;font-size:14px'>"
    "<caption style='text-align:left;color:{grey}'>{title}</caption>"
    "<tr>{head}</tr>{rows}</table>"
)
CELL = "<{kind} style='text-align:{side};padding:2px 14px 2px 0;font-weight:{weight}'>{text}</{kind}>"


class Prediction:
    """The number that is asked for, and the one that is found.

    Args:
        session: whose state holds the prediction.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        self._rows = dict[State, tuple[float, Run]]()
        self._asked = NumberBox(
            say, say("Your prediction: days of output lost"), lambda number: session.change(prediction=number),
            limits_of("prediction"), width=250, css_classes=["prediction"],
        )  # fmt: skip
        see = pn.widgets.Button(label=say("See"), color="primary", align="end", css_classes=["see"])
        self._mean, self._interval, self._stock = (
            pn.pane.HTML("", min_width=90, margin=4, css_classes=[name]) for name in ("mean", "interval", "stock")
        )
        self._table = pn.pane.HTML("", sizing_mode="stretch_width", css_classes=["predictions"])
        self._ask = (self._asked.view, see)
        session.watch_state(self._follow)
        self.numbers: Viewable = pn.FlexBox(
            *self._ask, self._mean, self._interval, self._stock, styles=CARD, gap="4px 24px", align_items="center"
        )
        self.table: Viewable = self._table
        self._show_ask(session.state)

    def show(self, run: Run) -> None:
        """Show the numbers of a run, if a prediction was made or none is wanted."""
        state = self._session.state
        open_, lost = revealed(state) and (not state.predict or self._session.is_current), run.days_lost
        if open_ and state.predict and state.prediction is not None:
            self._rows[state.run] = state.prediction, run
        say = self._session.say
        mean, ends = (words(lost.mean, lost.low, lost.high).partition(" ± ")[0], _ends(lost)) if open_ else ("?", "?")
        self._mean.object = _number(say("Days of output lost, mean"), say.number(mean))
        self._interval.object = _number(say("95 % interval"), say.number(ends))
        value = run.stock_value
        self._stock.object = _number(say("Stock in calm, million"), say.number(f"{value.mean / 1e6:,.1f}"))
        self._table.object = self._list()

    def _follow(self, before: State, after: State) -> None:
        if before != after:
            self._show_ask(after)
        if self._session.run is not None and before.run == after.run:
            self.show(self._session.run)

    def _show_ask(self, state: State) -> None:
        self._asked.show(state.prediction)
        for widget in self._ask:
            widget.visible = bool(state.predict)

    def _list(self) -> str:
        """The last predictions as a table."""
        if not self._rows:
            return ""
        say = self._session.say
        heads = ("Setting", "Prediction", "Mean", "95 % interval", "Off by")
        rows = [
            (
                setting(state, self._session), *map(say.number, (words(said), words(run.days_lost.mean),
                _ends(run.days_lost), words(abs(said - run.days_lost.mean)))),
            )
            for state, (said, run) in [*self._rows.items()][: -KEPT - 1 : -1]
        ]  # fmt: skip
        return TABLE.format(
            grey=GREY, title=escape(say("Your predictions")), head=_cells("th", [say(one) for one in heads]),
            rows="".join(f"<tr>{_cells('td', row)}</tr>" for row in rows),
        )  # fmt: skip


def revealed(state: State) -> bool:
    """Whether the numbers of a crisis may be seen."""
    return not state.predict or state.prediction is not None


def setting(state: State, session: Session) -> str:
    """A state in a few words."""
    method = METHODS[state.method]
    said = [
        f"{session.say(method.title)} {session.say.number(f'{state.amount:g}')}",
        session.say("{days} days", days=state.duration),
    ]
    return ", ".join([*said, *([state.target] if state.target else []), *(["+2"] if state.second else [])])


def _ends(lost: Estimate[float]) -> str:
    """The ends of an interval."""
    return "0" if lost.low == lost.high == 0 else f"{words(lost.low)} … {words(lost.high)}"


def _number(said: str, value: str) -> str:
    return NUMBER.format(grey=GREY, said=escape(said), value=escape(value))


def _cells(kind: str, texts: "list[str] | tuple[str, ...]") -> str:
    return "".join(
        CELL.format(kind=kind, side="left" if not at else "right", weight=400, text=escape(text))
        for at, text in enumerate(texts)
    )
