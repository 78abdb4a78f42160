"""Worlds that are repeated go on to the last bit as if they had been there from the start."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.agents import Buyer
from jitagents.behaviours.demand import Poisson
from jitagents.behaviours.ordering import Jit
from jitagents.crises import Shock
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.network import serial
from jitagents.parameters import in_worlds
from jitagents.worlds import Worlds
from tests.properties.books import state
from tests.properties.case import DAYS, Case
from tests.properties.cases import cases
from tests.properties.test_independence import assert_same, at_level

LEVELS = (0.3, 1.0)


@settings(max_examples=100)
@given(cases(), st.data())
def test_repeated_worlds_go_on_as_if_there_from_the_start(case: Case, data: st.DataObject) -> None:
    """Random networks, rules and crises, whose severity and times differ by level."""
    twins, replications = data.draw(st.booleans()), data.draw(st.integers(1, 3))
    worlds = Worlds(range(replications), levels=len(LEVELS), twins=twins, entropy=3)
    for name, disruption in list(case.crisis.items())[:1]:
        case.crisis[name] = at_level(disruption, worlds.by_level(LEVELS))
    index = data.draw(st.lists(st.integers(0, worlds.count - 1), min_size=1, max_size=5))
    past = data.draw(st.integers(0, DAYS))
    model = case.model(worlds)
    model.run_for(past)
    before = state(model)
    more = model.repeat(index)
    assert_same(state(more), before, of_right=index)
    more.run_for(DAYS - past)
    case.crisis = in_worlds(case.crisis, np.array(index), worlds.count)
    straight = case.model(worlds.repeat(index))
    straight.run_for(DAYS)
    assert_same(state(more), state(straight))
    model.run_for(DAYS - past)
    assert_same(state(more), state(model), of_right=index)
