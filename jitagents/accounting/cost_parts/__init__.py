"""Parts of the total cost of ownership, at the rates of the cost model."""

from jitagents.accounting.cost_part import CostPart
from jitagents.accounting.cost_parts.freight import Currency, Duty, Express, Transport
from jitagents.accounting.cost_parts.holding import Capital, EngineeringChange, Obsolescence, Pipeline, Storage
from jitagents.accounting.cost_parts.purchasing import (
    Administration,
    Cancellation,
    Ordering,
    Outside,
    Purchase,
    Qualification,
    Reservation,
    ValueAdded,
    Volume,
)
from jitagents.accounting.cost_parts.quality import Quality, Returns, Scrap, Sorting
from jitagents.accounting.cost_parts.shortage import Backorder, Bonus, LineStop, LostSale, Penalty
from jitagents.accounting.cost_parts.work import Changeover, Overtime

PARTS: dict[str, CostPart] = {
    "capital": Capital(),
    "storage": Storage(),
    "obsolescence": Obsolescence(),
    "engineering_change": EngineeringChange(),
    "pipeline": Pipeline(),
    "backorder": Backorder(),
    "penalty": Penalty(),
    "bonus": Bonus(),
    "reservation": Reservation(),
    "lost_sale": LostSale(),
    "purchase": Purchase(),
    "outside": Outside(),
    "value_added": ValueAdded(),
    "transport": Transport(),
    "duty": Duty(),
    "currency": Currency(),
    "express": Express(),
    "ordering": Ordering(),
    "administration": Administration(),
    "qualification": Qualification(),
    "volume": Volume(),
    "cancellation": Cancellation(),
    "line_stop": LineStop(),
    "changeover": Changeover(),
    "overtime": Overtime(),
    "quality": Quality(),
    "sorting": Sorting(),
    "returns": Returns(),
    "scrap": Scrap(),
}
"""The parts that every cost model has, in the order of tables. A cost model may have further ones of its own."""
