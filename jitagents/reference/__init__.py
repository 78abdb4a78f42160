"""Reference of behaviours, generated from their classes: description, formula, parameters, source and response."""

from jitagents.reference.entries import Entry, entries, stages
from jitagents.reference.page import described
from jitagents.reference.pictures import picture

__all__ = ["Entry", "described", "entries", "picture", "stages"]
