"""A screen of the laboratory: a view of a session, and the name by which links find it."""

from collections.abc import Callable
from dataclasses import dataclass

from panel.viewable import Viewable

from jitagents.lab.session import Session


@dataclass(frozen=True)
class Screen:
    """A screen.

    Attributes:
        name: in links.
        title: an English sentence of the catalogue.
        view: builds what is shown. It is called once a session, when the screen is first opened. It hears of runs by
            `session.watch`, and changes the state by `session.change`.
        runs: whether it shows the run of the state; if not, none is made for it.
        waits: whether it hides losses until a prediction is made, and says so.
    """

    name: str
    title: str
    view: Callable[[Session], Viewable]
    runs: bool = True
    waits: bool = False
