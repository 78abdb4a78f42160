"""Results as a workbook: the tables that are read by eye, a sheet each."""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jitagents.errors import InputError
from jitagents.results.differences import flat
from jitagents.text import visible

if TYPE_CHECKING:
    from jitagents.results import Results

MOST_ROWS, MOST_LETTERS = 1_048_575, 32_767
"""Rows of a sheet below its header, and letters of a cell, that Excel takes."""
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True}
WIDEST = 40


def workbook(results: "Results") -> bytes:
    """The bytes of a workbook (xlsx): numbers are numbers and texts are texts; names are identifiers.

    Raises:
        InputError: a table has more rows than a sheet.
    """
    return written(sheets(results))


def written(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Write tables as the bytes of a workbook (xlsx), a sheet each, by its name.

    Raises:
        InputError: a table has more rows than a sheet.
    """
    content = BytesIO()
    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            told = f"{len(table):,} rows, and a sheet of Excel holds {MOST_ROWS:,}"
            raise InputError(f"the sheet {name} would have {told}; save into a directory, as Parquet and CSV")
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": PLAIN}) as writer:
        for name, table in tables.items():
            cells = table.apply(lambda column: column.map(_cell))
            cells.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            for number, heading in enumerate(table):
                writer.sheets[name].set_column(number, number, min(max(len(str(heading)) + 2, 10), WIDEST))
    return content.getvalue()


def sheets(results: "Results") -> dict[str, pd.DataFrame]:
    """The tables of the workbook by name."""
    told: dict[str, Any] = {key: getattr(results.manifest, key) for key in ("study", "hash", "seed", "made", "git")}
    settings = [*told.items(), *flat(results.manifest.versions, "versions."), *flat(results.config)]
    return {
        "summary": results.whole_summary,
        "daily": results.whole_daily,
        "agents": results.agents,
        "lanes": results.lanes,
        "settings": pd.DataFrame(settings, columns=["setting", "value"]),
    }


def _cell(value: Any) -> Any:
    """A value as a cell: a number, a truth, or a text that Excel takes."""
    if value is None or isinstance(value, bool | int | float | np.number | np.bool_):
        return value
    return visible(str(value), "\n\t")[:MOST_LETTERS]
