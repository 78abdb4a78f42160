"""A notice on screens that would give away what is to be predicted first."""

from html import escape

import panel as pn
from panel.viewable import Viewable

from jitagents.lab.look import CARD, WIDE
from jitagents.lab.prediction import revealed
from jitagents.lab.session import Session
from jitagents.lab.state import State

ROOM = {key: WIDE[key] for key in ("flex", "min-width")}


def waiting(session: Session, figure: Viewable, *, covered: bool) -> Viewable:
    """A figure below the notice, which has a button that does without a prediction.

    Args:
        session: whose state holds the prediction.
        figure: that belongs to the notice.
        covered: whether the figure is away as long as a prediction is missing.
    """
    say = session.say
    told = pn.pane.HTML(
        f"<p role='status' style='margin:0'>"
        f"{escape(say('The sliders wait for your prediction: losses are hidden until then.'))}</p>"
    )
    show = pn.widgets.Button(label=say("Show them now"), color="default", variant="outline")
    show.on_click(lambda _: session.change(predict=0))
    notice = pn.FlexBox(told, show, styles=CARD, align_items="center", gap="4px 16px", css_classes=["waiting"])
    missing = [notice] if covered else [notice, figure]
    view = pn.Column(styles=ROOM)

    def follow(before: State, after: State) -> None:
        if not view.objects or revealed(before) != revealed(after):
            view.objects = [figure] if revealed(after) else missing

    session.watch_state(follow)
    follow(session.state, session.state)
    return view
