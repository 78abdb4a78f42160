"""Size limits of the tables that people read."""

ROWS = 50
"""Rows of a table that a page or a terminal shows."""


def cut(rows: int) -> str:
    """The sentence below a table of which the first rows are shown; empty if all are."""
    return f"The first {ROWS} of {rows:,} rows; summary.csv has them all." if rows > ROWS else ""
