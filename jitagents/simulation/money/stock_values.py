"""Stock values: goods at book value, by the agent that owns them."""

import numpy as np

from jitagents.column import Array
from jitagents.flow import Groups
from jitagents.simulation.money.book_values import BookValues
from jitagents.simulation.money.invoices import Invoices
from jitagents.state import SimulationState


class StockValues:
    """Stock of each agent at what it has cost the agent, each part `(agents, worlds)`.

    Goods under way are worth their price to the buyer who owns them, and their cost to the seller who still does.

    Args:
        state: of the model.
        worth: book values.
        invoices: who owns what is under way or consigned.
    """

    def __init__(self, state: SimulationState, worth: BookValues, invoices: Invoices) -> None:
        layout = state.layout
        self._state, self._worth, self._invoices = state, worth, invoices
        self._agents, self._shape = layout.agent_rows, (layout.agent_rows.stop, state.worlds.count)
        self._plants = Groups(layout.plant_of_input, layout.agent_rows.stop)
        self._sellers = Groups(layout.lane_seller, layout.agent_rows.stop)
        self._buyers = Groups(layout.owner[layout.lane_buyer], layout.agent_rows.stop)

    def finished(self) -> Array:
        """Stock on hand of the agents' own items; at an agent that resells, what it has bought."""
        return self._worth.cost[self._agents] * self._state.points["stock"][self._agents]

    def raw(self) -> Array:
        """Stock of the inputs of plants."""
        rows = self._state.layout.input_rows
        return self._sum(self._plants, self._worth.cost[rows] * self._state.points["stock"][rows])

    def in_process(self) -> Array:
        """Work in process of makers."""
        layout, value = self._state.layout, np.zeros(self._shape)
        makers = layout.maker_rows
        units = self._state.points["on_order"][makers] - self._state.making["open_orders"]
        value[makers] = self._worth.in_process[makers] * units
        return value

    def under_way(self) -> Array:
        """Goods under way on lanes."""
        units, of_seller = self._state.lanes["under_way"], self._invoices.of_seller
        cost = self._worth.cost[self._state.layout.lane_seller]
        if not of_seller.any():
            return self._sum(self._buyers, self._worth.price * units)
        mine = self._sum(self._buyers, (1.0 - of_seller) * self._worth.price * units)
        return mine + self._sum(self._sellers, of_seller * cost * units)

    def consigned(self) -> Array:
        """Stock in the hands of buyers, that of a seller, less what an agent only keeps for its suppliers."""
        units, layout = self._invoices.consigned, self._state.layout
        if units is None:
            return np.zeros(self._shape)
        kept = self._sum(self._buyers, self._worth.cost[layout.lane_buyer] * units)
        return self._sum(self._sellers, self._worth.cost[layout.lane_seller] * units) - kept

    def total(self) -> Array:
        """All stock that each agent owns."""
        return self.finished() + self.raw() + self.in_process() + self.under_way() + self.consigned()

    def _sum(self, groups: Groups, members: Array) -> Array:
        return groups.sum(members, np.empty(self._shape))
