"""Screen of the budget: money is spent on buffers flow by flow, and scored against the best placement found."""

from collections.abc import Callable
from io import StringIO

import panel as pn
from panel.viewable import Viewable

from jitagents.formatting import about
from jitagents.lab.downloads import downloads
from jitagents.lab.job import Job
from jitagents.lab.look import HALF, WHOLE
from jitagents.lab.number_box import NumberBox
from jitagents.lab.rooms.budget import BudgetRoom, problem
from jitagents.lab.rooms.scores import Score, leaderboard
from jitagents.lab.rooms.tries import Opened
from jitagents.lab.screen import Screen
from jitagents.lab.screens.budget_words import board, losses, purse
from jitagents.lab.session import Session
from jitagents.lab.state import State, limits_of
from jitagents.lab.tables import BARS
from jitagents.studies.telling import Tell

NAME = "budget"
DAYS = 30
"""Days of cover of a flow that a slider reaches."""
CRISES = {"The firm of the sliders fails": "one", "Each supplier fails now and then": "any"}


class Budget:
    """The screen of one session; its tries are part of the state, so that a link brings them back.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        self._opened: Opened | None = None
        self._asked: object = None
        self._job = Job(say)
        self._money = pn.widgets.IntInput(
            label=say("Budget"), value=int(session.state.money), start=0, end=int(limits_of("money")[1]), step=100_000,
            width=150,
        )  # fmt: skip
        self._crisis = pn.widgets.Select(
            label=say("Crisis"), options={say(one): key for one, key in CRISES.items()}, value=session.state.fails
        )
        self._player = pn.widgets.TextInput(label=say("Your name"), value=say("me"), max_length=20, width=130)
        self._guess = NumberBox(
            say,
            say("Prediction: share of the loss that you save (%)"),
            lambda _: self._count(),
            (0.0, 100.0),
            width=290,
        )
        self._try = pn.widgets.Button(label=say("Try it"), color="primary", align="end")
        self._search = pn.widgets.Button(label=say("Find the best placement"), align="end")
        self._clear = pn.widgets.Button(label=say("Empty all buffers"), align="end")
        self._spent = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[BARS])
        self._sliders: dict[str, pn.widgets.IntSlider] = {}
        self._flows = pn.FlexBox(gap="4px 28px")
        self._kits = pn.Card(
            title=say("Kits: all parts of a product at once"), collapsed=True, sizing_mode="stretch_width"
        )
        self._said = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[BARS])
        self._board = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[BARS])
        self._money.param.watch(lambda event: session.change(money=float(event.new or 0)), "value")
        self._crisis.param.watch(lambda event: session.change(fails=event.new), "value")
        self._try.on_click(lambda _: self._score())
        self._search.on_click(lambda _: self._find())
        self._clear.on_click(lambda _: self._empty())
        session.watch_state(self._hear)
        asked = pn.FlexBox(self._money, self._crisis, self._player, self._guess.view, align_items="end", gap="4px 16px")
        board = downloads(say, "budget", {"csv": lambda: StringIO(leaderboard(self._every).to_csv(index=False))})
        buttons = pn.FlexBox(self._try, self._search, self._clear, gap="4px 12px")
        self.view: Viewable = pn.FlexBox(
            pn.Column(asked, self._spent, self._flows, self._kits, buttons, self._job.view, styles=WHOLE),
            pn.Column(self._said, styles=HALF), pn.Column(self._board, board, styles=HALF), gap="16px",
        )  # fmt: skip
        self._open()

    def _hear(self, before: State, after: State) -> None:
        if after.screen == NAME and self._asked != after.problem:
            self._open()

    def _open(self) -> None:
        """Begin a problem: its flows, its prices, and the tries of the state."""
        session, state = self._session, self._session.state
        self._asked = state.problem

        def work(tell: Tell) -> Opened:
            tell(0.0)
            return Opened.of(BudgetRoom(problem(session.experiment, state)), state.tries, tell)

        self._job.start(session.say("Composing the problem"), work, self._enter, instead=True)

    def _enter(self, opened: Opened) -> None:
        self._opened, room = opened, opened.room
        kept: dict[str, float] = {name: slider.value or 0 for name, slider in self._sliders.items()}
        if not kept and opened.last is not None:
            kept = dict(opened.last.days)
        say = self._session.say
        self._sliders = {
            group.label: pn.widgets.IntSlider(
                label=f"{group.label} · {say('{money} a day', money=say.number(about(group.price)))}",
                start=0, end=DAYS, value=int(kept.get(group.label, 0)), width=300,
            )
            for group in room.groups
        }  # fmt: skip
        for slider in self._sliders.values():
            slider.param.watch(lambda _: self._count(), "value")
        kits = [group.label for group in room.groups if len(group.names) > 1 and group.label.startswith("all parts")]
        self._flows.objects = [slider for name, slider in self._sliders.items() if name not in kits]
        self._kits.objects = [pn.FlexBox(*(self._sliders[name] for name in kits), gap="4px 28px")]
        self._kits.visible = bool(kits)
        self._count()
        self._show()

    @property
    def _days(self) -> dict[str, float]:
        return {name: float(slider.value) for name, slider in self._sliders.items() if slider.value}

    def _count(self) -> None:
        """Show what is spent and what is left; a try needs a prediction, and money enough."""
        if self._opened is None:
            return
        room, say = self._opened.room, self._session.say
        budget, cost = room.budget, room.cost(self._days)
        over = cost > budget
        self._spent.object = purse(cost, budget, say)
        unguessed = bool(self._session.state.predict) and self._guess.number is None
        self._try.disabled = over or unguessed
        self._try.description = say("Write a prediction first.") if unguessed else None

    def _empty(self) -> None:
        for slider in self._sliders.values():
            slider.value = 0

    def _score(self) -> None:
        opened, days = self._opened, self._days
        player = (self._player.value or "").strip() or self._session.say("me")
        if opened is None or self._try.disabled:
            return

        def show(score: Score) -> None:
            opened.tries.append((player, score))
            self._keep()

        work: Callable[[Tell], Score] = lambda tell: opened.room.score(days, tell)  # noqa: E731
        self._job.start(self._session.say("Simulating your buffers"), work, show)

    def _find(self) -> None:
        if (opened := self._opened) is None:
            return

        def show(score: Score) -> None:
            opened.best = score
            self._keep()

        self._job.start(self._session.say("Searching"), opened.room.search, show)

    def _keep(self) -> None:
        """Show all tries, and keep them in the state."""
        assert self._opened is not None
        self._session.change(tries=self._opened.text)
        self._show()

    @property
    def _every(self) -> dict[str, list[Score]]:
        """All scores by name: the players', and the best that was found."""
        if self._opened is None:
            return {}
        best = self._opened.best
        return self._opened.every | ({self._session.say("best found"): [best]} if best else {})

    def _show(self) -> None:
        """Show the losses side by side, and the board."""
        if (opened := self._opened) is None:
            return
        say, config = self._session.say, self._session.experiment.config(self._session.state)
        self._said.object = losses(opened, config["network"]["currency"], self._guess.number, say)
        self._board.object = board(self._every, say) if self._every else ""


def view(session: Session) -> Viewable:
    """The screen of a session."""
    return Budget(session).view


SCREEN = Screen(NAME, "Budget", view, runs=False)
