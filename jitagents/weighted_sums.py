"""Weighted sums of rows: sparse matrices whose products with arrays are worked out many times a day."""

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import _sparsetools

from jitagents.column import Array


class WeightedSums(sparse.csr_array):
    """A sparse matrix `(sums, rows)` that is multiplied by arrays at once.

    The product of SciPy looks at kinds and shapes first, which takes longer than small sums do, and adds up in memory
    of its own. This calls the same kernel, with the same bits.
    """

    def __matmul__(self, other: Any) -> Any:
        """The sums `(sums, worlds)` of an array of numbers `(rows, worlds)`; anything else as SciPy multiplies it."""
        if not isinstance(other, np.ndarray) or other.ndim != 2 or other.dtype != np.float64:
            return super().__matmul__(other)
        return self.write(other, np.empty((self.shape[0], other.shape[1])))

    def write(self, values: Array, out: Array) -> Array:
        """Write the sums of numbers `(rows, worlds)` to `out` `(sums, worlds)`, and return it.

        Raises:
            ValueError: the numbers or the sums have other rows or worlds.
        """
        sums, rows = self.shape
        worlds = values.shape[1]
        if values.shape[0] != rows or out.shape != (sums, worlds):
            raise ValueError(f"{sums} sums over {rows} rows: {values.shape} cannot be added up in {out.shape}")
        total = out if out.flags.c_contiguous else np.empty_like(out, order="C")
        total.fill(0.0)
        _sparsetools.csr_matvecs(
            sums, rows, worlds, self.indptr, self.indices, self.data, values.ravel(), total.reshape(-1)
        )
        if total is not out:
            out[...] = total
        return out
