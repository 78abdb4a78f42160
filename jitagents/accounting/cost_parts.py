"""Parts of the total cost of ownership."""

from enum import StrEnum
from typing import Self

STOCK = "Silver, Pyke & Thomas 2017, sec. 1.3"
OWNERSHIP = "Ellram 1995, Int. J. Physical Distribution & Logistics Management 25(8)"


class CostPart(StrEnum):
    """A part of the total cost.

    Attributes:
        meaning: what is paid for.
        source: author and year.
    """

    meaning: str
    source: str

    def __new__(cls, name: str, meaning: str = "", source: str = "") -> Self:
        part = str.__new__(cls, name)
        part._value_, part.meaning, part.source = name, meaning, source
        return part

    CAPITAL = "capital", "interest on stock on hand", STOCK
    STORAGE = "storage", "room, handling, insurance and taxes of stock on hand", STOCK
    OBSOLESCENCE = "obsolescence", "loss of value of stock on hand, and the value of units that perished", STOCK
    PIPELINE = "pipeline", "holding of goods under way, at the agent that they have left", STOCK
    BACKORDER = "backorder", "penalty for each backorder at the end of the day", "Zipkin 2000, sec. 3.3"
    LOST_SALE = "lost_sale", "margin of the units of final demand that went elsewhere", "Zipkin 2000, sec. 6.5"
    ORDERING = "ordering", "fixed cost of each order placed or run started, inputs included", "Harris 1913"
    PURCHASE = (
        "purchase", "price of the units ordered, less all-units discounts, at the buyer", "Hadley & Whitin 1963"
    )  # fmt: skip
    TRANSPORT = "transport", "freight of shipments by the unit and by the load, at the buyer", OWNERSHIP
    LINE_STOP = "line_stop", "days on which a plant with open orders starts nothing", OWNERSHIP
    OVERTIME = "overtime", "premium for units made on overtime", OWNERSHIP
    EXPRESS = "express", "premium for units sent express, at the buyer", OWNERSHIP
