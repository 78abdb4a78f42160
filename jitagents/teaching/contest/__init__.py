"""Contest: rules of a class against the same demand, with a leader board."""

from jitagents.teaching.contest.contest import Contest

__all__ = ["Contest"]
