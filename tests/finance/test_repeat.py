"""Repeated worlds pay what they would have paid, to the last bit: also for orders that were open before."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.accounting.charges import charge
from jitagents.accounting.costs import Costs
from jitagents.worlds import Worlds
from tests.finance.test_conservation import balance, short_years
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.rules import LEDGERS

__all__ = ["short_years"]


@settings(max_examples=15)
@given(cases(), st.sampled_from(LEDGERS), st.integers(1, DAYS - 1), st.data())
def test_repeated_worlds_go_on_paying(case: Case, finance: Any, past: int, data: st.DataObject) -> None:
    """Penalties and rebates of open orders too, at rates that differ by level."""
    case.stages["finance"] = finance
    worlds = Worlds(range(2), levels=2, entropy=3)
    rates = worlds.by_level([0.01, 0.3])
    costs = Costs(order=3.0, penalty=rates, transport=0.03, line_stop=0.2, breaks={5: 0.1}, cancel_fee=0.1)
    model = charge(case.model(worlds), costs, promise=1)
    model.run_for(past)
    index = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=5))
    more = model.repeat(index)
    for _ in range(past, DAYS):
        model.step()
        more.step()
        assert model.treasury is not None
        assert more.treasury is not None
        ours, theirs = balance(more.treasury), balance(model.treasury)
        for name, numbers in ours.items():
            assert np.array_equal(numbers, theirs[name][:, index]), name
        assert np.array_equal(more.treasury.expenses, model.treasury.expenses[:, index])
