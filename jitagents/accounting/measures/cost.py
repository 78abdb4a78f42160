"""Cost: the total cost of ownership, and each of its parts."""

from collections.abc import Iterable
from dataclasses import dataclass

from jitagents.accounting.cost_items import CostItems
from jitagents.accounting.cost_parts import OWNERSHIP, CostPart
from jitagents.accounting.measures.measure import Single, WorldLedger
from jitagents.column import Array

PARTS = tuple(CostPart)


@dataclass(frozen=True)
class Cost(Single):
    """The cost of some parts; it needs the accumulators that the cost items price.

    Attributes:
        parts: of the cost.
    """

    parts: tuple[CostPart, ...] = ()

    def needs(self, items: CostItems) -> Iterable[str]:
        return items.sums(self.parts)


def _cost(name: str, label: str, formula: str, source: str, *parts: CostPart) -> Cost:
    """Make the measure of some parts of the cost."""

    def of(ledger: WorldLedger) -> Array:
        return ledger.points(ledger.money(parts)) / ledger.days

    return Cost(name=name, unit="money/day", label=label, formula=formula, source=source, of=of, parts=parts)


COST = _cost(
    "cost",
    "cost a day",
    f"mean daily cost of ownership, sum of its parts: {', '.join(PARTS).replace('_', ' ')}; tier and network: sum "
    "over agents",
    OWNERSHIP,
    *PARTS,
)

MEASURES = (
    COST,
    *(
        _cost(
            f"cost_{part}",
            f"{part.replace('_', ' ')} cost a day",
            f"mean daily cost: {part.meaning}; tier and network: sum over agents",
            part.source,
            part,
        )
        for part in PARTS
    ),
)
