"""Agent factory: the bulk handles that run the day, and the Mesa agents and populations of users."""

from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.agents import Carrier, Input, SiteAgent, StockPoint
from jitagents.column import Place, Population
from jitagents.simulation.decision import DecisionProcess
from jitagents.state import SimulationState
from jitagents.stock_points import BUYER, DISTRIBUTOR, INPUT, PLANT, SOURCE

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class AgentFactory:
    """Makes the agents of a model, in bulk and one by one.

    Args:
        model: with which Mesa registers the agents.
        state: of the model.
        classes: the agent classes, by the numbers of the layout.
        processes: the decision process of each block of the layout.

    Attributes:
        bulks: bulk handles of stock points, in the order of the waves.
        waves: the bulk handles of each wave of the layout.
        sellers, makers, buyers: the bulk handles of those roles.
    """

    def __init__(
        self,
        model: "SupplyModel",
        state: SimulationState,
        classes: list[type[SiteAgent]],
        processes: list[DecisionProcess],
    ) -> None:
        self._model, self._state, self._classes = model, state, classes
        self.waves: list[list[StockPoint]] = []
        remaining = iter(processes)
        for wave in state.layout.waves:
            kinds = [(block, Input if block.role == INPUT else classes[block.cls]) for block in wave.blocks]
            self.waves.append([
                kind.over(self._place(block.rows, block.role), model=model, decision=next(remaining))
                for block, kind in kinds
            ])  # fmt: skip
        self.bulks = [bulk for wave in self.waves for bulk in wave]
        self.buyers, self.sellers, self.makers = (
            self._of(BUYER), self._of(DISTRIBUTOR, SOURCE, PLANT), self._of(SOURCE, PLANT)
        )  # fmt: skip

    def _place(self, rows: slice, role: int) -> Place:
        state = self._state
        place: Place = {"points": (state.points, rows)}
        if role == BUYER:
            place["buying"] = (state.buying, rows)
        if role in (SOURCE, PLANT):
            first = int(np.searchsorted(state.layout.maker_rows, rows.start))
            place["making"] = (state.making, slice(first, first + rows.stop - rows.start))
        return place

    def _of(self, *roles: int) -> list[Any]:
        blocks = zip(self._state.layout.blocks, self.bulks, strict=True)
        return [bulk for block, bulk in blocks if block.role in roles]

    def agents(self) -> list[SiteAgent]:
        """Make a Mesa agent for each agent of the network, in the order of the network."""
        layout = self._state.layout
        names, agents = layout.network.agents["name"].to_numpy(dtype=object), []
        for name, row in zip(names, layout.row_of[: len(names)].tolist(), strict=True):
            place = self._place(slice(row, row + 1), int(layout.role[row]))
            single = {table: (columns, rows.start) for table, (columns, rows) in place.items()}
            agents.append(self._classes[layout.cls[row]](self._model, name, int(layout.tier[row]), single))
        return agents

    def carriers(self) -> Population[Carrier]:
        """Make a Mesa agent for each carrier; return their population."""
        model, table = self._model, self._state.carriers
        members = [
            Carrier(model, name, {"carriers": (table, row)})
            for row, name in enumerate(self._state.layout.network.carriers["name"])
        ]
        return Population([Carrier.over({"carriers": (table, slice(None))}, model=model)], members)

    def inputs(self) -> Population[Input]:
        """Return the population of the plants' inputs."""
        state, rows = self._state, self._state.layout.input_rows
        members = [
            Input.over({"points": (state.points, row)}, model=self._model, name=state.layout.names[row])
            for row in range(rows.start, rows.stop)
        ]
        return self.population(Input, members)

    def population[H: StockPoint](self, kind: type[H], members: list[Any]) -> Population[H]:
        """Return the members of a class and of its subclasses as a population, in the order of the rows."""
        chosen = [member for member in members if isinstance(member, kind)]
        chosen.sort(key=lambda member: member.place["points"][1])
        return Population([bulk for bulk in self.bulks if isinstance(bulk, kind)], chosen)
