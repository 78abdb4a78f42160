"""A session of one browser tab: its state, its runs, and those who want to hear of them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.document import without_document_lock

from jitagents.errors import InputError
from jitagents.lab.experiment import Experiment
from jitagents.lab.run import Run
from jitagents.lab.state import State
from jitagents.translation import Translation

TRANSLATIONS = Path(__file__).parent / "translations"
POOL = ThreadPoolExecutor(1, "lab")
"""Thread in which worlds are run, one state at a time, while the page goes on listening."""

type OnRun = Callable[[Run], None]
type OnChange = Callable[[State, State], None]


class Session:
    """All that one browser tab has; nothing of it is shared with another tab.

    A change of the state asks for a run. While one is going, further changes wait, and only the last of them is run.

    Args:
        experiment: shared by all sessions, which leave it as it is.
        state: at the beginning.
        notice: to be shown first, e.g. faults of the link.

    Attributes:
        experiment: as given.
        state: all that is chosen.
        say: sentences in the language of the page.
        run: the latest run; None: none yet.
        notice: a sentence for the student, empty if all is well.
    """

    def __init__(self, experiment: Experiment, state: State, notice: str = "") -> None:
        self.experiment, self.state, self.notice = experiment, state, notice
        self.say = Translation(state.language, TRANSLATIONS)
        self.run: Run | None = None
        self._shown: State | None = None
        self._busy = self._failed = False
        self._location = pn.state.location
        self._on_run: dict[str, list[OnRun]] = {}
        self._on_change: list[OnChange] = []
        self._on_notice: list[Callable[[str], None]] = []

    @property
    def is_current(self) -> bool:
        """Whether the latest run is that of the present state, and not of one before it."""
        return self._shown == self.state.run

    def watch(self, on_run: OnRun) -> None:
        """Call a function with each run while the present screen is shown, and at once if there is one."""
        self._on_run.setdefault(self.state.screen, []).append(on_run)
        if self.run is not None and self.is_current:
            on_run(self.run)

    def watch_state(self, on_change: OnChange) -> None:
        """Call a function with the state before and after each change, before anything is run."""
        self._on_change.append(on_change)

    def watch_notice(self, on_notice: Callable[[str], None]) -> None:
        """Call a function with each sentence for the student; empty: all is well."""
        self._on_notice.append(on_notice)

    def change(self, **values: Any) -> None:
        """Change the state, and run it if numbers depend on what has changed."""
        before, self.state = self.state, self.state.change(**values)
        if before == self.state:
            return
        in_turn(partial(self._tell_change, before, self.state))
        self.ask()

    def _tell_change(self, before: State, after: State) -> None:
        for tell in self._on_change:
            tell(before, after)

    def reopen(self, **values: Any) -> None:
        """Open the page again in a changed state, as in another language or on another network."""
        if self._location is not None:
            self._location.reload = True
            self._location.search = self.state.change(**values).query()

    def ask(self) -> None:
        """Run the present state, unless its run is shown."""
        if self.is_current:
            return
        if pn.state.curdoc is None:  # without a browser: at once
            self._show(self.state.run, self._answer(self.state.run))
        elif not self._busy:
            self._busy = True
            pn.state.curdoc.add_next_tick_callback(without_document_lock(partial(self._work, pn.state.curdoc)))

    def refresh(self) -> None:
        """Show the latest run on a screen that was opened again."""
        if self.run is not None and self.is_current:
            in_turn(partial(self._tell, self.run))
        else:
            self.ask()

    async def _work(self, document: Any) -> None:
        """Run states until the last one that was asked for is done."""
        try:
            done = self._shown
            while done != (wanted := self.state.run):
                answer = await asyncio.get_running_loop().run_in_executor(POOL, self._answer, wanted)
                document.add_next_tick_callback(partial(self._show, wanted, answer))
                done = wanted
        finally:
            self._busy = False

    def _answer(self, state: State) -> Run | InputError:
        """The run of a state, or why there is none."""
        try:
            return self.experiment.run(state)
        except InputError as error:
            return error

    def complain(self, error: InputError | None) -> None:
        """Show the student what is wrong; None: all is well."""
        self.notice = "" if error is None else "; ".join(error.faults)
        for tell in self._on_notice:
            tell(self.notice)

    def _show(self, state: State, answer: Run | InputError) -> None:
        self._shown = state
        if isinstance(answer, InputError):
            self.complain(answer)
            self._failed = True
        elif self._failed:
            self.complain(None)
            self._failed = False
        if isinstance(answer, Run):
            self.run = answer
            self._tell(answer)

    def _tell(self, run: Run) -> None:
        for tell in self._on_run.get(self.state.screen, ()):
            tell(run)


def in_turn(call: Callable[[], None]) -> None:
    """Call a function when the page may be changed: at once without a browser, else when its lock is free."""
    if pn.state.curdoc is None:
        call()
    else:
        pn.state.curdoc.add_next_tick_callback(call)
