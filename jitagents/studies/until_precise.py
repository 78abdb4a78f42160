"""Rounds of a study whose precision is asked for: replications are added until its intervals are narrow enough."""

from collections.abc import Callable

from jitagents.results.precision import Judgement
from jitagents.studies.progress import say


def add_until_precise(judged: Callable[[], Judgement], add: Callable[[int], None], most: int, shown: bool) -> None:
    """Add replications until the intervals are narrow enough, or as many as may be are there.

    Args:
        judged: gives a look at the intervals of what is there.
        add: simulates more replications, up to this number of them.
        most: replications that it goes up to.
        shown: print a line on each look.
    """
    while True:
        found = judged()
        is_last = found.is_narrow or found.replications >= most
        end = "" if found.is_narrow else f": {most:,} are the most" if is_last else f": {found.next(most):,} next"
        say(f"{found.replications:,} replications: {found.words}{end}", shown=shown)
        if is_last:
            return
        add(found.next(most))
