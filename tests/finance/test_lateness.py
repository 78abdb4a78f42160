"""Lateness: days by which bills are paid late, or invoices are blocked, and what it does to the cash of sellers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.finance import Lateness
from jitagents.worlds import Worlds
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


# ---------------------------------------------------------------- invoices whose price is not that of the order


@pytest.mark.parametrize(("terms", "blocked"), [(10, 4), (0, 3), (5, 0)])
def test_invoices_that_are_all_blocked_by_hand(terms: int, blocked: int) -> None:
    """50 a day: bills of before day 1 are paid on their due day, later ones when their days are over."""
    model = simulated(chain(5.0, 5.0), ledger(terms=terms, price_mismatch=1.0, mismatch_days=blocked))
    assert model.treasury is not None
    for day in range(1, 2 * (terms + blocked) + 2):
        model.step()
        more = min(max(day - terms, 0), blocked)
        assert model.treasury.open_bills[0, 0] == pytest.approx(50.0 * (terms + more)), day
        assert model.treasury.credit.net_cash.sum() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("lateness", [None, Lateness(on_time=0.4, mean=6.0)])
@pytest.mark.parametrize(("share", "days"), [(0.3, 7.0), (0.12, 20.0)])
def test_receivables_are_longer_by_the_share_times_the_days(
    share: float, days: float, lateness: Lateness | None
) -> None:
    """Little's law, by z-score over replications, for payers who are late by 6 days on average, too."""
    worlds = 400
    finance = ledger(terms=10, lateness=lateness, price_mismatch=share, mismatch_days=days)
    model = simulated(chain(5.0, 5.0), finance, worlds=worlds)
    model.run_for(150)
    assert model.treasury is not None
    owed, late = model.treasury.open_bills[0], 0.0 if lateness is None else 6.0
    z = (owed.mean() - 50.0 * (10.0 + late + share * days)) / (owed.std(ddof=1) / np.sqrt(worlds))
    assert abs(z) < 4.0
    assert model.treasury.receivables[1] == pytest.approx(owed)
    assert model.treasury.credit.net_cash.sum(axis=0) == pytest.approx(np.zeros(worlds), abs=1e-6)


def test_shares_of_levels_are_nested_and_change_nothing_else() -> None:
    """A world is the same alone; one in which no invoice is blocked is that of a ledger without any."""

    def owed(share: Any, worlds: int = 1) -> np.ndarray:
        finance = ledger(terms=10, price_mismatch=share, mismatch_days=5, lateness=Lateness(mean=3.0))
        model = simulated(chain(5.0, 5.0), finance, worlds=Worlds(range(1), levels=worlds))
        kept = []
        for _ in range(60):
            model.step()
            assert model.treasury is not None
            kept.append(model.treasury.open_bills[0].copy())
        return np.stack(kept)

    swept = owed(np.array([[0.0, 0.2, 0.6]]), 3)
    for level, share in enumerate((0.0, 0.2, 0.6)):
        assert np.array_equal(swept[:, level], owed(share)[:, 0])
    assert (np.diff(swept, axis=1) >= 0.0).all()
