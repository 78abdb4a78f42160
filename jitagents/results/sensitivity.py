"""Sensitivity of measures to each swept key, from a design that was made for it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jitagents.designs.indices import FIRST, SensitivityDesign, estimated, is_constant
from jitagents.errors import InputError
from jitagents.points import label
from jitagents.results.cube import cube
from jitagents.results.design_of import design_of
from jitagents.results.estimate import Floats
from jitagents.results.sweep import shown

if TYPE_CHECKING:
    from jitagents.results.base_tables import BaseTables

CONSTANT = "the same at all points: there is no variance to divide"


def estimates_sensitivity(results: "BaseTables") -> bool:
    """Whether the levels are those of a design from which sensitivities are estimated, and something was measured."""
    design = design_of(results)
    return isinstance(design, SensitivityDesign) and any(map(results.has, shown(results)))


def sensitivity(results: "BaseTables", metrics: Iterable[str] | None = None, world: str | None = None) -> pd.DataFrame:
    """A row per variant, measure and key; see `Results.sensitivity`.

    Raises:
        InputError: the levels are of no such design, or an unknown measure or world.
    """
    design = design_of(results)
    if not isinstance(design, SensitivityDesign):
        raise InputError(
            "sensitivities need levels of a design that is made for them: design=saltelli or design=morris"
        )
    if world not in (None, "calm", "crisis"):
        raise InputError(f"world = {world!r}: must be calm or crisis")
    world = world or ("crisis" if results.has_crisis else "calm")
    chosen = list(filter(results.has, shown(results))) if metrics is None else metrics
    data = cube(results.replications, results.variants, chosen, ["network"], results.definitions)
    runs, tables = [label(run) for run in design.runs()], list[pd.DataFrame]()
    for name, rows in data.cells.reset_index(drop=True).groupby("variant", sort=False):
        at = pd.Series(rows.index, index=rows["level"]).reindex(runs)
        if at.isna().any():
            raise InputError("the levels are not those of the design: these results were swept again, or are damaged")
        values: Floats = getattr(data, world)[at.astype(int).to_numpy()]
        for number, definition in enumerate(data.definitions):
            heading = {"variant": name, "metric": data.metrics[number], "world": world, "key": design.keys}
            tables.append(pd.DataFrame({**heading, **_columns(design, values[:, number], definition.unit)}))
    return pd.concat(tables, ignore_index=True)


def _columns(design: SensitivityDesign, values: Floats, unit: str) -> dict[str, object]:
    """The indices of a measure, their unit, and a remark where there are none.

    Args:
        design: of the runs.
        values: of the measure `(runs, replications)`.
        unit: of the measure.
    """
    found = estimated(design, values)
    columns: dict[str, object] = {}
    for name, ends in found.items():
        columns |= dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))
    missing = int(np.isnan(values.mean(axis=1)).sum())
    remark = f"not defined in some world of {missing:,} of {len(values):,} runs" if missing else ""
    if not missing and FIRST in found and is_constant(values.mean(axis=1)[:, None, None]).all():
        remark = CONSTANT
    return {**columns, "unit": "share of the variance" if FIRST in found else unit, "remark": remark}
