"""Finance: the money of firms, as parameters."""

from jitagents.finance.lateness import Lateness
from jitagents.finance.ledger import INVOICED, Finance, FirmLedger

__all__ = ["INVOICED", "Finance", "FirmLedger", "Lateness"]
