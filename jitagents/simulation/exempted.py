"""Exempted: the stock points and lanes that an exemption selects, stage by stage."""

import numpy as np

from jitagents.column import Flags
from jitagents.errors import InputError
from jitagents.network import Network, lane_names
from jitagents.network.selection import select, select_lanes
from jitagents.simulation.exemptions import OF_LANES, Exemption
from jitagents.stock_points import BUYER, INPUT, PLANT, SOURCE, Points, point_table

NOBODY = {
    "sourcing": "buys over a lane", "production": "makes anything", "serving": "serves final customers",
    "allocation": "sells over lanes", "inspection": "buys over a lane",
}  # fmt: skip
"""Work that no selected stock point does, where a stage does not concern them."""


class Selection:
    """The stock points and lanes that an exemption selects."""

    def __init__(self, network: Network, points: Points, exemption: Exemption) -> None:
        self.network, self.points, self.exemption = network, points, exemption

    def rows(self) -> dict[str, Flags]:
        """Return the stock points of each stage that the exemption states `(points,)`; of transport, the lanes."""
        place, stated, lanes = self.exemption.place, self.exemption.stated(), self.exemption.lanes
        if lanes is None:
            if "transport" in stated and self.exemption.where:
                raise InputError(
                    f"{place}.transport: differs by lane; select with `lanes`, as {{lanes: {{mode: sea}}}}"
                )
            chosen = select(point_table(self.network, self.points), self.exemption.where, f"{place}.where")
            every = np.ones(len(self.network.lanes), dtype=bool)
            return {stage: every if stage == "transport" else self._concerned(stage, chosen) for stage in stated}
        if self.exemption.where:
            raise InputError(f"{place}: has `where` and `lanes`; make two exemptions, one of agents and one of lanes")
        if others := [stage for stage in stated if stage not in OF_LANES]:
            raise InputError(f"{place}.{others[0]}: differs by agent, not by lane; select with `where`")
        chosen = select_lanes(self.network, lanes, f"{place}.lanes")
        return {stage: chosen if stage == "transport" else self._buying(chosen) for stage in stated}

    def _concerned(self, stage: str, chosen: Flags) -> Flags:
        """Return those of the chosen stock points whom a stage concerns."""
        role, place = self.points.role, self.exemption.place
        buying = np.isin(np.arange(len(role)), self.points.of_lane)
        concerned = {
            "sourcing": buying,
            "inspection": buying,
            "production": (role == SOURCE) | (role == PLANT),
            "serving": role == BUYER,
            "allocation": (role != BUYER) & (role != INPUT),
        }
        if stage not in concerned:
            return chosen
        rows: Flags = chosen & concerned[stage]
        if not rows.any():
            raise InputError(f"{place}.{stage}: nobody of those selected by {place}.where {NOBODY[stage]}")
        return rows

    def _buying(self, lanes: Flags) -> Flags:
        """Return the stock points that buy over the chosen lanes, all of whose lanes must be chosen."""
        fed, place = self.points.of_lane, self.exemption.place
        buying: Flags = np.isin(np.arange(len(self.points.agent)), fed[lanes])
        if left_out := np.flatnonzero(buying[fed] & ~lanes).tolist():
            lane = lane_names(self.network.lanes)[left_out[0]]
            raise InputError(
                f"{place}.lanes: leaves out the lane {lane!r}; sourcing divides an order over all lanes of a buyer's "
                f"item, here of {self.points.names[fed[left_out[0]]]!r}"
            )
        return buying
