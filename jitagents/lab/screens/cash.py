"""Screen of cash: money that just-in-time frees against another method, by tier, with the ledger of firms."""

from html import escape

import panel as pn
from panel.viewable import Viewable

from jitagents.formatting import words
from jitagents.lab.downloads import answer
from jitagents.lab.job import Job
from jitagents.lab.look import WHOLE
from jitagents.lab.number_box import NumberBox
from jitagents.lab.rooms.cash import METHODS, Cash, simulate, study_of
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session
from jitagents.lab.state import State
from jitagents.lab.tables import BARS, bars, table
from jitagents.results.estimate import Estimate
from jitagents.studies.telling import Tell

NAME = "cash"
LABELS = {
    "working_capital": "working capital", "lowest_cash": "lowest cash",
    "cash_conversion_cycle": "cash conversion cycle", "days_inventory": "days of stock",
    "days_receivable": "days until customers pay",
    "days_payable": "days until suppliers are paid", "debt": "debt", "fill_rate": "demand met from stock",
}  # fmt: skip


class CashScreen:
    """The screen of one session.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        self._cash: Cash | None = None
        self._asked: State | None = None
        self._job = Job(say)
        methods = {say(name): name for name in METHODS}
        self._method = pn.widgets.Select(label=say("Just-in-time against"), options=methods, width=240)
        self._guess = NumberBox(
            say,
            say("Prediction: cash that just-in-time frees (millions)"),
            lambda _: self._ready(),
            (-1e9, 1e9),
            width=290,
        )
        self._run = pn.widgets.Button(label=say("Run a year"), color="primary", align="end")
        self._said = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[BARS])
        self._saves = answer(
            say, "cash", lambda: self._cash, table=lambda cash: cash.results.cash_freed("other"),
            picture=lambda cash: cash.results.plot.stock("working_capital"),
        )  # fmt: skip
        self._run.on_click(lambda _: self._start())
        session.watch_state(self._hear)
        note = say("Nobody holds more than the method asks for, customers wait, and there is no crisis: 20 worlds.")
        asked = pn.FlexBox(self._method, self._guess.view, self._run, align_items="end", gap="4px 16px")
        self._answer = pn.Column(self._said, self._saves, styles=WHOLE, visible=False)
        told = pn.pane.HTML(f"<p>{escape(note)}</p>", sizing_mode="stretch_width", stylesheets=[BARS])
        self.view: Viewable = pn.FlexBox(pn.Column(told, asked, self._job.view, styles=WHOLE), self._answer, gap="16px")
        self._ready()

    def _hear(self, before: State, after: State) -> None:
        """Results for another network, or other records and sources, are no longer shown."""
        if self._cash is not None and self._asked != after.run:
            self._cash, self._answer.visible = None, False

    def _ready(self) -> None:
        """A run needs a prediction."""
        unguessed = bool(self._session.state.predict) and self._guess.number is None
        self._run.disabled = unguessed
        self._run.description = self._session.say("Write a prediction first.") if unguessed else None

    def _start(self) -> None:
        session, method = self._session, str(self._method.value)
        state = session.state

        def work(tell: Tell) -> Cash:
            tell(0.0)
            return simulate(study_of(session.experiment, state, method), tell)

        def show(cash: Cash) -> None:
            if session.state.run == state.run:
                self._asked = state.run
                self._show(cash, method)

        self._job.start(session.say("Keeping the books of every firm"), work, show)

    def _show(self, cash: Cash, method: str) -> None:
        say, self._cash = self._session.say, cash
        currency, freed = cash.results.config["network"]["currency"], cash.freed
        said = say("Just-in-time frees {freed} {currency}.", freed=say.number(freed), currency=currency)
        if freed.mean < 0:
            said = say(
                "Just-in-time ties up {freed} {currency} more.", freed=say.number(freed.times(-1.0)), currency=currency
            )
        guessed = ""
        if self._guess.number is not None:
            guess = say("Your prediction: {guess} millions.", guess=say.number(f"{self._guess.number:g}"))
            guessed = f"<p>{escape(guess)}</p>"
        tiers = [
            (say("tier {number}", number=row["scope"].removeprefix("tier:")), Estimate.read(row, "calm", "money"))
            for _, row in cash.by_tier.iterrows()
        ]
        heads = ["", say(method), say("just-in-time")]
        rows = [
            [f"{say(LABELS[row['metric']])} ({say(row['unit']) if row['unit'] != 'money' else currency})",
             *(say.number(words(*(row[f"{name}{end}"] for end in ("", "_low", "_high")))) for name in ("other", "jit"))]
            for row in cash.measures.to_dict("records")
        ]  # fmt: skip
        by_tier = escape(say("Cash freed by tier ({currency})", currency=currency))
        whole = escape(say("The whole network, means and 95 % intervals"))
        self._said.object = (
            f'<p class="big">{escape(said)}</p>{guessed}<h3>{by_tier}</h3>{bars(tiers, say)}'
            f"<h3>{whole}</h3>{table(heads, rows, texts=(0,))}"
        )
        self._answer.visible = True


def view(session: Session) -> Viewable:
    """The screen of a session."""
    return CashScreen(session).view


SCREEN = Screen(NAME, "Cash", view, runs=False)
