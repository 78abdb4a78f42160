"""Behaviours, a module a stage of the day."""
