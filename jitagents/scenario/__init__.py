"""Scenarios: the settings of a study, the values of its levels, and the model that a resolved configuration makes."""
