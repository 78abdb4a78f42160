"""States of lanes: in use, approved, candidate."""

from typing import Any

import pytest

from jitagents.errors import InputError
from jitagents.network import Network, listed


def network(*lanes: dict[str, Any]) -> Network:
    """A shop, with a supplier for each lane."""
    names = "abc"[: len(lanes)]
    return listed(
        name="states",
        agents=[
            {"name": "shop", "kind": "buyer", "item": "good", "demand": 9},
            *({"name": name, "kind": "supplier", "item": "good"} for name in names),
        ],
        lanes=[{"seller": name, "buyer": "shop"} | lane for name, lane in zip(names, lanes, strict=True)],
    )


def test_lanes_out_of_use_have_no_share_and_come_last() -> None:
    """Even where they state the first rank; an empty state is active."""
    lanes = network({"state": "candidate", "rank": 1}, {"share": 0.4}, {"state": "active"}).lanes
    assert lanes["share"].tolist() == pytest.approx([0.0, 0.4, 0.6])
    assert lanes["rank"].tolist() == [3, 2, 1]
    assert lanes["state"].tolist() == ["candidate", "active", "active"]


def test_stated_shares_of_those_in_use_add_up_to_one() -> None:
    with pytest.raises(InputError, match=r"the shares of this buyer and item sum to 0\.8"):
        network({"share": 0.8}, {"state": "approved"})


def test_a_lane_out_of_use_has_no_share() -> None:
    with pytest.raises(InputError, match=r"b -> shop: share = 0.5, but it is not in use on day 1"):
        network({"share": 0.5}, {"share": 0.5, "state": "candidate"})


def test_somebody_must_deliver_on_day_1() -> None:
    with pytest.raises(InputError, match="no lane brings this item to its buyer on day 1; one must be active"):
        network({"state": "candidate"}, {"state": "approved"})


def test_an_unknown_state_is_told_with_the_nearest_one() -> None:
    with pytest.raises(InputError, match=r"lanes: a -> shop: unknown state 'candidat'; did you mean 'candidate'\?"):
        network({"state": "candidat"}, {})
