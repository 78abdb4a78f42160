"""Relations: the terms between a seller and a buyer, lane by lane, from a transaction to a partnership."""

from jitagents.relations.lane_terms import LaneTerms
from jitagents.relations.relations import Relations
from jitagents.relations.reservation import best_reservation
from jitagents.relations.terms import Relation

__all__ = ["LaneTerms", "Relation", "Relations", "best_reservation"]
