"""Runs: a study composed, checked, cut into chunks and simulated."""
