"""Flow between rows: units that are divided among the members of groups."""

from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents import flow
from jitagents.column import Array
from jitagents.flow import Groups


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 40), st.integers(1, 3), st.integers(0, 400))
def test_groups_that_are_short_are_divided_alone_as_among_all(
    seed: int, groups: int, members: int, worlds: int, day: int
) -> None:
    """The same bits; whole units, of which none is lost, and each member gets its share rounded down or up."""
    rng = np.random.default_rng(seed)
    lanes = Groups(rng.integers(0, groups, members), groups)
    wanted = rng.integers(0, 50, (members, worlds)).astype(float)
    total = lanes.sum(wanted, np.empty((groups, worlds)))
    few = rng.random((groups, 1)) < 0.3
    available = np.where(few, np.floor(total * rng.random(total.shape)), total + rng.integers(0, 3, total.shape))

    def rationed(many: int) -> Array:
        with mock.patch.multiple(flow, MANY=many, FEW=1):
            return lanes.ration(available, wanted, whole=True, day=day)

    alone, among_all = rationed(1), rationed(groups + 1)
    assert np.array_equal(alone, among_all)
    assert np.array_equal(lanes.sum(alone, np.empty_like(total)), np.minimum(total, available))
    part = lanes.spread(np.divide(np.minimum(available, total), total, out=np.zeros_like(total), where=total > 0.0))
    assert (np.abs(alone - part * wanted) < 1.0 + 1e-6).all()
