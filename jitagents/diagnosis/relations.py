"""Relations of the rows of a network: their kinds, their suppliers and customers, and the inputs of plants."""

import numpy as np

from jitagents.flow import Index
from jitagents.layout import Layout


class Relations:
    """The relations of the rows of a layout.

    Args:
        layout: rows and lanes.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        lanes = np.arange(len(layout.lane_buyer))
        self._into, self._out_of = (_grouped(lanes, ends) for ends in (layout.lane_buyer, layout.lane_seller))
        self._inputs = _grouped(np.arange(layout.rows)[layout.input_rows], layout.plant_of_input)
        self._makers = {int(row): maker for maker, row in enumerate(layout.maker_rows)}
        agents = layout.network.agents
        self._names, self._items = (agents[column].to_numpy(dtype=object) for column in ("name", "item"))

    def is_buyer(self, row: int) -> bool:
        """True if a row serves final demand."""
        return row < self.layout.market_rows.stop

    def is_input(self, row: int) -> bool:
        """True if a row is a plant's stock of an input."""
        return row >= self.layout.input_rows.start

    def maker(self, row: int) -> int | None:
        """The maker that fills a stock point; None if it is filled over lanes."""
        return self._makers.get(row)

    def lanes_into(self, row: int) -> list[int]:
        """The lanes that end at a stock point."""
        return self._into.get(row, [])

    def lanes_from(self, row: int) -> list[int]:
        """The lanes that begin at an agent."""
        return self._out_of.get(row, [])

    def seller(self, lane: int) -> int:
        """The agent at which a lane begins."""
        return int(self.layout.lane_seller[lane])

    def buyer(self, lane: int) -> int:
        """The stock point at which a lane ends."""
        return int(self.layout.lane_buyer[lane])

    def makers_behind(self, row: int) -> list[int]:
        """The makers whose units are among those that a stock point receives as they are, or that it makes itself."""
        if self.maker(row) is not None:
            return [row]
        return [maker for lane in self.lanes_into(row) for maker in self.makers_behind(self.seller(lane))]

    def inputs_of(self, plant: int) -> list[int]:
        """The stock points of the inputs of a plant."""
        return self._inputs.get(plant, [])

    def quantity(self, point: int) -> float:
        """Units of an input that go into a unit of its plant."""
        return float(self.layout.input_quantity[point - self.layout.input_rows.start])

    def owner(self, row: int) -> int:
        """The row of the agent that a stock point belongs to."""
        return int(self.layout.plant_of_input[row - self.layout.input_rows.start]) if self.is_input(row) else row

    def name(self, row: int) -> str:
        """The name of the agent that a stock point belongs to."""
        return str(self._names[self.layout.agent[row]])

    def item(self, row: int) -> str:
        """The item of a stock point."""
        layout = self.layout
        holder = layout.network.seller_row[layout.item_lane[row]] if self.is_input(row) else layout.agent[row]
        return str(self._items[holder])


def _grouped(members: Index, keys: Index) -> dict[int, list[int]]:
    """The members of each key."""
    groups: dict[int, list[int]] = {}
    for member, key in zip(members.tolist(), keys.tolist(), strict=True):
        groups.setdefault(key, []).append(member)
    return groups
