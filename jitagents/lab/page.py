"""The frame around the screens: tabs, the language, the link and the file of the state."""

from functools import partial
from pathlib import Path
from typing import Any

import panel as pn
from panel.viewable import Viewable

from jitagents.errors import InputError
from jitagents.lab.experiment import Experiment
from jitagents.lab.foot import foot
from jitagents.lab.rooms import tries
from jitagents.lab.screens import SCREENS
from jitagents.lab.session import Session, in_turn
from jitagents.lab.state import State
from jitagents.lab.waiting import waiting_notice
from jitagents.translation import LANGUAGES

HERE = Path(__file__).parent
TITLE = "Laboratory"


def page(experiment: Experiment) -> pn.Template:
    """The page of a new session, in the state of its link."""
    session = opened(experiment, _query())
    template = pn.Template((HERE / "page.html").read_text(encoding="utf-8"))
    template.location = True
    template.add_variable("language", session.state.language)
    template.add_variable("style", (HERE / "page.css").read_text(encoding="utf-8"))
    body = pn.Column(sizing_mode="stretch_width")
    template.add_panel("head", head(session, body))
    template.add_panel("body", body)
    template.add_panel("foot", foot(session))
    template.add_variable("app_favicon", "data:,")
    template.add_variable("title", session.say(TITLE))
    return template


def opened(experiment: Experiment, query: dict[str, str]) -> Session:
    """A session in the state of a link; in that of the start, with a notice, if the link is wrong."""
    name = query.get("network", "")
    experiment, first = experiment.others.get(name, experiment), experiment
    try:
        if name and experiment is first:
            raise InputError("this network is no longer here: drop its files again")
        state = State.read(query, experiment.start)
        notice = _faults(experiment, state)
    except InputError as error:
        state, notice = experiment.start, "; ".join(error.faults)
    return Session(experiment, state, notice)


def _faults(experiment: Experiment, state: State) -> str:
    """The faults of names that only the network knows; empty: there are none."""
    if state.screen not in SCREENS:
        raise InputError(f"screen={state.screen}: there is no such screen")
    tries.read(state.tries)
    known = set(experiment.agents["name"])
    unknown = [f"{name}: there is no such agent" for name in (state.target, state.agent) if name and name not in known]
    if unknown:
        raise InputError(*unknown)
    return ""


def head(session: Session, body: pn.Column) -> Viewable:
    """Tabs and languages; a tab puts its screen into the body."""
    say, experiment, built = session.say, session.experiment, dict[str, Viewable]()
    tabs = pn.widgets.RadioButtonGroup(
        options={say(one.title): name for name, one in SCREENS.items()}, value=session.state.screen,
        color="primary", variant="outline", label=say("Screens"), css_classes=["tabs"],
    )  # fmt: skip
    language = pn.widgets.RadioButtonGroup(
        options={said: code for code, said in LANGUAGES.items()}, value=session.state.language, align="end",
        label=say("Language"), css_classes=["language"],
    )  # fmt: skip
    told = pn.pane.Alert(session.notice, alert_type="warning", visible=bool(session.notice))

    def open_screen(name: str) -> None:
        session.change(screen=name)
        fresh = name not in built
        if fresh:
            built[name] = SCREENS[name].view(session)
        body.objects = [built[name]]
        if SCREENS[name].runs:
            session.ask() if fresh else session.refresh()

    def tell(said: str) -> None:
        told.object, told.visible = said, bool(said)

    session.watch_state(lambda _, after: _write_link(after, experiment.start))
    session.watch_notice(tell)
    tabs.param.watch(lambda event: in_turn(partial(open_screen, event.new)), "value")
    language.param.watch(lambda event: session.reopen(language=event.new), "value")
    open_screen(session.state.screen)
    title = pn.pane.HTML(f"<h1 style='margin:0;font-size:24px'>{say(TITLE)}</h1>", css_classes=["title"])
    return pn.Column(
        pn.FlexBox(title, tabs, language, align_items="center", gap="12px 24px"), told,
        waiting_notice(session, {name for name, one in SCREENS.items() if one.waits}), sizing_mode="stretch_width",
    )  # fmt: skip


def _query() -> dict[str, str]:
    """The query of the link by which the page was opened."""
    arguments: dict[str, list[Any]] = pn.state.session_args or {}
    return {name: values[-1].decode() for name, values in arguments.items() if values}


def _write_link(state: State, start: State) -> None:
    """Put the state into the address of the page, which stays as it is."""
    if pn.state.location is not None:
        pn.state.location.search = state.query(start)
