"""The Leontief inverse: direct flows of a network, and all that they need."""

from scipy import sparse

from jitagents.column import Array
from jitagents.errors import InputError

ROUNDS = 10_000


def settle(matrix: sparse.csr_array, direct: Array) -> Array:
    """Solve x = direct + matrix x by its series, which ends if there is no cycle (Leontief; Miller & Blair 2009).

    Args:
        matrix: units handed on from one row to another `(rows, rows)`, none negative.
        direct: `(rows, worlds)`, none negative.

    Raises:
        InputError: a cycle hands on as much as it gets.
    """
    total, round_ = direct.copy(), direct
    for _ in range(ROUNDS):
        round_ = matrix @ round_
        total += round_
        if not (round_ > 1e-12 * total).any():
            return total
    raise InputError("network.lanes: a cycle needs at least as much of an item as it makes; check the quantities")
