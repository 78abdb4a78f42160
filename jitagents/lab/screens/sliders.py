"""Sliders: what is bought and what fails, and the output of final demand against the calm twin."""

import panel as pn
from panel.viewable import Viewable

from jitagents.lab.methods import METHODS
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session


def view(session: Session) -> Viewable:
    """The sliders, the curve of output, and the number that was predicted."""
    say = session.say
    duration = pn.widgets.IntSlider(name=say("Outage (days)"), start=1, end=30, value=session.state.duration)
    duration.param.watch(lambda event: session.change(duration=event.new), "value")
    said = pn.pane.Markdown("")
    session.watch(lambda run: setattr(said, "object", str(run.days_lost)))
    return pn.Column(say(METHODS[session.state.method].title), duration, said)


SCREEN = Screen("sliders", "Sliders", view)
