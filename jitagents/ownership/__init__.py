"""Total cost of ownership of a source: what a year of buying from it costs, in closed form."""

from jitagents.ownership.closed_form import ROWS, break_even, safety_stock, total_cost
from jitagents.ownership.terms import Buyer, Outage, Source

__all__ = ["ROWS", "Buyer", "Outage", "Source", "break_even", "safety_stock", "total_cost"]
