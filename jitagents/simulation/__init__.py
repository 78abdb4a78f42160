"""Simulation: the steps of a day, and the parts of a model that are built before day 1."""
