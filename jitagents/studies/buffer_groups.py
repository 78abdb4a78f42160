"""Groups of flows that are buffered together, because a buffer of one of them alone gains nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from jitagents.behaviours.placement import bought, price
from jitagents.model import SupplyModel
from jitagents.stock_points import DISTRIBUTOR


@dataclass(frozen=True)
class Group:
    """Flows with the same days of cover.

    Attributes:
        names: of the item, or of the flows.
        label: for tables and sentences.
        price: of a day of cover of all of them, money.
    """

    names: tuple[str, ...]
    label: str
    price: float


def groups_of(model: SupplyModel) -> list[Group]:
    """List what the budgets of a model can buffer: items, and kits of parts.

    The model spends some money everywhere, so that the flows of rules without a budget, as of exempted agents, show.
    An item is buffered at all who buy it: a chip at one of several makers of boards gains nothing while a car needs
    boards of all of them. An item that is resold is split by tier, since its buyers then stand one behind the other. A
    kit is all that goes into an item: where several of its parts fail at once, none of them gains anything alone.
    """
    layout, plan = model.layout, model.planned.plan
    resold = {*layout.items[layout.role == DISTRIBUTOR]}
    items: dict[tuple[str, int], list[int]] = {}
    kits: dict[str, list[int]] = {}
    for row in np.flatnonzero(bought(plan) & (model.buffers > 0).any(axis=1)).tolist():
        item = str(layout.items[row])
        items.setdefault((item, int(layout.tier[row]) if item in resold else -1), []).append(row)
        if row >= layout.input_rows.start:
            made = layout.items[layout.plant_of_input[row - layout.input_rows.start]]
            kits.setdefault(str(made), []).append(row)

    def group(label: str, rows: Iterable[int], names: Iterable[object]) -> Group:
        return Group(tuple(map(str, names)), label, float(price(plan.at(np.array(rows)), 1.0).max()))

    groups = []
    for (item, tier), rows in items.items():
        flows = layout.names[rows]
        plain = tier < 0 and item not in layout.names
        groups.append(group(item if tier < 0 else f"{item} at tier {tier}", rows, [item] if plain else flows))
    mixed = {item: rows for item, rows in kits.items() if len({*layout.items[rows]}) > 1}
    groups += [group(f"all parts of {item}", rows, layout.names[rows]) for item, rows in mixed.items()]
    return [candidate for candidate in groups if candidate.price > 0]
