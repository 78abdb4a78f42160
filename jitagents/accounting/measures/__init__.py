"""Measures by their textbook names; each is defined once, in the module of its subject."""

from typing import Any

from jitagents.accounting.measures import cost, resilience, ripple, service, stock, tension, time, variance
from jitagents.accounting.measures.measure import Measure, Paired, Recorded, Single
from jitagents.accounting.names import parse_names

_ALL: tuple[Recorded, ...] = (
    *service.MEASURES,
    *stock.MEASURES,
    *tension.MEASURES,
    *time.MEASURES,
    *variance.MEASURES,
    *cost.MEASURES,
    *resilience.MEASURES,
    *ripple.MEASURES,
)
MEASURES = {measure.name: measure for measure in _ALL}
"""Every measure, in the order of tables."""
RENAMED = {"tiers_hit": "tiers_affected", "firms_hit": "firms_affected"}
"""New name of each measure that had another one."""


def chosen(asked: Any) -> list[str]:
    """Read the names of the measures asked for, in the order of tables.

    Args:
        asked: a list of names, or `all`.

    Raises:
        InputError: no list of names, or names that there are not: all of them.
    """
    return parse_names(asked, MEASURES, "measures", least=1, renamed=RENAMED)


__all__ = ["MEASURES", "RENAMED", "Measure", "Paired", "Recorded", "Single", "chosen"]
