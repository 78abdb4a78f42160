"""Processes of this machine as an executor, with the interface of `concurrent.futures`."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

from jitagents.process_server import starting
from jitagents.trust import TRUST, look_here, safe_start

STOPS = (signal.SIGINT, signal.SIGTERM)
"""Signals that stop a run."""
PATIENCE = 0.2
"""Seconds from an interrupt to the end of a run, at most."""


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def hidden_script() -> Iterator[None]:
    """Hide the user's script from processes that start meanwhile: they would import it."""
    script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


class Processes(ProcessPoolExecutor):
    """Processes of this machine, forked, where the system can, from a server that has imported the simulator once."""

    def __init__(self, workers: int) -> None:
        with safe_start():
            given = (os.environ.get(TRUST, ""), _life()[0])
            super().__init__(workers, mp_context=starting(), initializer=_begin, initargs=given)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a task; a process that this starts does not import the user's script, which may have no main guard."""
        with hidden_script(), deferred_stops(), safe_start():
            return super().submit(fn, *args, **kwargs)

    def abandon(self) -> None:
        """Stop at once: waiting tasks are cancelled, and running ones are lost."""
        running = list(self._processes.values())
        results: Any = self._result_queue
        self.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.terminate()
        for process in running:
            process.join()
        results._writer.close()  # nobody is left to write: a result cut short ends here, or its reader would wait on

    def check(self) -> None:
        """Raise BrokenProcessPool if a process was killed.

        The executor finds that out by itself, unless the process was sending a result: it then waits for the rest.
        """
        if not all(process.is_alive() for process in list(self._processes.values())):
            raise BrokenProcessPool("a process was killed while it sent its result")


@contextmanager
def deferred_stops() -> Iterator[list[int]]:
    """Defer interrupts to the end of the block; yields the list of those that have arrived.

    One in the middle of the executor's own work would leave a process that nobody ends, or a lock that nobody opens.
    """
    held: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield held
        return
    handlers = {name: signal.signal(name, lambda number, _: held.append(number)) for name in STOPS}
    try:
        yield held
    finally:
        for name, handler in handlers.items():
            signal.signal(name, handler)
        for number in held:
            signal.raise_signal(number)


@contextmanager
def ignored_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C, in processes that start meanwhile for good: they leave it to this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@cache
def _life() -> tuple[Connection, Connection]:
    """A pipe that nobody writes into: its other end is closed as soon as this process ends."""
    return multiprocessing.Pipe(duplex=False)


def _end_with(life: Connection) -> None:
    """End this process when its parent has ended, even if that was killed."""
    with suppress(EOFError, OSError):
        life.recv_bytes()
    os._exit(1)


def _begin(trusted: str, life: Connection) -> None:
    """Leave interrupts to the parent, and trust what it trusts; the server may have started before it trusted that."""
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ[TRUST] = trusted
    look_here()


class InProcess(Executor):
    """Runs each task when it is submitted, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task now; its future is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
