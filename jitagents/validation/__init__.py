"""Validation: published and exact results, reproduced by ordinary studies, with a verdict on each."""
