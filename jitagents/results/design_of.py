"""The design that made the levels of a study."""

from typing import TYPE_CHECKING

from jitagents.build import build
from jitagents.designs import Design, Search
from jitagents.errors import InputError

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables


def design_of(results: "BaseTables") -> Design | Search | None:
    """The design that made the levels of a study; None if there was none, or it cannot be made here."""
    node = results.config.get("design")
    try:
        design = build(node, "design") if node else None
    except InputError:
        return None
    return design if isinstance(design, Design | Search) else None
