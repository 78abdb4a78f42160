"""Measures of resilience at the stages of a chain."""

from jitagents.accounting.measures import MEASURES, Paired
from jitagents.accounting.resilience import Resilience

UNITS = 10.0
STAGES = ("stage_4", "stage_3", "stage_2", "stage_1")
"""From the source to final demand; they stand in tiers 3, 2, 1, 0."""
PAIRED = [name for name, one in MEASURES.items() if isinstance(one, Paired)]


def found(books: Resilience, name: str, *scopes: str) -> list[float]:
    """A measure at some scopes; at the stages from the source down if none is named."""
    names = scopes or tuple(f"agent:{stage}" for stage in STAGES)
    return [float(books.metrics()[name][books.scopes.names.index(scope), 0]) for scope in names]
