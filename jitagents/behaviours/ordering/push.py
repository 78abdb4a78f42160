"""Push: a rate fixed ahead, whatever is consumed."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering.base import Periodic
from jitagents.column import Array
from jitagents.parameters import Number, param


@dataclass(frozen=True)
class Push(Periodic):
    """Push: a daily rate, the production plan, fixed at each review from forecast and planned stock.

    Between reviews nothing that is consumed changes it. `smoothing` says what a plan is: 0 chases demand and mends all
    of the gap in stock until the next review; the larger it is, the more level the plan stays, and stock swings in its
    place. It is the linear decision rule of Holt, Modigliani, Muth & Simon in its smallest form, one rate and one
    stock without a work force: of all plans the least

        sum over reviews of (stock - planned stock)^2 + smoothing x (change of the quantity from review to review)^2

    for a steady forecast. Capacity that products share is not part of it.

    Formula:
        at a review: rate = max(0, forecast + kept x (last rate - forecast) + mended x gap / review)
        gap = forecast x (lead time + planned_stock) - position; kept = |z|^2, mended = 1 + |z|^2 - 2 Re z
        z: the root of smoothing x ((1 - z) (1 - 1 / z))^2 = -1 within the unit circle; 0 where smoothing is 0
        order = rate

    Source:
        Pyke & Cohen 1990, European Journal of Operational Research 48; Holt, Modigliani & Simon 1955, Management
        Science 2(1); Holt, Modigliani, Muth & Simon 1960, ch. 2 to 4.
    """

    forecasts: ClassVar[bool] = True
    incremental: ClassVar[bool] = True
    safety_names: ClassVar = ("planned_stock",)
    memory: ClassVar[dict[str, int]] = {"planned": 0}
    planned_stock: Number = param(5.0, "days", "mean flow planned on hand", low=0)
    review: int = param(10, "days", "days between reviews", low=1)
    smoothing: Number = param(0.0, "", "weight of changes of the plan against that of stock off its plan", low=0)

    def begin(self, seen: Seen, memory: Memory) -> None:
        memory["planned"][...] = seen.plan.rate

    def opening(self, plan: Plan) -> Array:
        return plan.rate * (plan.lead_time + self.planned_stock)

    def gains(self) -> tuple[Array, Array]:
        """Share of the last rate's distance from the forecast that is kept, and share of the gap that is mended."""
        root = 2.0 * np.sqrt(np.asarray(self.smoothing, dtype=float))
        # 1 / z + z = 2 + i / sqrt(smoothing), times sqrt(smoothing): nothing is divided by a smoothing of 0
        z = root / (root + 1j + np.sqrt(-1.0 + 2j * root))
        kept = np.abs(z) ** 2
        return kept, 1.0 + kept - 2.0 * z.real

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        assert seen.forecast is not None
        forecast, planned = seen.forecast, memory["planned"]
        gap = forecast * (seen.plan.lead_time + self.planned_stock) - seen.position
        kept, mended = self.gains()
        fresh = np.maximum(forecast + kept * (planned - forecast) + mended * gap / self.review, 0.0)
        planned[...] = np.where(self.reviews(seen), fresh, planned)
        return planned
