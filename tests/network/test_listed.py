from typing import Any

import pytest

from jitagents.errors import InputError
from jitagents.network import listed


def test_rows_may_have_different_columns(small: dict[str, Any]) -> None:
    network = listed(name="small", source="invented", **small)
    assert network.agents["capacity"].tolist() == [50, *[float("inf")] * 4]
    assert network.source == "invented"


def test_no_carriers(small: dict[str, Any]) -> None:
    del small["lanes"][0]["carrier"]
    assert listed(name="small", agents=small["agents"], lanes=small["lanes"]).carriers.empty


def test_entry_that_is_no_mapping(small: dict[str, Any]) -> None:
    small["lanes"][2] = "pit -> mill"
    with pytest.raises(InputError, match=r"network 'small': lanes\[2\] = 'pit -> mill' must be a mapping"):
        listed(name="small", **small)
