"""Measures by their textbook names; each is defined once, in the module of its subject."""

from typing import Any

from jitagents.accounting.measures import cost, resilience, ripple, service, stock, tension, time, variance
from jitagents.accounting.measures.measure import Measure, Paired, Single
from jitagents.accounting.names import picked
from jitagents.errors import InputError

MEASURES: dict[str, Measure] = {
    **service.MEASURES,
    **stock.MEASURES,
    **tension.MEASURES,
    **time.MEASURES,
    **variance.MEASURES,
    **cost.MEASURES,
    **resilience.MEASURES,
    **ripple.MEASURES,
}
"""Every measure, in the order of tables."""


def chosen(asked: Any) -> list[str]:
    """The names of the measures asked for, in the order of tables.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, or names that there are not: all of them.
    """
    names = picked(asked, MEASURES, "measures")
    if not names:
        raise InputError(f"measures = {asked!r}: must name at least one")
    return names


__all__ = ["MEASURES", "Measure", "Paired", "Single", "chosen"]
