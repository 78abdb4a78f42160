"""Rows of totals below a recorded series, which are not days of it."""

from collections.abc import Collection

from jitagents.reading.headings import folded
from jitagents.reading.table import Table, text

TOTALS = frozenset((
    "total", "totals", "grandtotal", "subtotal", "sum", "sums", "average", "mean", "summe", "gesamt", "gesamtergebnis",
    "gesamtsumme", "mittelwert", "somme", "totale", "totaal", "suma", "součet", "celkem", "итого", "всего"
))  # fmt: skip
"""Labels of rows of totals, folded, in several languages."""


def totals(table: Table, days: int | None, others: Collection[int] = ()) -> list[str]:
    """Faults of rows that look like totals: by a label, or because they have no day where the others have one.

    Args:
        table: a recorded series, a row a day.
        days: the column that counts the days; None: there is none.
        others: columns in which such a label may be a name.
    """
    faults = list[str]()
    for column, cells in enumerate(table.columns):
        if column in others:
            continue
        labels = [(row, text(cell)) for row, cell in enumerate(cells) if isinstance(cell, str)]
        faults += [
            f"{table.where}, line {table.lines[row]}: {label!r} looks like a row of totals; delete it"
            for row, label in labels
            if folded(label).strip(":.") in TOTALS
        ]
    if days is not None and not faults:
        empty = [row for row, cell in enumerate(table.columns[days]) if text(cell) == ""]
        faults += [
            f"{table.where}, line {table.lines[row]}: {table.headings[days]} is empty; is it a row of totals? delete it"
            for row in empty[:5]
        ]
    return faults
