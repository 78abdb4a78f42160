"""Assignment: the behaviours of every stock point and lane, with its exemptions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from jitagents.behaviours.ordering import Ordering
from jitagents.behaviours.sourcing import Sourcing
from jitagents.behaviours.transport import Transport
from jitagents.choice import Choice, Index
from jitagents.column import Array, Flags
from jitagents.errors import Faults, InputError
from jitagents.layout import Layout
from jitagents.network import Network, lane_names
from jitagents.network.columns import CANDIDATE
from jitagents.simulation.exempted import Selection
from jitagents.simulation.exemptions import EXEMPT, OF_POINTS, Exemption
from jitagents.simulation.profile import Profile
from jitagents.simulation.switching import switched
from jitagents.stock_points import Points, points_of


@dataclass(frozen=True)
class Change:
    """A change of the ordering rules of some stock points, whatever these are.

    Attributes:
        rows: the stock points `(points,)`.
        make: the rule in place of another one.
    """

    rows: Flags
    make: Callable[[Ordering], Ordering]


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


def assign(
    network: Network, usual: Mapping[str, Any], exemptions: Sequence[Exemption], holds: Sequence[Array],
    changes: Sequence[Change] = (),
) -> Assignment:  # fmt: skip
    """Assign behaviours to all stock points and lanes.

    Args:
        network: agents and lanes.
        usual: behaviours of those that are not exempted, by stage.
        exemptions: other behaviours.
        holds: where each of them holds today, as `Regimes` writes it.
        changes: of ordering rules, those of exemptions too.

    Raises:
        InputError: an exemption selects nobody whom its stage concerns, or two are for the same row and stage.
    """
    points, faults = points_of(network), Faults()
    sizes = {stage: len(network.lanes if stage == "transport" else points.agent) for stage in EXEMPT}
    flags = {stage: np.zeros((len(exemptions), size), dtype=bool) for stage, size in sizes.items()}
    for number, exemption in enumerate(exemptions):
        with faults.collected():
            for stage, rows in Selection(network, points, exemption).rows().items():
                flags[stage][number] = rows
            if exemption.transport is not None:
                _check_lanes(exemption.transport, network.lanes[flags["transport"][number]], exemption.place + ".")
    with faults.collected():
        _check_lanes(usual["transport"], network.lanes, "")
    faults.tell()
    for stage, chosen in flags.items():
        _check_apart(stage, chosen, exemptions, faults, partial(_name, network, points, stage))
    faults.tell()
    if changes:
        for stage, chosen in flags.items():
            more = [change.rows if stage == "ordering" else np.zeros(chosen.shape[1], dtype=bool) for change in changes]
            flags[stage] = np.concatenate((chosen, np.stack(more)))
    choices = {
        stage: _choice(stage, usual[stage], chosen, exemptions, holds, changes) for stage, chosen in flags.items()
    }
    _check_candidates(network, choices["sourcing"].at(points.of_lane))
    blocks, profile = _distinct(np.concatenate([flags[stage] for stage in OF_POINTS]), len(exemptions) + len(changes))
    first = [int(np.flatnonzero(profile == number)[0]) for number in range(blocks.shape[1])]
    deciding = [choices[stage] for stage in ("ordering", "forecasting", "information")]
    profiles = [Profile(*(choice.rules[choice.number[point]] for choice in deciding)) for point in first]
    return Assignment(profiles, profile, choices)


def _check_lanes(rule: Transport, lanes: pd.DataFrame, place: str) -> None:
    """Check that the lanes of a rule of transport state what it needs."""
    if lacks := rule.lacks(lanes):
        raise InputError(f"{place}transport: {lacks}")


def _check_apart(
    stage: str, chosen: Flags, exemptions: Sequence[Exemption], faults: Faults, name: Callable[[int], str]
) -> None:
    """Check that no row is exempted twice in a stage by exemptions that always hold; `name` tells that of a row."""
    always = np.array([exemption.when is None for exemption in exemptions], dtype=bool)
    chosen = chosen & always[:, None]
    if (twice := np.flatnonzero(chosen.sum(axis=0) > 1)).size:
        first, second = (exemptions[number].place for number in np.flatnonzero(chosen[:, twice[0]])[:2])
        faults.add(
            f"{first} and {second}: both are for the {stage} of {name(int(twice[0]))!r}; one exemption a row and stage"
        )


def _name(network: Network, points: Points, stage: str, row: int) -> str:
    """The name of a row of a stage: a lane, or a stock point."""
    return str(lane_names(network.lanes).iloc[row] if stage == "transport" else points.names[row])


def _check_candidates(network: Network, sourcing: Choice[Sourcing]) -> None:
    """Check that nobody would order from candidates before they are qualified."""
    qualifies = np.array([rule.qualifies for rule in sourcing.rules])[sourcing.number]
    wrong = np.flatnonzero((network.lanes["state"] == CANDIDATE).to_numpy() & ~qualifies)
    if wrong.size:
        name = lane_names(network.lanes).iloc[wrong[0]]
        raise InputError(
            f"lanes: {name}: is a candidate, but its buyer's sourcing would order from it at once; choose "
            "sourcing=panel, or split or primary, or state: approved"
        )


def _choice(
    stage: str, usual: Any, chosen: Flags, exemptions: Sequence[Exemption], holds: Sequence[Array],
    changes: Sequence[Change],
) -> Choice[Any]:  # fmt: skip
    """Return the rules of a stage, from the exemptions that are for each row, and the changes."""
    distinct, number = _distinct(chosen, len(exemptions) + len(changes))
    rules = []
    for column in distinct.T:
        stated = [(exemptions[at], holds[at]) for at in np.flatnonzero(column[: len(exemptions)]).tolist()]
        always = next((getattr(exemption, stage) for exemption, _ in stated if exemption.when is None), usual)
        others = [(getattr(some, stage), some.when, hold) for some, hold in stated if some.when is not None]
        for at in np.flatnonzero(column[len(exemptions) :]).tolist():
            always = changes[at].make(always)
            others = [(changes[at].make(rule), when, hold) for rule, when, hold in others]
        rules.append(switched(stage, always, others))
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
