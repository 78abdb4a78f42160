"""The largest monthly drop of orders: windows by hand, and the holes that a roll-out tears."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jitagents.accounting.costs import Costs
from jitagents.accounting.ledger import Ledger
from jitagents.accounting.order_windows import LeastInWindow
from jitagents.behaviours.demand import Constant
from jitagents.behaviours.ordering import Jit
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.simulation.exemptions import Exemption
from jitagents.simulation.regimes import When
from tests.accounting.conftest import by_name

DAYS, BEFORE, AFTER = 120, 10.0, 0.5


@given(arrays(float, (12, 2), elements=st.integers(0, 9).map(float)), st.integers(1, 12))
def test_the_least_window_is_the_least_of_all_windows(values: np.ndarray, days: int) -> None:
    rows = iter(values)
    least = LeastInWindow((2,), lambda: next(rows), days)
    for day in range(1, len(values) + 1):
        least.add()
        if day < days:
            assert np.isnan(least.total).all()
    np.testing.assert_allclose(
        least.total, np.lib.stride_tricks.sliding_window_view(values, days, axis=0).sum(-1).min(0)
    )


def drops(glide: float, days: int = DAYS) -> np.ndarray:
    """Drops at the second, third and fourth stage of a chain that goes from ten days of cover to half a day."""
    network = serial(stages=4, lead_time=2, demand=10.0, whole=False)
    lean = Exemption({}, ordering=Jit(cover=AFTER), when=When(start=20, glide=glide))
    model = SupplyModel(network, demand=Constant(), ordering=Jit(cover=BEFORE), exemptions=[lean], worlds=1)
    ledger = Ledger(model, Costs(), days, measures=by_name(["order_drop"]))
    model.observers.append(ledger)
    model.run_for(days)
    scopes = [ledger.scopes.names.index(f"agent:stage_{stage}") for stage in (2, 3, 4)]
    return ledger.metrics()["order_drop"][scopes, 0]


def test_stage_k_loses_the_orders_of_k_times_the_cover_given_up() -> None:
    """9.5, 19 and 28.5 days without an order, of 30."""
    assert drops(0.0) == pytest.approx(np.array([1, 2, 3]) * (BEFORE - AFTER) / 30)


def test_a_glide_spreads_them_over_its_days() -> None:
    """In 60 days: each month of it has half of what is given up."""
    assert drops(60.0) == pytest.approx(np.array([1, 2, 3]) * (BEFORE - AFTER) / 60)


def test_no_month_has_no_drop() -> None:
    assert np.isnan(drops(0.0, days=29)).all()
