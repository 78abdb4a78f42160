"""Cast: who acts in a model: bulk handles for the day, Mesa agents and populations for its user."""

from typing import TYPE_CHECKING, Any

import numpy as np

from jitagents.agents import Carrier, Input, SiteAgent, StockPoint
from jitagents.behaviours.base import RECORDS, Seen, read_only
from jitagents.column import Place, Population
from jitagents.layout import BUYER, DISTRIBUTOR, INPUT, PLANT, SOURCE, Block
from jitagents.simulation.decision import DecisionProcess, Profile

if TYPE_CHECKING:
    from jitagents.model import SupplyModel


class AgentFactory:
    """The acting handles of a model.

    Args:
        model: its layout, tables and plan are ready.
        classes: the agent classes, by the numbers of the layout.
        profiles: by the numbers of the layout.

    Attributes:
        waves: the bulk handles of each wave of the layout.
        sellers, makers, buyers: the bulk handles of those roles, as lists.
    """

    def __init__(self, model: "SupplyModel", classes: list[type[SiteAgent]], profiles: list[Profile]) -> None:
        self._model, self._classes = model, classes
        # Fitted to all rows of a profile at once: a budget holds for the whole network, names are known everywhere.
        self._rows = [np.flatnonzero(model.layout.profile == number) for number in range(len(profiles))]
        fitted = [one.fit(model.planned.plan.at(rows)) for one, rows in zip(profiles, self._rows, strict=True)]
        self.waves = [
            [self._bulk(block, fitted[block.profile]) for block in wave.blocks] for wave in model.layout.waves
        ]
        self.buyers, self.sellers, self.makers = (
            self._of(BUYER), self._of(DISTRIBUTOR, SOURCE, PLANT), self._of(SOURCE, PLANT)
        )  # fmt: skip

    def _bulk(self, block: Block, profile: Profile) -> StockPoint:
        model = self._model
        plan = model.planned.plan.at(block.rows)
        records = (model.points[name][block.rows] for name in RECORDS)
        rows = self._rows[block.profile]
        first = int(np.searchsorted(rows, block.rows.start))
        own = profile.at(slice(first, first + len(plan)), len(rows))
        truth = Seen(model.clock, plan, *records)
        if "spoiled" in model.points:
            truth.spoiled = read_only(model.points["spoiled"][block.rows])
        model.echelon.show(truth, block.rows)
        model.extras.show(truth, block.rows)
        if model.disruptions.warnings.days is not None:
            truth.warned = read_only(model.disruptions.warnings.days[block.rows])
        decision = DecisionProcess(
            own, truth, model.whole, model.releases.of(block.rows), model.disruptions.record_faults(block.rows)
        )
        kind = Input if block.role == INPUT else self._classes[block.cls]
        return kind.over(self._place(block.rows, block.role), model=model, decision=decision)

    def _place(self, rows: slice, role: int) -> Place:
        model = self._model
        place: Place = {"points": (model.points, rows)}
        if role == BUYER:
            place["buying"] = (model.buying, rows)
        if role in (SOURCE, PLANT):
            first = int(np.searchsorted(model.layout.maker_rows, rows.start))
            place["making"] = (model.making, slice(first, first + rows.stop - rows.start))
        return place

    def _of(self, *roles: int) -> list[Any]:
        blocks = zip(self._model.layout.blocks, self.bulks, strict=True)
        return [bulk for block, bulk in blocks if block.role in roles]

    @property
    def bulks(self) -> list[StockPoint]:
        """All bulk handles of stock points, in the order of the waves."""
        return [bulk for wave in self.waves for bulk in wave]

    def firms(self) -> list[SiteAgent]:
        """Make a Mesa agent for each agent of the network, in the order of the network."""
        layout, names = self._model.layout, self._model.network.agents["name"].to_numpy(dtype=object)
        made = []
        for name, row in zip(names, layout.row_of[: len(names)].tolist(), strict=True):
            place = self._place(slice(row, row + 1), int(layout.role[row]))
            single = {table: (columns, rows.start) for table, (columns, rows) in place.items()}
            made.append(self._classes[layout.cls[row]](self._model, name, int(layout.tier[row]), single))
        return made

    def carriers(self) -> Population[Carrier]:
        """Make a Mesa agent for each carrier; their population."""
        model, loading = self._model, self._model.loading
        members = [
            Carrier(model, name, {"carriers": (loading, row)})
            for row, name in enumerate(model.network.carriers["name"])
        ]
        return Population([Carrier.over({"carriers": (loading, slice(None))}, model=model)], members)

    def inputs(self) -> Population[Input]:
        """The population of the plants' inputs."""
        model, rows = self._model, self._model.layout.input_rows
        members = [
            Input.over({"points": (model.points, row)}, model=model, name=model.layout.names[row])
            for row in range(rows.start, rows.stop)
        ]
        return self.population(Input, members)

    def population[H: StockPoint](self, kind: type[H], members: list[Any]) -> Population[H]:
        """The members of a class, and of those derived from it, in the order of the rows."""
        chosen = [member for member in members if isinstance(member, kind)]
        chosen.sort(key=lambda member: member.place["points"][1])
        return Population([bulk for bulk in self.bulks if isinstance(bulk, kind)], chosen)

    def decision_of(self, row: int) -> DecisionProcess:
        """The desk of one row."""
        for bulk in self.bulks:
            rows = bulk.place["points"][1]
            if rows.start <= row < rows.stop:
                return bulk.decision.at(row - rows.start)
        raise IndexError(f"there is no row {row}")
