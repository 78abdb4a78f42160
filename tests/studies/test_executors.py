"""Processes that are killed while they send a result."""

import multiprocessing
import os
import signal
import struct
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from jitagents.studies.executors import Processes, beside

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the result goes through a pipe of POSIX")
PATIENCE = 20
"""Seconds."""


def _half_a_result(wait: float) -> None:
    """Send the length of a result, and none of it for a while."""
    results = sys._getframe(1).f_locals["result_queue"]
    os.write(results._writer.fileno(), struct.pack("!i", 1000))
    time.sleep(wait)


def _pool_that_waits() -> tuple[Processes, int]:
    """Two processes, one of which has sent half a result; and its number."""
    pool = Processes(2)
    worker = pool.submit(os.getpid).result(PATIENCE)
    pool.submit(_half_a_result, 10 * PATIENCE)
    time.sleep(0.5)
    return pool, worker


def test_abandoned_in_the_middle_of_a_result() -> None:
    pool, _ = _pool_that_waits()
    manager: Any = pool._executor_manager_thread  # what the end of Python waits for
    pool.abandon()
    manager.join(PATIENCE)
    assert not manager.is_alive()


def test_killed_in_the_middle_of_a_result() -> None:
    pool, worker = _pool_that_waits()
    try:
        pool.check()
        os.kill(worker, signal.SIGKILL)
        time.sleep(0.5)
        with pytest.raises(BrokenProcessPool, match="while it sent its result"):
            pool.check()
    finally:
        pool.abandon()


def _interrupted() -> None:
    """Stop in the middle of a task beside."""
    with beside(2) as other:
        task = other.submit(time.sleep, 10 * PATIENCE)
        while not task.running():
            time.sleep(0.01)
        raise KeyboardInterrupt


def test_what_runs_beside_ends_with_an_interrupt() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        _interrupted()
    assert time.monotonic() - start < 5 * PATIENCE
    assert multiprocessing.active_children() == []
