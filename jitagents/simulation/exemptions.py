"""Exemptions: other behaviours for some stock points or lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.behaviours.allocation import Allocation
from jitagents.behaviours.forecasting import Forecasting
from jitagents.behaviours.information import Information
from jitagents.behaviours.ordering import Ordering
from jitagents.behaviours.production import Production
from jitagents.behaviours.serving import Serving
from jitagents.behaviours.sourcing import Sourcing
from jitagents.behaviours.transport import Transport
from jitagents.choice import Choice, Index
from jitagents.errors import Faults, InputError
from jitagents.layout import BUYER, INPUT, PLANT, SOURCE, Layout, Points, point_table, points_of
from jitagents.network import Network, lane_names
from jitagents.network.selection import select, select_lanes
from jitagents.simulation.decision import Profile

type Flags = npt.NDArray[np.bool_]

OF_POINTS = ("ordering", "forecasting", "information", "sourcing", "production", "serving", "allocation")
"""Stages that may differ by stock point."""
OF_LANES = ("sourcing", "transport")
"""Stages that may differ by lane; sourcing by all lanes of a stock point."""
EXEMPT = tuple(dict.fromkeys(OF_POINTS + OF_LANES))
"""Stages in which some stock points or lanes may behave differently from the others."""
NOBODY = {
    "sourcing": "buys over a lane", "production": "makes anything", "serving": "serves final customers",
    "allocation": "sells over lanes",
}  # fmt: skip
"""What no selected stock point does, where a stage does not concern them."""


@dataclass(frozen=True)
class Exemption:
    """Other behaviours for some stock points, or for some lanes.

    Attributes:
        where: selector of agents, or of inputs (`kind: input`, `name: plant/item`); {} is everybody.
        lanes: selector of lanes, in place of stock points.
        ordering, forecasting, information: of the stock points; None, here and below, keeps that of the model.
        sourcing: of the stock points, or of those that buy over the lanes.
        production, serving, allocation: of the makers, buyers and sellers among the stock points.
        transport: of the lanes.
        place: its key in a configuration, for messages.
    """

    where: Mapping[str, Any]
    ordering: Ordering | None = None
    forecasting: Forecasting | None = None
    information: Information | None = None
    sourcing: Sourcing | None = None
    production: Production | None = None
    serving: Serving | None = None
    allocation: Allocation | None = None
    transport: Transport | None = None
    lanes: Mapping[str, Any] | None = None
    place: str = "exemptions"

    def stated(self) -> dict[str, Any]:
        """The behaviours that differ, by stage."""
        return {stage: getattr(self, stage) for stage in EXEMPT if getattr(self, stage) is not None}


@dataclass(frozen=True)
class Assignment:
    """The behaviours of all stock points and lanes.

    Attributes:
        profiles: the distinct combinations of ordering, forecasting and information, as often as other stages differ.
        profile: number of the combination of each stock point `(points,)`.
        choices: of each stage, by stock point; of transport, by lane of the network.
    """

    profiles: list[Profile]
    profile: Index
    choices: Mapping[str, Choice[Any]]

    def sorted(self, layout: Layout) -> dict[str, Choice[Any]]:
        """The choices in the order of the rows and lanes of a layout."""
        return {
            stage: choice.at(layout.lane_order if stage == "transport" else layout.order)
            for stage, choice in self.choices.items()
        }


def assign(network: Network, usual: Mapping[str, Any], exemptions: Sequence[Exemption]) -> Assignment:
    """Assign behaviours to all stock points and lanes.

    Args:
        network: agents and lanes.
        usual: behaviours of those that are not exempted, by stage.
        exemptions: other behaviours.

    Raises:
        InputError: an exemption selects nobody whom its stage concerns, or two are for the same row and stage.
    """
    points, faults = points_of(network), Faults()
    sizes = {stage: len(network.lanes if stage == "transport" else points.agent) for stage in EXEMPT}
    flags = {stage: np.zeros((len(exemptions), size), dtype=bool) for stage, size in sizes.items()}
    for number, exemption in enumerate(exemptions):
        with faults.collected():
            for stage, rows in _Selection(network, points, exemption).rows().items():
                flags[stage][number] = rows
    faults.tell()
    for stage, chosen in flags.items():
        names = lane_names(network.lanes).to_numpy(dtype=object) if stage == "transport" else points.names
        _check_apart(stage, chosen, names, exemptions, faults)
    faults.tell()
    choices = {stage: _choice(stage, usual[stage], chosen, exemptions) for stage, chosen in flags.items()}
    blocks, profile = _distinct(np.concatenate([flags[stage] for stage in OF_POINTS]), len(exemptions))
    first = [int(np.flatnonzero(profile == number)[0]) for number in range(blocks.shape[1])]
    deciding = [choices[stage] for stage in ("ordering", "forecasting", "information")]
    profiles = [Profile(*(choice.rules[choice.number[point]] for choice in deciding)) for point in first]
    return Assignment(profiles, profile, choices)


class _Selection:
    """The stock points and lanes that an exemption selects."""

    def __init__(self, network: Network, points: Points, exemption: Exemption) -> None:
        self.network, self.points, self.exemption = network, points, exemption

    def rows(self) -> dict[str, Flags]:
        """Return the stock points of each stage that the exemption states `(points,)`; of transport, the lanes."""
        place, stated, lanes = self.exemption.place, self.exemption.stated(), self.exemption.lanes
        if lanes is None:
            if "transport" in stated:
                raise InputError(
                    f"{place}.transport: differs by lane; select with `lanes`, as {{lanes: {{mode: sea}}}}"
                )
            chosen = select(point_table(self.network, self.points), self.exemption.where, f"{place}.where")
            return {stage: self._concerned(stage, chosen) for stage in stated}
        if self.exemption.where:
            raise InputError(f"{place}: has `where` and `lanes`; make two exemptions, one of agents and one of lanes")
        if others := [stage for stage in stated if stage not in OF_LANES]:
            raise InputError(f"{place}.{others[0]}: differs by agent, not by lane; select with `where`")
        chosen = select_lanes(self.network, lanes, f"{place}.lanes")
        return {stage: chosen if stage == "transport" else self._buying(chosen) for stage in stated}

    def _concerned(self, stage: str, chosen: Flags) -> Flags:
        """Return those of the chosen stock points whom a stage concerns."""
        role, place = self.points.role, self.exemption.place
        concerned = {
            "sourcing": np.isin(np.arange(len(role)), self.points.of_lane),
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


def _check_apart(
    stage: str, chosen: Flags, names: npt.NDArray[np.object_], exemptions: Sequence[Exemption], faults: Faults
) -> None:
    """Check that no row is exempted twice in a stage."""
    if (twice := np.flatnonzero(chosen.sum(axis=0) > 1)).size:
        first, second = (exemptions[number].place for number in np.flatnonzero(chosen[:, twice[0]])[:2])
        faults.add(
            f"{first} and {second}: both are for the {stage} of {names[twice[0]]!r}; one exemption a row and stage"
        )


def _choice(stage: str, usual: Any, chosen: Flags, exemptions: Sequence[Exemption]) -> Choice[Any]:
    """Return the rules of a stage, from the exemptions that are for each row."""
    distinct, number = _distinct(chosen, len(exemptions))
    rules = [
        next((getattr(exemption, stage) for exemption, states in zip(exemptions, column, strict=True) if states), usual)
        for column in distinct.T
    ]
    return Choice(tuple(rules), number)


def _distinct(chosen: Flags, count: int) -> tuple[Flags, Index]:
    """Return the distinct columns of flags, those of the last exemptions last, and the number of each row's column.

    Args:
        chosen: whether each exemption is for each row, stage by stage `(stages x exemptions, rows)`.
        count: number of exemptions.
    """
    if not chosen.size:
        return np.zeros((len(chosen), 1), dtype=bool), np.zeros(chosen.shape[1], dtype=np.int64)
    stages = chosen.reshape(-1, count, chosen.shape[1])
    by_exemption = stages.transpose(1, 0, 2).reshape(chosen.shape)
    distinct, number = np.unique(by_exemption[::-1], axis=1, return_inverse=True)
    back = distinct[::-1].reshape(count, -1, distinct.shape[1]).transpose(1, 0, 2).reshape(-1, distinct.shape[1])
    return back, number.ravel().astype(np.int64)
