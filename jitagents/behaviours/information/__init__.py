"""Information: what agents see of the truth, as records that are exact, late, shared, or books of their own."""

from jitagents.behaviours.information.advance import AdvanceOrders
from jitagents.behaviours.information.books import Books, Counts, Losses, MasterData, OrderLines, Posting
from jitagents.behaviours.information.views import Delayed, Exact, Information, Records, SharedDemand

__all__ = [
    "AdvanceOrders",
    "Books",
    "Counts",
    "Delayed",
    "Exact",
    "Information",
    "Losses",
    "MasterData",
    "OrderLines",
    "Posting",
    "Records",
    "SharedDemand",
]
