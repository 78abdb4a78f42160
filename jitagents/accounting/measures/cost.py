"""Cost: the total cost of ownership, and each of its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jitagents.accounting.accumulator import Setup
from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.cost_part import OWNERSHIP, CostPart
from jitagents.accounting.cost_parts import PARTS
from jitagents.accounting.measures.measure import Single
from jitagents.accounting.measures.records import WorldLedger
from jitagents.column import Array
from jitagents.errors import InputError, nearest


@dataclass(frozen=True)
class Cost(Single):
    """Cost of all parts, or of one; it needs the sums that the items of the cost model price.

    Attributes:
        part: name; empty: all parts.
        parts: those that there are.
    """

    part: str = ""
    parts: Mapping[str, CostPart] = field(default_factory=lambda: PARTS, repr=False, metadata={"replace": True})

    unit = "money/day"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.part and self.part not in self.parts:
            raise InputError(f"part = {self.part!r}: {nearest(self.part, self.parts)}")

    def usual_name(self) -> str:
        return f"cost_{self.part}" if self.part else "cost"

    @property
    def label(self) -> str:
        return f"{self.part.replace('_', ' ')} cost a day".strip()

    @property
    def formula(self) -> str:
        told = f"mean daily cost: {self.parts[self.part].meaning}" if self.part else (
            f"mean daily cost of ownership, sum of its parts: {', '.join(self.parts).replace('_', ' ')}"
        )  # fmt: skip
        return (
            f"{told}; tier and network: sum over agents, without what these pay to one another; "
            "lane: as its buyer sees it, with its share of the units shipped in what is paid at the stock that it fills"
        )

    @property
    def source(self) -> str:
        return self.parts[self.part].source if self.part else OWNERSHIP

    def needs(self, items: CostItems) -> Iterable[str | Setup]:
        return items.sums(self.part)

    def of(self, ledger: WorldLedger) -> Array:
        return ledger.cost(self.part) / ledger.days

    def of_lanes(self, ledger: WorldLedger) -> Array:
        return ledger.lane_cost(self.part) / ledger.days


COST = Cost()

MEASURES = (COST, *(Cost(part) for part in PARTS))
