"""Cash freed: working capital that one way to plan ties up and another does not, and who had it."""

from typing import TYPE_CHECKING

import pandas as pd

from jitagents.errors import InputError

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

FREED = "cash_freed"


def cash_freed(results: "BaseTables", base: str | None = None) -> pd.DataFrame:
    """Return the cash that each variant frees against another one, by level and scope.

    Args:
        results: of a study that measured working capital.
        base: the variant to free it from; None: the first.

    Raises:
        InputError: no working capital was measured, there is one variant only, or none of this name.
    """
    if not results.has("working_capital"):
        raise InputError("measures: working_capital was not measured, of which the cash that is freed is told")
    base = results.variants[0] if base is None else base
    others = [name for name in results.variants if name != base]
    if not others:
        raise InputError(f"{base!r} is the only variant: cash is freed against another one")
    return pd.concat([_against(results, base, name) for name in others], ignore_index=True)


def _against(results: "BaseTables", base: str, variant: str) -> pd.DataFrame:
    """Return the rows of a variant, which stands in front."""
    table = results.compare(base, variant, "working_capital").assign(metric=FREED)
    table.insert(0, "variant", variant)
    return table
