"""The answer as a table for LaTeX."""

import pandas as pd

SIGNS = str.maketrans(
    {"−": "$-$", "≥": "$\\geq$", "±": "$\\pm$", "“": "``", "”": "''", "…": "\\dots{}", "×": "$\\times$"}
)
"""Signs that not every engine of LaTeX knows."""


def latex(table: pd.DataFrame, caption: str | None = None, label: str | None = None) -> str:
    """The text of a table for LaTeX; see `Results.to_latex`."""
    styled = table.style
    styled.format(escape="latex").format_index_names(escape="latex", axis=0)
    styled.format_index(escape="latex", axis=0).format_index(escape="latex", axis=1)
    text = styled.to_latex(hrules=True, caption=caption, label=label, position_float="centering" if caption else None)
    return text.translate(SIGNS)
