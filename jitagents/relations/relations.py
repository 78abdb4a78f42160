"""Relations of a network: which lanes have which terms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from jitagents.column import Flags
from jitagents.errors import Faults, InputError
from jitagents.network import Network
from jitagents.network.selection import select_lanes
from jitagents.network.tiers import tiers
from jitagents.relations.lane_terms import LaneTerms
from jitagents.relations.terms import Relation


@dataclass(frozen=True)
class Relations(Relation):
    """The relations of a network: one of all its lanes, or of some, and others of other lanes.

    A lane has the relation of the last of `others` that selects it, or else this one if `lanes` selects it. With the
    defaults all lanes are transactions, and nothing changes.

    Source:
        Dyer & Ouchi 1993, Sloan Management Review 35(1); Liker & Choi 2004, Harvard Business Review 82(12).
    """

    others: Mapping[str, Relation] = field(
        default_factory=dict, metadata={"meaning": "name: relation of some lanes", "replace": True}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        faults = Faults()
        others: Mapping[str, Any] = self.others
        for name, relation in others.items():
            if not isinstance(relation, Relation):
                example = "{_target_: jitagents.relations.Relation, lanes: {item: chip}, reserved: 1}"
                faults.add(f"others.{name} = {relation!r}: must be a relation, {example}")
            elif not relation.lanes:
                faults.add(f"others.{name}.lanes: is empty, which would be all lanes; name some, as {{item: chip}}")
        faults.tell()

    def of_lanes(self, network: Network) -> list[tuple[Relation, Flags]]:
        """Return the relations that state something, each with its lanes `(lanes,)`, no lane twice.

        Raises:
            InputError: a selector cannot be read.
        """
        if not (self.lanes or self.others or _says(self)):
            return []
        placed, faults = list(self._placed()), Faults()
        owner = np.full(len(network.lanes), -1)
        for number, (place, relation) in enumerate(placed):
            with faults.collected():
                owner[select_lanes(network, relation.lanes, f"{place}.lanes")] = number
        faults.tell()
        chosen = [(relation, owner == number) for number, (_, relation) in enumerate(placed) if _says(relation)]
        return [(relation, lanes) for relation, lanes in chosen if lanes.any()]

    def terms(self, network: Network) -> LaneTerms | None:
        """Return the terms of the lanes of a network; None if all of them are transactions."""
        relations = self.of_lanes(network)
        return LaneTerms.of(relations, len(network.lanes)) if relations else None

    def applied(self, network: Network) -> Network:
        """Return the network with the columns of lanes that relations state: classes, invoices, order delays."""
        relations = self.of_lanes(network)
        lanes = network.lanes.copy()
        for relation, chosen in relations:
            if relation.allocation_class is not None:
                lanes.loc[chosen, "priority"] = relation.allocation_class
            if relation.ownership is not None:
                lanes.loc[chosen, "invoiced"] = relation.ownership
            if relation.payment is not None:
                lanes.loc[chosen, "terms"] = relation.payment
            if relation.decides == "seller":  # the seller sees the stock itself
                lanes.loc[chosen, "order_delay"] = 0
        if not relations:
            return network
        changed = replace(network, lanes=lanes)
        try:
            tiers(changed)
        except InputError as error:
            raise InputError(*(f"relation.decides = 'seller': {fault}" for fault in error.faults)) from None
        return changed

    def _placed(self) -> Iterator[tuple[str, Relation]]:
        yield "relation", self
        yield from ((f"relation.others.{name}", relation) for name, relation in self.others.items())


def _says(relation: Relation) -> bool:
    """Whether a relation states any term."""
    usual = Relation()
    terms = (item.name for item in fields(Relation) if item.name != "lanes")
    return any(not np.array_equal(getattr(relation, name), getattr(usual, name)) for name in terms)
