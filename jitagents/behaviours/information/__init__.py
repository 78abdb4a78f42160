"""Information: records of the truth that agents see: exact, late or shared ones, or books of their own."""

from jitagents.behaviours.information.advance import AdvanceOrders
from jitagents.behaviours.information.books import Books, Counts, Losses, MasterData, OrderLines
from jitagents.behaviours.information.posting import Posting
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
