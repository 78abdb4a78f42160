"""A study whose chunks tell how far it is."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from jitagents.studies.executors import InProcess
from jitagents.studies.telling import Tell


class Told(InProcess):
    """Runs the chunks of a study one after the other in this process.

    Args:
        tell: told before each chunk, and after the last one.
        chunks: their number.
    """

    def __init__(self, tell: Tell, chunks: int) -> None:
        self._tell, self._chunks, self._done = tell, chunks, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a chunk now; its future is done."""
        self._tell(self._done / self._chunks)
        self._done += 1
        return super().submit(fn, *args, **kwargs)
