"""Server of processes: it has imported what they need, so that they start at once."""

import atexit
import multiprocessing
import os
import signal
from contextlib import suppress
from multiprocessing import forkserver
from typing import Any

from jitagents.trust import safe_start

SIMULATOR = ("mesa", "jitagents.studies.chunks")
"""Modules that simulate; Mesa is faster before the others."""
FIGURES = ("jitagents.results.plot", "matplotlib.backends.backend_svg")
"""Modules that draw figures."""
BOTH = "jitagents.preloaded"
"""A module that imports all of them."""


def start_server() -> None:
    """Start the server, where the system can have one; it imports the simulator, then what draws figures."""
    if _possible():
        multiprocessing.set_forkserver_preload([BOTH])
        with safe_start():
            forkserver.ensure_running()
        atexit.register(_end_server)


def _end_server() -> None:
    """End the server, even while it imports; a reader of the output of this process would wait for it."""
    server: Any = forkserver
    if pid := server._forkserver._forkserver_pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def starting(*modules: str) -> Any:
    """The way in which processes start: from a server that has imported the simulator, where the system can.

    Args:
        modules: that it imports too, if it is not running yet.
    """
    if not _possible():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*SIMULATOR, *modules])
    return context


def _possible() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()
