"""Conversion of one flow alone: what it costs by hand, what it leaves alone, what is refused."""

import numpy as np
import pytest

from jitagents import InputError, Study, load
from jitagents.readiness.conversion import AS_IS, CONVERTED, Conversion, stock_point
from jitagents.readiness.verification import verify

CHAIN = (
    "network=serial", "demand=constant", "network.demand=10", "network.capacity=10", "network.whole=false",
    "network.stages=3", "network.value=[8, 4, 2]", "serving=lost_sale", "replications=2", "workers=1", "warmup=20",
    "days=73", "ordering=jit", "ordering.cover=6", "crisis=supplier_outage", "crisis.outage.start=5",
    "crisis.outage.duration=10",
)  # fmt: skip
"""A unit is worth 8 at the customer, whose margin is 20 % of it; each stage has six days of stock."""


def chain(*overrides: str) -> Study:
    return load("single", [*CHAIN, *overrides])


def test_what_the_conversion_of_a_flow_costs_by_hand() -> None:
    """The customer's stage goes from 6 days of stock to 2: 40 units of 8 are freed, at 25 % a year.

    stage_2 is out for 10 days. As it is, 10 - 6 days of sales are lost, converted 10 - 2: 40 units more, at a margin of
    20 % of 8. Stock that was sold and is never made again is not held: its cost is counted from the run itself.
    """
    found = verify(chain(), [("stage_2", "stage_1")], conversion=Conversion(2.0), yearly=0.5)
    assert found.calm == pytest.approx(-40 * 8 * 0.25)
    assert found.losses == pytest.approx(found.calm + 0.5 * found.crises["outage"])
    held = found.crises["outage"] - 40 * 8 * 0.2
    assert (held > 0).all()  # the converted flow has less stock to lose, so that it saves less of holding
    assert (held < 40 * 8 * 0.25 / 365 * 73).all()


def test_a_flow_that_is_just_in_time_already_changes_nothing() -> None:
    for pair in (("stage_2", "stage_1"), ("stage_3", "stage_2")):
        found = verify(chain("demand=poisson", "network.whole=true"), [pair], conversion=Conversion(6.0))
        assert not found.losses.any()


def test_one_flow_converted_is_the_network_with_that_stock() -> None:
    """The converted variant costs to the last bit what an exemption that always holds costs."""
    study = chain("demand=poisson", "network.whole=true")
    one = Conversion(1.0).study(study, "stage_3", "stage_2")
    costs = one.run(progress=False).replications.set_index(["variant", "scope", "replication"])["cost.crisis"]
    rule = "{x: {where: {name: stage_2}, ordering: {_target_: jitagents.behaviours.ordering.Jit, cover: 1.0}}}"
    other = chain("demand=poisson", "network.whole=true", f"exemptions={rule}", "crisis.outage.target={name: stage_3}")
    expected = other.run(progress=False).replications.set_index(["scope", "replication"])["cost.crisis"]
    assert costs[CONVERTED, "network"].tolist() == expected["network"].tolist()
    assert costs[AS_IS, "network"].tolist() != expected["network"].tolist()


def test_each_disruption_acts_alone_and_strikes_the_flow() -> None:
    study = chain(
        "crisis=outage_and_surge", "+crisis.closure={_target_: jitagents.crises.Shock, target: {seller: stage_3}, "
        "what: lane, start: 5, duration: 4}", "+crisis.dark={_target_: jitagents.crises.Shock, "
        "target: {name: stage_3}, what: dark, start: 5, duration: 4}",
    )  # fmt: skip
    one = Conversion().study(study, "stage_2", "stage_1")
    targets = {name: node["target"] for name, node in one.configs[AS_IS]["crisis"].items()}
    assert targets == {
        "outage": {"name": "stage_2"}, "surge": {"kind": "buyer"},
        "closure": {"seller": "stage_2", "buyer": "stage_1"}, "dark": {"name": "stage_1"},
    }  # fmt: skip
    assert one.levels.labels == ["outage", "surge", "closure", "dark"]


def test_the_stock_that_a_flow_fills() -> None:
    network = load("single", ["network=automotive"]).network
    assert stock_point(network, "chip_fab", "boards_eu") == "boards_eu/microcontroller"
    assert stock_point(network, "plant_suv", "north_europe") == "north_europe"


def test_the_table_has_a_row_per_flow() -> None:
    found = verify(chain(), yearly={"outage": 2})
    assert found.table[["seller", "buyer"]].to_numpy().tolist() == [["stage_2", "stage_1"], ["stage_3", "stage_2"]]
    assert found.table["loss"].to_numpy() == pytest.approx((found.calm + 2 * found.crises["outage"]).mean(axis=1))
    assert np.isfinite(found.table[["loss_low", "loss_high"]].to_numpy()).all()


@pytest.mark.parametrize(
    ("changes", "arguments", "told"),
    [
        ((), {"flows": [("stage_2", "stage_9")]}, "did you mean 'stage_2 -> stage_1'"),
        ((), {"yearly": {"outag": 1}}, "did you mean 'outage'"),
        ((), {"yearly": -1}, "from 0 to 365"),
        (("crisis=none",), {}, "the study has none"),
    ],
)
def test_what_does_not_fit_is_refused(changes: tuple[str, ...], arguments: dict[str, object], told: str) -> None:
    chosen = [one for one in CHAIN if not (changes and one.startswith("crisis"))]
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        verify(load("single", [*chosen, *changes]), **arguments)  # type: ignore[arg-type]
