"""Screen of readiness: which flows are ready for just-in-time, by a heat map of levers, with the advice for each."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

import panel as pn
from panel.viewable import Viewable

from jitagents import readiness
from jitagents.lab.downloads import answer
from jitagents.lab.dropping import Dropping
from jitagents.lab.heat import HEAT, heat
from jitagents.lab.job import Job
from jitagents.lab.look import WHOLE
from jitagents.lab.rooms.readiness import RULES, in_words, judge_flows, study_of, verified
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session
from jitagents.lab.state import State
from jitagents.plots.readiness import heat_map
from jitagents.readiness.advice import ADVICE
from jitagents.readiness.findings import Findings
from jitagents.readiness.rules import LEVERS
from jitagents.studies.telling import Tell
from jitagents.translation import Translation

NAME = "readiness"
LABELS = {
    "electre_tri": "all levers jointly (Electre Tri)", "weakest": "the weakest lever", "average": "the average lever",
}  # fmt: skip


class Readiness:
    """The screen of one session.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        self._terms = Translation(say.language, Path(readiness.__file__).parent / "translations")
        self._found: Findings | None = None
        self._asked: State | None = None
        self._files: Mapping[str, bytes] = {}
        self._job = Job(say)
        self._rule = pn.widgets.Select(
            label=say("Judged by"), options={say(LABELS[one]): one for one in RULES}, width=280
        )
        self._verify = pn.widgets.Button(label=say("Verify by simulation"), color="primary", align="end")
        self._said = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[HEAT])
        self._saves = answer(
            say, "readiness", lambda: self._found, table=lambda found: found.table,
            picture=lambda found: heat_map(found.table, LEVERS),
        )  # fmt: skip
        self._rule.param.watch(lambda _: self._judge(), "value")
        self._verify.on_click(lambda _: self._simulate())
        session.watch_state(self._hear)
        asked = say("As far as you have them: demand.csv, deliveries.csv, counts.csv, exposure.csv.")
        histories = Dropping(asked, self._drop).view
        chosen = pn.FlexBox(self._rule, self._verify, align_items="end", gap="4px 16px")
        folded = pn.Card(histories, title=say("Your histories"), collapsed=True, sizing_mode="stretch_width")
        self.view: Viewable = pn.FlexBox(
            pn.Column(chosen, folded, self._job.view, styles=WHOLE),
            pn.Column(self._said, self._saves, styles=WHOLE),
            gap="16px",
        )
        self._judge()

    def _hear(self, before: State, after: State) -> None:
        if after.screen == NAME and self._asked != after.run:
            self._judge()

    def _drop(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._judge()

    def _judge(self) -> None:
        session, rule, files = self._session, str(self._rule.value), dict(self._files)
        self._asked = session.state.run

        def work(tell: Tell) -> Findings:
            tell(0.0)
            return judge_flows(study_of(session.experiment, session.state), rule, files)

        self._job.start(session.say("Judging every flow"), work, self._show, instead=True)

    def _simulate(self) -> None:
        if (found := self._found) is not None:
            said = self._session.say("Converting one flow after the other")
            self._job.start(said, lambda tell: verified(found, tell=tell), self._show)

    def _show(self, found: Findings) -> None:
        say, self._found = self._session.say, found
        shown = in_words(found, self._terms)
        counts = shown["advice"].value_counts()
        told = "".join(
            f'<div class="count"><b>{counts.get(one, 0)}</b><span>{escape(self._terms(one))}</span></div>'
            for one in ADVICE
        )
        sentences = [
            say("{flows} flows. A hatched cell has no data; a ring marks the weakest lever.", flows=len(shown))
        ]
        if found.verified is None:
            sentences.append(say("Not tried by simulation yet: it shows what each conversion saves."))
        else:
            paying = int((found.verified.losses.mean(axis=1) < 0).sum())
            sentences.append(
                say(
                    "{paying} of {flows} flows save money when they alone are converted.",
                    paying=paying,
                    flows=len(shown),
                )
            )
        self._said.object = (
            f'<div class="counts">{told}</div>{"".join(f"<p>{escape(one)}</p>" for one in sentences)}'
            f"{heat(shown, LEVERS, self._heads(found), self._terms)}"
        )

    def _heads(self, found: Findings) -> list[str]:
        """Heads of the columns beside the levers."""
        say = self._session.say
        heads = [say("flow"), say("ready for"), say("advice"), say("reason")]
        money = say("saves a year ({currency})", currency=found.currency)
        return heads if found.verified is None else [*heads, money]


def view(session: Session) -> Viewable:
    """The screen of a session."""
    return Readiness(session).view


SCREEN = Screen(NAME, "Readiness", view, runs=False)
