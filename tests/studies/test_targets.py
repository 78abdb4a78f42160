"""Targets that are worked out before the first day: the worst part, and the sellers of lanes."""

from collections.abc import Mapping

import pytest

from jitagents import InputError
from tests.studies.conftest import small


def test_the_worst_target_is_the_obvious_one(shop: Mapping[str, str]) -> None:
    study = small(*(f"{key}={value}" for key, value in shop.items()))
    finding = study.findings["outage"]
    assert finding.name == "mill"
    assert finding.candidates == 2
    assert list(finding.ranking) == ["mill", "orchard"]
    assert finding.ranking["mill"] > 10 * finding.ranking["orchard"] > 0
    assert study.overview.targets == ["mill"]
    assert study.configs["jit"]["crisis"]["outage"]["target"] == {"name": "mill"}


def test_the_worst_target_is_found_where_customers_wait(shop: Mapping[str, str]) -> None:
    study = small(*(f"{key}={value}" for key, value in shop.items()), "serving=backorder")
    assert study.findings["outage"].name == "mill"


def test_all_variants_meet_the_crisis_of_the_first(shop: Mapping[str, str]) -> None:
    study = small(*(f"{key}={value}" for key, value in shop.items()), name="jit_vs_hybrid")
    assert {str(config["crisis"]["outage"]["target"]) for config in study.configs.values()} == {"{'name': 'mill'}"}


def test_lanes_of_selected_sellers(shop: Mapping[str, str]) -> None:
    asked = [f"{key}={value}" for key, value in shop.items()]
    study = small(*asked, "crisis=lane_closure", "crisis.closure.target={seller: {kind: plant}}")
    assert sorted(study.overview.targets) == ["bakery", "cook"]
    with pytest.raises(InputError, match=r"crisis.closure.target.buyer.kind: 'plnt'.*'plant'"):
        small(*asked, "crisis=lane_closure", "crisis.closure.target={buyer: {kind: plnt}}")


def test_a_selector_that_names_nobody() -> None:
    with pytest.raises(InputError, match="names nobody"):
        small("crisis.outage.target={worst: {not: {item: product}}}")
