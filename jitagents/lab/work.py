"""Work of more than a second: it goes on beside the page, shows how far it is, and can be stopped."""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import panel as pn
from panel.viewable import Viewable

from jitagents.errors import InputError
from jitagents.lab.session import POOL, Session


class Stopped(Exception):
    """The student has stopped the work."""


class Work:
    """A bar and a button to stop, shown while something is worked out.

    Args:
        session: whose page shows it.
    """

    def __init__(self, session: Session) -> None:
        self._session, self._stop = session, Event()
        self._bar = pn.indicators.Progress(value=0, max=100, active=False, sizing_mode="stretch_width", align="center")
        self._said = pn.pane.Markdown("", align="center")
        button = pn.widgets.Button(name=session.say("Stop"), button_type="warning", css_classes=["stop"])
        button.on_click(lambda _: self._stop.set())
        self.view: Viewable = pn.Row(self._said, self._bar, button, visible=False, sizing_mode="stretch_width")

    def start[T](self, said: str, task: Callable[[Callable[[float], None]], T], done: Callable[[T], None]) -> None:
        """Work something out; a second start while one is going is left out.

        Args:
            said: a sentence that is shown meanwhile.
            task: is given a function that it calls with its progress, from 0 to 1, at least once a second; that call
                ends it by `Stopped` when the student wants to stop.
            done: is called with the result, on the page.
        """
        if self.view.visible:
            return
        self._stop.clear()
        self._said.object, self._bar.value, self.view.visible = said, 0, True
        document = pn.state.curdoc
        later = document.add_next_tick_callback if document is not None else lambda call: call()

        def advance(share: float) -> None:
            if self._stop.is_set():
                raise Stopped
            later(partial(setattr, self._bar, "value", round(100 * share)))

        def end(show: Callable[[], Any]) -> None:
            self.view.visible = False
            show()

        def work() -> None:
            try:
                result = task(advance)
            except Stopped:
                later(partial(end, lambda: None))
            except InputError as error:
                later(partial(end, partial(self._session.complain, error)))
            else:
                later(partial(end, partial(done, result)))

        if document is None:
            work()
        else:
            POOL.submit(work)
