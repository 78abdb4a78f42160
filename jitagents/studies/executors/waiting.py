"""Waiting for the tasks of an executor, without losing what is done when a run is stopped."""

from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager, nullcontext
from typing import Protocol, runtime_checkable

from jitagents.studies.executors.processes import PATIENCE, InProcess, Processes, deferred_stops

BESIDE = 2


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
    stops = nullcontext(list[int]()) if isinstance(executor, InProcess) else deferred_stops()
    with _abandoned_on_error(executor), stops as stopped:
        yield stopped


@contextmanager
def beside(workers: int) -> Iterator[Executor]:
    """Two processes beside this one, if there is more than one worker; an error in the block ends them at once.

    Yields:
        Its executor; one that runs tasks in this process where there is one worker.
    """
    with Processes(BESIDE) if workers > 1 else InProcess() as executor, _abandoned_on_error(executor):
        yield executor


@contextmanager
def _abandoned_on_error(executor: Executor) -> Iterator[None]:
    try:
        yield
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
