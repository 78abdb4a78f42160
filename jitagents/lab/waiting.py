"""A notice of what would give away that which is to be predicted first."""

from collections.abc import Collection
from html import escape

import panel as pn
from panel.viewable import Viewable

from jitagents.lab.look import CARD, WIDE
from jitagents.lab.prediction import revealed
from jitagents.lab.session import Session
from jitagents.lab.state import State

ROOM = {key: WIDE[key] for key in ("flex", "min-width")}


def waiting_notice(session: Session, screens: Collection[str]) -> Viewable:
    """The notice, shown on some screens as long as a prediction is missing, with a button that does without one.

    It belongs to the page: a notice of each screen would go away with it, and a click with the notice.

    Args:
        session: whose state holds the prediction.
        screens: names of those that hide losses.
    """
    say = session.say
    told = pn.pane.HTML(
        f"<p role='status' style='margin:0'>"
        f"{escape(say('The sliders wait for your prediction: losses are hidden until then.'))}</p>"
    )
    show = pn.widgets.Button(label=say("Show them now"), color="default", variant="outline")
    show.on_click(lambda _: session.change(predict=0))
    view = pn.FlexBox(told, show, styles=CARD, align_items="center", gap="4px 16px", css_classes=["waiting"])

    def follow(_: State, after: State) -> None:
        view.visible = after.screen in screens and not revealed(after)

    session.watch_state(follow)
    follow(session.state, session.state)
    return view


def covered(session: Session, figure: Viewable) -> Viewable:
    """A figure that is away as long as a prediction is missing."""
    view = pn.Column(styles=ROOM)

    def follow(before: State, after: State) -> None:
        if revealed(before) != revealed(after):
            view.objects = [figure] if revealed(after) else []

    session.watch_state(follow)
    view.objects = [figure] if revealed(session.state) else []
    return view
