"""Measures by their textbook names, each defined once: in the module of its theme."""

from typing import Any

from jitagents.books.measures import money, resilience, service, stock, time, variance
from jitagents.books.measures.measure import Measure, Paired, Single
from jitagents.errors import InputError, nearest

ALL = "all"

MEASURES: dict[str, Measure] = {
    **service.MEASURES,
    **stock.MEASURES,
    **time.MEASURES,
    **variance.MEASURES,
    **money.MEASURES,
    **resilience.MEASURES,
}
"""Every measure, in the order of tables."""


def chosen(asked: Any) -> list[str]:
    """The names of the measures asked for, in the order of tables.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, or names that there are not: all of them.
    """
    if asked == ALL:
        return list(MEASURES)
    if not isinstance(asked, list | tuple) or not asked:
        raise InputError(f"measures = {asked!r}: must be a list of names, or {ALL}")
    unknown = [name for name in asked if name not in list(MEASURES)]
    if unknown:
        raise InputError(*(f"measures: there is no {name!r}; {nearest(name, MEASURES)}" for name in unknown))
    return [name for name in MEASURES if name in asked]


__all__ = ["MEASURES", "Measure", "Paired", "Single", "chosen"]
