"""A notice on screens that would give away what is to be predicted first."""

from html import escape

import panel as pn
from panel.viewable import Viewable

from jitagents.lab.look import CARD
from jitagents.lab.prediction import revealed
from jitagents.lab.session import Session
from jitagents.lab.state import State


def waiting(session: Session, covered: Viewable | None = None) -> Viewable:
    """The notice, with a button that does without a prediction; it is there as long as one is missing.

    Args:
        session: whose state holds the prediction.
        covered: what is hidden meanwhile; None: nothing is.
    """
    say = session.say
    told = pn.pane.HTML(
        f"<p role='status' style='margin:0'>"
        f"{escape(say('The sliders wait for your prediction: losses are hidden until then.'))}</p>"
    )
    show = pn.widgets.Button(label=say("Show them now"), color="default", variant="outline")
    show.on_click(lambda _: session.change(predict=0))
    view = pn.FlexBox(told, show, styles=CARD, align_items="center", gap="4px 16px", css_classes=["waiting"])

    def follow(before: State, after: State) -> None:
        view.visible = not revealed(after)
        if covered is not None:
            covered.visible = revealed(after)

    session.watch_state(follow)
    follow(session.state, session.state)
    return view
