"""Long work of a screen: it runs beside the page, shows how far it is, and ends when its button is pressed."""

import time
from collections.abc import Callable
from functools import partial
from html import escape
from threading import Event, Thread
from typing import Any

import panel as pn

from jitagents.errors import InputError
from jitagents.lab.tables import BARS, faults
from jitagents.studies.telling import Tell
from jitagents.translation import Translation

OFTEN = 0.2
"""Seconds between two moves of the bar, at least."""


class Stopped(Exception):
    """Raised within work that the student has stopped."""


class Job:
    """The long work of one screen, one piece at a time.

    Args:
        say: sentences in the language of the page.

    Attributes:
        view: bar and button while there is work, and what went wrong.
    """

    def __init__(self, say: Translation) -> None:
        self._say, self._stopping, self._running = say, Event(), False
        self._next: Callable[[], None] | None = None
        self._doing = pn.pane.HTML("")
        self._bar = pn.indicators.Progress(value=0, max=100, min_width=80, sizing_mode="stretch_width", align="center")
        self._stop = pn.widgets.Button(label=say("Stop"), css_classes=["stop"])
        bar = pn.Row(self._bar, self._stop, sizing_mode="stretch_width")
        self._work_shown = pn.Column(self._doing, bar, visible=False, sizing_mode="stretch_width")
        self._said = pn.pane.HTML("", visible=False, sizing_mode="stretch_width", stylesheets=[BARS])
        self.view = pn.Column(self._work_shown, self._said, sizing_mode="stretch_width")
        self._stop.on_click(lambda _: self._stopping.set())
        if pn.state.curdoc is not None:
            pn.state.on_session_destroyed(lambda _: self._stopping.set())

    def tell(self, *sentences: str) -> None:
        """Show sentences for the student in the place of the last ones."""
        self._said.object, self._said.visible = faults(sentences), bool(sentences)

    def start[T](
        self, said: str, work: Callable[[Tell], T], show: Callable[[T], None], *, instead: bool = False
    ) -> None:
        """Begin some work, unless other work is going on; without a browser it is done at once.

        Args:
            said: a sentence that is shown meanwhile.
            work: takes the function that it has to tell how far it is.
            show: takes what it gives.
            instead: whether it takes the place of what is going on, of which nothing is shown then.
        """
        if self._running:
            if instead:
                self._next = partial(self.start, said, work, show)
                self._stopping.set()
            return
        self._running = True
        self._stopping.clear()
        self.tell()
        self._doing.object = f"<span>{escape(said)} …</span>"
        self._bar.value, self._work_shown.visible = 0, True
        document = pn.state.curdoc
        if document is None:
            self._do(None, work, show)
        else:
            Thread(target=self._do, args=(document, work, show), daemon=True).start()

    def _do(self, document: Any, work: Callable[[Tell], Any], show: Callable[[Any], None]) -> None:
        told = 0.0

        def tell(share: float) -> None:
            nonlocal told
            if self._stopping.is_set():
                raise Stopped
            if time.monotonic() - told > OFTEN:
                told = time.monotonic()
                _in(document, partial(setattr, self._bar, "value", int(100 * share)))

        try:
            found = work(tell)
        except Stopped:
            _in(document, partial(self._end, self._say("Stopped: nothing was changed.")))
        except InputError as error:
            _in(document, partial(self._end, *error.faults))
        except Exception as error:
            _in(document, partial(self._end, f"{type(error).__name__}: {error}"))
            raise
        else:
            _in(document, partial(self._end, show=partial(show, found)))

    def _end(self, *sentences: str, show: Callable[[], None] | None = None) -> None:
        self._running = self._work_shown.visible = False
        if following := self._next:
            self._next = None
            following()
            return
        self.tell(*sentences)
        if show is not None:
            show()


def _in(document: Any, call: Callable[[], None]) -> None:
    """Call a function where the page may be changed."""
    if document is None:
        call()
    else:
        document.add_next_tick_callback(call)
