"""Serving: what becomes of demand that is not met."""

import numpy as np

from jitagents.behaviours.serving import Backorder, LostSale, PartlyLost


def test_serving() -> None:
    unmet = np.array([[0.0, 5.0, 7.0]])
    assert not Backorder()(unmet, True).any()
    assert np.array_equal(LostSale()(unmet, True), unmet)
    assert PartlyLost(waiting=0.25)(unmet, False).tolist() == [[0, 3.75, 5.25]]
    assert PartlyLost(waiting=0.25)(unmet, True).tolist() == [[0, 4, 5]]
