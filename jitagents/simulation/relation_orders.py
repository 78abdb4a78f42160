"""Orders under a relation: stock that sellers fill up, and orders that are bound by a plan."""

from collections.abc import Callable

import numpy as np

from jitagents.behaviours.ordering import MinMax, Ordering, QuantityFlexibility
from jitagents.column import Flags
from jitagents.errors import InputError
from jitagents.network import Network, lane_names
from jitagents.relations import Relation, Relations
from jitagents.simulation.assignment import Change
from jitagents.stock_points import points_of


def changes_of(relations: Relations, network: Network) -> list[Change]:
    """Return the changes of ordering rules that relations ask for.

    Raises:
        InputError: such a term is not of all lanes that feed a stock point.
    """
    changes = []
    for relation, lanes in relations.of_lanes(network):
        if relation.most is not None:
            changes.append(Change(_fed_alone(network, lanes, "most"), _filled_up(relation)))
        if relation.plan_days:
            changes.append(Change(_fed_alone(network, lanes, "plan_days"), _bound(relation)))
    return changes


def _filled_up(relation: Relation) -> Callable[[Ordering], Ordering]:
    """Return the rule of a seller that keeps a buyer's stock between two levels (Fry, Kapuscinski & Olsen 2001)."""
    assert relation.least is not None
    assert relation.most is not None
    rule = MinMax(cover=relation.least, cycle=relation.most - relation.least)
    return lambda _: rule


def _bound(relation: Relation) -> Callable[[Ordering], Ordering]:
    """Return what binds a rule to the plans that a buyer shares, that of the shortest time before last (Tsay 1999)."""

    def make(rule: Ordering) -> Ordering:
        for days, (up, down) in sorted(relation.bands.items(), reverse=True):
            rule = QuantityFlexibility(rule, ahead=days, up=up, down=down)
        return QuantityFlexibility(rule, ahead=relation.plan_days, up=relation.up, down=relation.down)

    return make


def _fed_alone(network: Network, chosen: Flags, term: str) -> Flags:
    """Return the stock points that are fed over the chosen lanes `(points,)`, and over no others.

    Raises:
        InputError: one of them is fed over others, too.
    """
    points = points_of(network)
    fed: Flags = np.isin(np.arange(len(points.agent)), points.of_lane[chosen])
    if left_out := np.flatnonzero(fed[points.of_lane] & ~chosen).tolist():
        lane = lane_names(network.lanes)[left_out[0]]
        raise InputError(
            f"relation.{term}: is of all that a buyer gets of an item, and the lane {lane!r} brings some, too; it must "
            "be selected with the others"
        )
    return fed
