"""A progress bar on a terminal or in a notebook."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def say(line: str, *, shown: bool) -> None:
    """Print how far a run has come, beside the results; `shown=False` prints nothing."""
    if shown:
        Console(stderr=True, soft_wrap=True, highlight=False).print(line, markup=False)


@contextmanager
def progress_bar(
    verb: str, noun: str, total: int, done: int = 0, *, shown: bool = True
) -> Iterator[Callable[[], None]]:
    """Show a progress bar where there is somebody to see it; yields the function that advances it.

    Args:
        verb: what is going on, `simulating`.
        noun: what is counted, `chunks`.
        total: number of them.
        done: that are done already.
        shown: False shows none.
    """
    console = Console(stderr=True)
    if not (shown and (console.is_terminal or console.is_jupyter)):  # a bar that is disabled leaves an empty line
        yield lambda: None
        return
    columns = (TextColumn(verb), BarColumn(), MofNCompleteColumn(), TextColumn(noun), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, completed=done)
        yield lambda: bar.advance(task)
