import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jitagents.errors import InputError
from jitagents.network import Network, layered, tiers
from jitagents.network.columns import AGENTS, CARRIERS, LANES

type Frames = dict[str, Any]


def test_all_columns_are_there_in_order_and_of_their_type(frames: Frames) -> None:
    network = Network.of(**frames, name="small")
    for table, fields in ((network.agents, AGENTS), (network.lanes, LANES), (network.carriers, CARRIERS)):
        assert list(table.columns) == list(fields)
        for column, field in fields.items():
            assert pd.api.types.is_string_dtype(table[column]) == (field.sort == "text")
    assert all(network.lanes[column].dtype == np.int64 for column in ("order_delay", "rank", "priority"))


def test_defaults(frames: Frames) -> None:
    network = Network.of(**frames, name="small")
    agents = network.agents.set_index("name")
    assert agents.loc["mill", "firm"] == "mill"
    assert agents.loc["mine", "lead_time"] == 1
    assert np.isnan(agents["lead_time"]["depot"])
    assert np.isinf(agents["capacity"]["pit"])
    assert network.lanes["carrier"].tolist() == ["rail", "", "", ""]
    assert Network.of(frames["agents"], frames["lanes"].drop(columns="carrier"), name="small").carriers.empty


def test_a_lane_costs_what_its_seller_asks_unless_it_states_a_price(frames: Frames) -> None:
    lanes = frames["lanes"].assign(price=[None, 7.5, None, None])
    network = Network.of(frames["agents"], lanes, frames["carriers"], name="s")
    values = network.agents["value"].to_numpy()[network.seller_row]
    assert network.lanes["price"].tolist() == [values[0], 7.5, *values[2:]]
    assert network.lanes["transport_cost"].tolist() == network.lanes["load_cost"].tolist() == [0.0] * 4
    assert network.lanes["load"].isna().all()
    assert network.lanes["mode"].tolist() == [""] * 4


def test_rows_of_sellers_and_buyers_and_sources(frames: Frames) -> None:
    network = Network.of(**frames, name="small")
    assert network.seller_row.tolist() == [0, 2, 1, 3]
    assert network.buyer_row.tolist() == [2, 3, 3, 4]
    assert network.is_source.tolist() == [True, True, False, False, False]


def test_empty_shares_share_what_is_left_and_ranks_follow(frames: Frames) -> None:
    network = Network.of(**frames, name="small")
    # Two sources of ore: equal shares, the nearer one first.
    assert network.lanes["share"].tolist() == [1, 0.5, 0.5, 1]
    assert network.lanes["rank"].tolist() == [1, 1, 2, 1]
    network = Network.of(
        frames["agents"], frames["lanes"].assign(share=[None, None, 0.8, None]), frames["carriers"], name="s"
    )
    assert network.lanes["share"].tolist() == pytest.approx([1, 0.2, 0.8, 1])
    assert network.lanes["rank"].tolist() == [1, 2, 1, 1]
    network = Network.of(
        frames["agents"], frames["lanes"].assign(rank=[None, 2, 1, None]), frames["carriers"], name="s"
    )
    assert network.lanes["rank"].tolist() == [1, 2, 1, 1]


def test_lanes_of_an_input_have_its_stock(frames: Frames) -> None:
    lanes = frames["lanes"].assign(stock=[None, 7, None, None])
    stock = Network.of(frames["agents"], lanes, frames["carriers"], name="s").lanes["stock"]
    assert stock.tolist()[1:3] == [7, 7]
    assert stock.isna().tolist() == [True, False, False, True]


def test_free_attributes_are_kept(frames: Frames) -> None:
    agents = frames["agents"].assign(criticality=range(5), owner="state")
    network = Network.of(agents, frames["lanes"], frames["carriers"], name="small")
    assert network.agents["criticality"].tolist() == list(range(5))
    assert list(network.agents.columns[-2:]) == ["criticality", "owner"]


def test_a_text_is_no_number_and_units_may_be_continuous(frames: Frames) -> None:
    agents = frames["agents"].astype({"demand": object})
    agents.loc[4, "demand"] = " 12.5 "
    lanes = frames["lanes"].assign(quantity=[1, 0.3, 0.3, 1])
    with pytest.raises(InputError, match="in row 5 is not a number"):
        Network.of(agents, lanes, frames["carriers"], name="small", whole=False)
    agents.loc[4, "demand"] = 12.5
    network = Network.of(agents, lanes, frames["carriers"], name="small", whole=False)
    assert network.agents["demand"].iloc[4] == 12.5


def test_network_travels_between_processes(frames: Frames) -> None:
    network = Network.of(**frames, name="small")
    copy = pickle.loads(pickle.dumps(network))
    pd.testing.assert_frame_equal(copy.lanes, network.lanes)
    assert copy.seller_row.tolist() == network.seller_row.tolist()


@settings(max_examples=25)
@given(st.integers(0, 2**31), st.integers(2, 60))
def test_order_of_rows_does_not_matter(seed: int, size: int) -> None:
    network = layered(agents=size, tiers=2 + size % 4 if size > 5 else 2, seed=seed)
    rng = np.random.default_rng(seed)
    empty = {"share": None, "rank": None}
    agents = network.agents.iloc[rng.permutation(len(network.agents))]
    lanes = network.lanes.iloc[rng.permutation(len(network.lanes))].assign(**empty)
    other = Network.of(agents, lanes, name="shuffled")
    keys = ["seller", "buyer"]
    pd.testing.assert_frame_equal(
        other.lanes.sort_values(keys, ignore_index=True), network.lanes.sort_values(keys, ignore_index=True)
    )
    assert dict(zip(other.agents["name"], tiers(other), strict=True)) == dict(
        zip(network.agents["name"], tiers(network), strict=True)
    )
