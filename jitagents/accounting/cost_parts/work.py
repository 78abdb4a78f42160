"""Work: changeovers and overtime."""

from collections.abc import Iterable

import numpy as np

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import OWNERSHIP, CostBasis, CostItem, CostPart


class Changeover(CostPart):
    """Changeovers: set-ups of a line that makes several items."""

    meaning = "fixed cost of each changeover of a line, at the maker of the item that follows"
    source = "Silver, Pyke & Thomas 2017, sec. 10.4"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers = basis.layout.maker_rows
        yield CostItem(accumulators.changeovers, basis.costs.changeover * np.ones((len(makers), 1)), makers)


class Overtime(CostPart):
    """Overtime: premium for work beyond the usual hours."""

    meaning = "premium for units made on overtime"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        makers = basis.layout.maker_rows
        yield CostItem(accumulators.overtime, basis.costs.overtime * basis.value[makers], makers)
