"""The experiments on relations: what their findings rest on holds in a few replications too."""

import pytest

from jitagents import Results
from tests.experiments.test_crises import run

TIERS = [f"tier:{tier}" for tier in range(5)]
FEW = {
    "transaction": "", "seller_decides": "relation.decides=seller", "consignment": "relation.ownership=use",
    "penalty": "relation.penalty=0.005, relation.penalty_days=10", "help": "relation.recovery_help=0.6",
    "hoarding": "relation.warning_lag=1, relation.passing_lag=4, ordering=prebuild, "
    "ordering@ordering.rule=safety_stock",
}  # fmt: skip


@pytest.fixture(scope="module")
def partnership() -> Results:
    return run("partnership", f"variants={{{', '.join(f'{name}: [{terms}]' for name, terms in FEW.items())}}}")


def gain(results: Results, variant: str, crisis: bool) -> dict[str, float]:
    table = results.gains(variant, "transaction", TIERS, crisis=crisis)
    return dict(zip(table["party"], table["gain"], strict=True))


def test_consignment_and_penalties_only_move_money(partnership: Results) -> None:
    for variant in ("consignment", "penalty"):
        for crisis in (False, True):
            gains = gain(partnership, variant, crisis)
            assert gains["all"] == pytest.approx(0.0, abs=1e-3)
            assert max(gains.values()) > 1.0
    assert gain(partnership, "penalty", crisis=True)["tier:0"] > 100 * abs(
        gain(partnership, "penalty", False)["tier:0"]
    )


def test_who_decides_calms_orders_and_saves_little(partnership: Results) -> None:
    spread = partnership.summary(["bullwhip"], ["tier:4"]).set_index("variant")["calm"]
    assert spread["seller_decides"] < 0.1 * spread["transaction"]
    cost = partnership.summary(["cost"], ["network"]).set_index("variant")["calm"]
    assert abs(cost["seller_decides"] / cost["transaction"] - 1) < 0.005


def test_help_counts_in_an_outage_and_hoarding_makes_it_worse(partnership: Results) -> None:
    late = partnership.summary(["area"], ["network"]).set_index("variant")["crisis"]
    assert late["help"] < 0.75 * late["transaction"]
    assert late["hoarding"] > 1.5 * late["transaction"]
    assert gain(partnership, "help", crisis=True)["all"] > 0


def test_speed_is_worth_more_than_information() -> None:
    levels = {"ordering.reorder": [7, 13, 15], "exemptions.warehouse.ordering.reorder": [-8, 0, 8, 24]}
    stated = ", ".join(f"{key}: {values}" for key, values in levels.items())
    results = run("information_or_speed", "replications=10", f"levels={{{stated}}}")
    best = results.summary(["cost"], ["network"]).groupby("variant")["calm"].min()
    saved = 1 - best / best["traditional"]
    assert 0.01 < saved["full_information"] < 0.5 * saved["half_the_batches"] + 0.03
    assert saved["full_information"] < saved["half_the_batches"] < saved["half_the_lead_times"]
    assert saved["half_the_lead_times"] > 0.12
