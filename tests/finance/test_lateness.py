"""Lateness: the law of days by which bills are paid late, and what it does to the cash of sellers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.finance import Lateness
from tests.finance.firms import chain, ledger, simulated


@given(st.floats(0.0, 0.95), st.floats(0.2, 40.0))
def test_share_and_mean(on_time: float, mean: float) -> None:
    """On an even grid of uniform numbers; what is later than the latest but one in a thousand is paid then."""
    law = Lateness(on_time=on_time, mean=mean)
    days = law.days((np.arange(200_000)[:, None] + 0.5) / 200_000)
    late = max(mean, 1.0 - on_time)  # a late bill is late by a day or more
    assert (days == 0).mean() == pytest.approx(on_time, abs=1e-4)
    assert days.mean() == pytest.approx(late, rel=0.01)
    assert days.max() <= law.longest


def test_bounds() -> None:
    uniform = np.linspace(0.0, 1.0 - 1e-12, 1001)[:, None]
    assert not Lateness(mean=0.0).days(uniform).any()
    assert not Lateness(on_time=1.0).days(uniform).any()
    swept = Lateness(mean=np.array([[1.0, 20.0]]), on_time=0.5)
    for world, mean in enumerate((1.0, 20.0)):
        alone = Lateness(mean=mean, on_time=0.5).days(uniform)[:, 0]
        assert np.array_equal(np.minimum(swept.days(uniform)[:, world], alone.max()), alone)


def test_late_payers_owe_their_mean_lateness_longer() -> None:
    """50 a day over a steady chain: open bills grow by 50 x mean days; worlds are replications."""
    worlds = 400
    model = simulated(chain(5.0, 5.0), ledger(terms=10, lateness=Lateness(on_time=0.4, mean=6.0)), worlds=worlds)
    model.run_for(120)
    assert model.treasury is not None
    owed = model.treasury.open_bills[0]
    z = (owed.mean() - 50.0 * 16.0) / (owed.std(ddof=1) / np.sqrt(worlds))
    assert abs(z) < 4.0
    assert model.treasury.credit.net_cash.sum(axis=0) == pytest.approx(np.zeros(worlds), abs=1e-6)
