"""Waiting for the tasks of an executor, without losing what is done when a run is stopped."""

from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager, nullcontext
from typing import Protocol, runtime_checkable

from jitagents.studies.executors.processes import PATIENCE, InProcess, deferred_stops


@runtime_checkable
class Watched(Protocol):
    """An executor that is looked after while it works."""

    def check(self) -> None:
        """Look after its tasks; called again and again while they are waited for."""

    def abandon(self) -> None:
        """Stop at once: waiting tasks are cancelled, and running ones are lost."""


@contextmanager
def working(executor: Executor) -> Iterator[list[int]]:
    """Defer interrupts to the end of the block, and stop at once if it is left by an error.

    Tasks in this process are interrupted themselves.

    Yields:
        The interrupts that have arrived; the block should end soon when there are any.
    """
    try:
        with nullcontext(list[int]()) if isinstance(executor, InProcess) else deferred_stops() as stopped:
            yield stopped
    except BaseException:
        if isinstance(executor, Watched):
            executor.abandon()
        raise


def some_done[T](executor: Executor, futures: Collection[Future[T]]) -> set[Future[T]]:
    """Wait for one of the futures, or for a moment; return those that are done.

    Raises:
        BrokenProcessPool: a process was killed.
    """
    done, _ = wait(futures, PATIENCE, return_when=FIRST_COMPLETED)
    if not done and isinstance(executor, Watched):
        executor.check()
    return done
