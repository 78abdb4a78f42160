"""Processes of their own for the work of strangers: what loops, fails or grows there fells nobody else."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jitagents.errors import InputError, shortened
from jitagents.process_server import starting
from jitagents.studies.executors import hidden_script
from jitagents.trust import safe_start

DONE, FAILED = 0, 1
MEMORY = 4_000_000_000
"""Bytes that the work of one may take, where the system can limit them."""
LONGEST = 300
"""Letters of a message."""


@dataclass(frozen=True)
class Fault:
    """The reason why there is no result.

    Attributes:
        words: for the one whose work it is.
    """

    words: str


def each_alone[T](
    tasks: Mapping[str, T], work: Callable[[T], bytes], *, seconds: float, workers: int
) -> Iterator[tuple[str, bytes | Fault]]:
    """Do some work for each task in a process of its own; yields the name and the result as soon as it is there.

    Args:
        tasks: by name; each is pickled.
        work: a function of a module, which a process imports.
        seconds: after which a process is ended.
        workers: processes at a time.
    """
    waiting, running = list(tasks), dict[str, _Running]()
    with TemporaryDirectory() as folder:
        try:
            while waiting or running:
                while waiting and len(running) < workers:
                    name = waiting.pop(0)
                    running[name] = _Running.of(tasks[name], work, Path(folder, str(len(waiting))), seconds)
                first = min(one.deadline for one in running.values())
                wait([one.process.sentinel for one in running.values()], max(first - time.monotonic(), 0.0))
                for name, one in list(running.items()):
                    if (result := one.result(seconds)) is not None:
                        del running[name]
                        yield name, result
        finally:
            for one in running.values():
                one.end()


@dataclass(frozen=True)
class _Running:
    """A process at work.

    Attributes:
        process: that works.
        path: file into which it writes its result, or what was wrong.
        deadline: of the clock that never goes back, seconds.
    """

    process: Any
    path: Path
    deadline: float

    @classmethod
    def of(cls, task: Any, work: Callable[[Any], bytes], path: Path, seconds: float) -> "_Running":
        """Start a process."""
        process = starting(work.__module__).Process(target=_alone, args=(work, task, path, seconds), daemon=True)
        with hidden_script(), safe_start():
            process.start()
        return cls(process, path, time.monotonic() + seconds)

    def result(self, seconds: float) -> bytes | Fault | None:
        """The result, or what was wrong; None while it works."""
        if self.process.is_alive():
            if time.monotonic() < self.deadline:
                return None
            self.end()
            return Fault(f"not done after {seconds:g} seconds; is there a loop without an end?")
        self.end()
        if self.process.exitcode in (DONE, FAILED) and self.path.exists():
            content = self.path.read_bytes()
            return content if self.process.exitcode == DONE else Fault(content.decode(errors="replace"))
        return Fault("its process was ended by the system; did it take all the memory?")

    def end(self) -> None:
        """End the process and all that it has started."""
        if self.process.is_alive():
            with suppress(OSError):
                _kill_group(self.process.pid)
            self.process.kill()
        self.process.join()


def _kill_group(number: int) -> None:
    """End a process with its children, if it leads a group of its own."""
    if hasattr(os, "killpg") and os.getpgid(number) == number:
        os.killpg(number, 9)


def _alone(work: Callable[[Any], bytes], task: Any, path: Path, seconds: float) -> None:
    """Work in silence and within limits, write the result, and end the process."""
    if hasattr(os, "setsid"):
        os.setsid()
    _limit(seconds)
    with _silent():
        try:
            content, code = work(task), DONE
        except InputError as error:
            content, code = "; ".join(error.faults).encode(), FAILED
        except MemoryError:
            content, code = b"takes more memory than it may", FAILED
        except BaseException as error:
            content, code = shortened(f"{type(error).__name__}: {error}")[:LONGEST].encode(errors="replace"), FAILED
        path.write_bytes(content)
    _end_others()
    os._exit(code)  # whatever was left running here


def _end_others() -> None:
    """End the processes that the work has started, as far as they let themselves be ended."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)


def _limit(seconds: float) -> None:
    """Limit memory and time of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 5, int(seconds) + 10))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


@contextmanager
def _silent() -> Iterator[None]:
    """Let nothing be printed or read."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    yield
