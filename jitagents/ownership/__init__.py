"""Total cost of ownership of a source in closed form: the money that a year of buying there takes."""

from jitagents.ownership.closed_form import ROWS, break_even, safety_stock, total_cost
from jitagents.ownership.terms import Buyer, Outage, Source

__all__ = ["ROWS", "Buyer", "Outage", "Source", "break_even", "safety_stock", "total_cost"]
