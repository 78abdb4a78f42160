"""Quality: bad units, their inspection, return and scrap."""

from collections.abc import Iterable

from jitagents.accounting import accumulators
from jitagents.accounting.cost_part import OWNERSHIP, CostBasis, CostItem, CostPart


class Quality(CostPart):
    """Quality: expected cost of bad units."""

    meaning = "expected cost of bad quality of the units shipped, as their lane states it, at the buyer"
    source = "Degraeve & Roodhooft 1999, European Management Journal 17(4)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        price = basis.layout.lane_column("quality_cost")[:, None]
        yield CostItem(accumulators.shipped, price, basis.layout.lane_buyer, by_lane=True)


class Sorting(CostPart):
    """Sorting: inspection of what is received."""

    meaning = "inspection of the units that customers look at before they use them"
    source = "Porteus 1986, Operations Research 34(1)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        yield CostItem(accumulators.inspected, basis.costs.sorting * basis.value, basis.points)


class Returns(CostPart):
    """Returns: handling of bad units that customers send back."""

    meaning = "handling and freight of bad units that are sent back, at the seller"
    source = OWNERSHIP

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        handling = basis.costs.returns * basis.lane_price
        yield CostItem(accumulators.returned, handling, basis.layout.lane_seller, by_lane=True)


class Scrap(CostPart):
    """Scrap: bad units at cost."""

    meaning = "cost of the units that are scrapped by their maker, and of those that are sent back to a seller"
    source = "Porteus 1986, Operations Research 34(1)"

    def items(self, basis: CostBasis) -> Iterable[CostItem]:
        cost, makers, sellers = (
            basis.costs.scrap * basis.planned.valuation.cost, basis.layout.maker_rows, basis.layout.lane_seller,
        )  # fmt: skip
        yield CostItem(accumulators.scrapped, cost[makers], makers)
        yield CostItem(accumulators.returned, cost[sellers], sellers, by_lane=True)
