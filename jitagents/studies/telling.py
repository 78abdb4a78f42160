"""Work that tells how far it is, and that ends where who is told raises an exception."""

from collections.abc import Callable

type Tell = Callable[[float], None]
"""Takes the share of the work that is done, 0 to 1; raises an exception where the work should go no further."""


def silent(share: float) -> None:
    """Tell nobody."""


def part(tell: Tell, number: int, parts: int) -> Tell:
    """Return what one of some equal parts of a work tells, so that the whole is told."""
    return lambda share: tell((number + share) / parts)
