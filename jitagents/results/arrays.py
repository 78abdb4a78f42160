"""Replications as an xarray data set: a variable for each measure."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.errors import InputError
from jitagents.results.cube import cube
from jitagents.results.swept_columns import swept_keys

if TYPE_CHECKING:
    import xarray

    from jitagents.results.base_tables import BaseTables

AXES = ("variant", "level", "scope", "replication", "world")


def dataset(results: "BaseTables") -> "xarray.Dataset":
    """The data set; see `Results.to_xarray`.

    Raises:
        InputError: xarray is not installed.
    """
    try:
        import xarray
    except ImportError as error:
        raise InputError('results.to_xarray(): xarray is not installed; pip install "jitagents[xarray]"') from error
    data = cube(results.replications, results.variants, known=results.definitions)
    names = {axis: list(dict.fromkeys(data.cells[axis])) for axis in AXES[:3]}
    at = tuple(data.cells[axis].map({name: place for place, name in enumerate(names[axis])}) for axis in names)
    numbers = np.unique(results.replications["replication"])
    shape = (*(len(own) for own in names.values()), len(numbers), 2)
    variables = {}
    for place, (name, words) in enumerate(zip(data.metrics, data.definitions, strict=True)):
        values = np.full(shape, np.nan)
        values[at] = np.stack([data.calm[:, place], data.crisis[:, place]], axis=-1)
        told = {"units": words.unit, "long_name": words.label, "formula": words.formula, "source": words.source}
        variables[name] = (AXES, values, told)
    points = results.points.set_index("level").reindex(names["level"])
    swept = {key: ("level", points[key].to_numpy()) for key in swept_keys(results.points)}
    axes = {**names, "replication": numbers, "world": ["calm", "crisis"]}
    manifest = results.manifest
    about = {"study": manifest.study, "hash": manifest.hash, "seed": str(manifest.seed), "made": manifest.made}
    return xarray.Dataset(variables, {**axes, **swept}, about)
