"""The answer as a table for LaTeX."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jitagents.results import Results

SIGNS = str.maketrans(
    {"−": "$-$", "≥": "$\\geq$", "±": "$\\pm$", "“": "``", "”": "''", "…": "\\dots{}", "×": "$\\times$"}
)
"""Signs that not every engine of LaTeX knows."""


def latex(results: "Results", caption: str | None = None, label: str | None = None) -> str:
    """The table of `Results.table` for LaTeX; see `Results.to_latex`."""
    styled = results.table().style
    styled.format(escape="latex").format_index_names(escape="latex", axis=0)
    styled.format_index(escape="latex", axis=0).format_index(escape="latex", axis=1)
    text = styled.to_latex(hrules=True, caption=caption, label=label, position_float="centering" if caption else None)
    return text.translate(SIGNS)
