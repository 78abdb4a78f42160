"""Time to survive where counting days gives it, and its limits."""

from pathlib import Path
from typing import Any

import pytest

import jitagents
from jitagents import InputError, Study, load, time_to_survive

CHAIN = (
    "network=serial", "demand=constant", "network.demand=10", "network.capacity=10", "network.whole=false",
    "network.stock=[40, 20, 30, 0]", "network.value=[8, 4, 2, 1]", "serving=lost_sale", "replications=1", "workers=1",
    "warmup=5", "days=60",
)  # fmt: skip
"""Days of stock from the customer up: 4, 2, 3, 0; nothing is made up for, and a unit is worth 8 at the customer."""


def chain(*overrides: str) -> Study:
    return load("single", [*CHAIN, *overrides])


def test_what_a_chain_survives_is_the_cover_downstream() -> None:
    found = time_to_survive(chain(), ttr=8).set_index("name")
    assert found["tts"].to_dict() == {"stage_2": 4, "stage_3": 4 + 2, "stage_4": 4 + 2 + 3}
    assert not found["tts_open"].any()
    assert found["exposed"].to_dict() == {"stage_2": True, "stage_3": True, "stage_4": False}
    assert found["sales_lost"].to_dict() == pytest.approx({"stage_2": 4 * 80, "stage_3": 2 * 80, "stage_4": 0})
    assert found["value_at_risk"].to_dict() == pytest.approx({"stage_2": 80, "stage_3": 80, "stage_4": 0})
    assert list(found.index) == ["stage_2", "stage_3", "stage_4"]
    assert found["tier"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(("stock", "tts"), [("[0, 0, 0, 0]", 0), ("[0, 10, 0, 0]", 1), ("[200, 0, 0, 0]", 20)])
def test_any_cover_is_found_to_the_day(stock: str, tts: int) -> None:
    (found,) = time_to_survive(chain(f"network.stock={stock}"), ["stage_4"])["tts"]
    assert found == tts


def test_what_is_longer_than_the_longest_is_told() -> None:
    found = time_to_survive(chain("network.stock=[200, 0, 0, 0]"), ["stage_2"], longest=15, ttr=20).iloc[0]
    assert (found["tts"], found["tts_open"], found["exposed"], found["value_at_risk"]) == (15, True, True, 0)


def test_the_network_may_state_the_time_to_recover(tmp_path: Path) -> None:
    """The plant's own line is down for 12 days, the mine for the default of 3; the shop has five days of stock."""
    (tmp_path / "agents.csv").write_text(
        "name,kind,item,demand,stock,ttr\nshop,buyer,bar,10,50,\nmill,plant,bar,,0,11.5\nmine,supplier,ore,,0,\n"
    )
    (tmp_path / "lanes.csv").write_text("seller,buyer\nmill,shop\nmine,mill\n")
    tables = [f"network.{name}={tmp_path / name}.csv" for name in ("agents", "lanes")]
    study = load("single", ["network=tables", *tables, CHAIN[1], *CHAIN[-5:]])
    found = time_to_survive(study, {"not": {"kind": "buyer"}}, ttr=3).set_index("name")
    assert found["ttr"].to_dict() == {"mill": 12, "mine": 3}
    assert found["tts"].to_dict() == {"mill": 5, "mine": 5}
    assert found["exposed"].to_dict() == {"mill": True, "mine": False}


def test_each_variant_has_its_rows() -> None:
    study = load("single", [*CHAIN, "variants={lean: ['network.stock=[0, 0, 0, 0]'], full: []}"])
    found = time_to_survive(study, ["stage_3"]).set_index("variant")
    assert found["tts"].to_dict() == {"lean": 0, "full": 6}


def test_a_share_of_the_replications_may_lose_something() -> None:
    """With demand that varies, what half of the replications survive is longer than what all of them do."""
    study = chain("demand=poisson", "network.whole=true", "replications=20")
    every, half = (time_to_survive(study, ["stage_2"], share=share)["tts"][0] for share in (0.0, 0.5))
    assert every < half


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"agents": ["stage_9"]}, "agents: 'stage_9' is no agent that supplies; did you mean 'stage_2'?"),
        ({"agents": ["stage_1"]}, "agents: 'stage_1' is no agent that supplies"),
        ({"agents": []}, "agents: names nobody"),
        ({"agents": {"kin": "plant"}}, "agents: unknown column 'kin'; did you mean 'kind'?"),
        ({"ttr": 0}, "ttr = 0: must be more than 0"),
        ({"ttr": float("nan")}, "ttr = nan: must be more than 0"),
        ({"ttr": 61}, "ttr = 61 days of 'stage_2': the study has 60 from day 1 on; raise `days`"),
        ({"longest": 0}, "longest = 0: must be from 1 to 60 days"),
        ({"longest": 61}, "longest = 61: must be from 1 to 60 days"),
        ({"start": 0}, "start = 0: must be a measured day, from 1 to 60"),
        ({"share": 1.0}, "share = 1.0: must be at least 0 and less than 1"),
    ],
)
def test_what_cannot_be_searched_is_told(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as failed:
        time_to_survive(chain(), **arguments)
    assert told in str(failed.value)


def test_it_stands_in_the_package() -> None:
    assert jitagents.time_to_survive is time_to_survive
