"""Validation: published and exact results, run through the same studies as any other, and a verdict on each."""
