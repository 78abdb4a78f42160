"""The reference of behaviours, made from their classes: what each is, its formula, parameters, source and response."""

from jitagents.reference.entries import Entry, entries, stages
from jitagents.reference.page import described
from jitagents.reference.pictures import picture

__all__ = ["Entry", "described", "entries", "picture", "stages"]
