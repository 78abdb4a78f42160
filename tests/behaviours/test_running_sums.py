"""Running sums over the days ahead, against numpy's own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jitagents.behaviours.ordering.running_sums import by_day, on_days, running
from jitagents.column import Array

UNITS = arrays(float, st.tuples(*3 * [st.integers(1, 5)]), elements=st.floats(-1e6, 1e6))


@given(UNITS)
def test_sums_are_those_of_numpy_to_the_last_bit_and_differences_give_the_units_back(units: Array) -> None:
    total = running(units)
    assert (total[0] == 0).all()
    assert (total[1:] == np.cumsum(units, axis=0)).all()
    assert np.allclose(by_day(total[1:]), units, atol=1e-8)


@given(UNITS, st.integers(0, 3))
def test_further_days_are_added_as_if_they_were_stated(units: Array, further: int) -> None:
    rate = np.arange(1.0, 1.0 + units.shape[1])[:, None]
    stated = np.concatenate((units, np.broadcast_to(rate, (further, *units.shape[1:]))))
    assert (running(units, [rate] * further) == running(stated)).all()


@given(UNITS, st.data())
def test_a_day_can_be_chosen_for_each_row_or_for_each_row_and_world(units: Array, data: st.DataObject) -> None:
    days, rows, worlds = units.shape
    for width in {1, worlds}:
        chosen = data.draw(arrays(np.int64, (2, rows, width), elements=st.integers(0, days - 1)))
        found = on_days(units, chosen)
        for place in np.ndindex(2, rows, worlds):
            assert found[place] == units[chosen[place[0], place[1], min(place[2], width - 1)], place[1], place[2]]
