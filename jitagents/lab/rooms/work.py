"""Long work that tells how far it is, and that ends where who is told raises an exception."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from jitagents.studies.executors import InProcess

type Tell = Callable[[float], None]
"""Takes the share of the work that is done, 0 to 1; raises an exception where the work should go no further."""


def silent(share: float) -> None:
    """Tell nobody."""


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
