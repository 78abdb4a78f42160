"""Cost: the total cost of ownership, and each of its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jitagents.accounting.measures.measure import Single
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.accounting.cost_items import CostItems
    from jitagents.accounting.ledger import Ledger

STOCK = "Silver, Pyke & Thomas 2017, sec. 1.3"
OWNERSHIP = "Ellram 1995, Int. J. Physical Distribution & Logistics Management 25(8)"

PARTS = {
    "capital": ("interest on stock on hand", STOCK),
    "storage": ("room, handling, insurance and taxes of stock on hand", STOCK),
    "obsolescence": ("loss of value of stock on hand, and the value of units that perished", STOCK),
    "pipeline": ("holding of goods under way, at the agent that they have left", STOCK),
    "backorder": ("penalty for each backorder at the end of the day", "Zipkin 2000, sec. 3.3"),
    "lost_sale": ("margin of the units of final demand that went elsewhere", "Zipkin 2000, sec. 6.5"),
    "ordering": ("fixed cost of each order placed or run started, inputs included", "Harris 1913"),
    "purchase": (
        "price of the units ordered, less all-units discounts, at the buyer",
        "Hadley & Whitin 1963",
    ),
    "transport": ("freight of shipments by the unit and by the load, at the buyer", OWNERSHIP),
    "line_stop": ("days on which a plant with open orders starts nothing", OWNERSHIP),
    "overtime": ("premium for units made on overtime", OWNERSHIP),
    "express": ("premium for units sent express, at the buyer", OWNERSHIP),
}
"""The parts of the total cost: the meaning and a source of each."""


@dataclass(frozen=True)
class Cost(Single):
    """The cost of some parts; it needs the accumulators that the cost items price.

    Attributes:
        parts: of the costs.
    """

    parts: tuple[str, ...] = ()

    def needs(self, items: "CostItems") -> Iterable[str]:
        return items.sums(self.parts)


def _cost(label: str, formula: str, source: str, *parts: str) -> Cost:
    """Make the measure of some parts of the cost."""

    def of(books: "Ledger") -> Array:
        return books.points(books.money(parts)) / books.days

    return Cost("money/day", label, formula, source, of, parts=parts)


MEASURES = {
    "cost": _cost(
        "cost a day",
        f"mean daily cost of ownership, sum of its parts: {', '.join(PARTS).replace('_', ' ')}; tier and network: sum "
        "over agents",
        OWNERSHIP,
        *PARTS,
    )
} | {
    f"cost_{part}": _cost(
        f"{part.replace('_', ' ')} cost a day",
        f"mean daily cost: {meaning}; tier and network: sum over agents",
        source,
        part,
    )
    for part, (meaning, source) in PARTS.items()
}
