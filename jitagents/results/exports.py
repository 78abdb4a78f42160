"""Results for a paper: reporting sheets, a table for LaTeX, and an xarray data set."""

from typing import TYPE_CHECKING

import pandas as pd

from jitagents.results.arrays import dataset
from jitagents.results.base_tables import BaseTables
from jitagents.results.latex import latex
from jitagents.results.reporting import sheet

if TYPE_CHECKING:
    import xarray


class Exports(BaseTables):
    """Tables of a study, in the forms that papers need."""

    def table(self) -> pd.DataFrame:
        """The answer as text, which a class with a view makes."""
        raise NotImplementedError

    def stress(self) -> str:
        """The sheet STRESS-ABS for a paper, in Markdown, filled from the manifest (Monks et al. 2019)."""
        return sheet(self, "stress")

    def odd(self) -> str:
        """The sheet ODD for a paper, in Markdown, filled from the manifest (Grimm et al. 2020)."""
        return sheet(self, "odd")

    def to_latex(self, caption: str | None = None, label: str | None = None) -> str:
        """The answer (`table`) for LaTeX; it needs the packages `booktabs` and `multirow`.

        Args:
            caption, label: of the table; None: there is none.
        """
        return latex(self.table(), caption, label)

    def to_xarray(self) -> "xarray.Dataset":
        """All replications as an xarray data set, a variable for each measure with its unit, formula and source.

        Dimensions: variant, level (with a coordinate for each swept key), scope, replication, world (calm, crisis).

        Raises:
            InputError: xarray is not installed (the extra `xarray`).
        """
        return dataset(self)
