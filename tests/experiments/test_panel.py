"""The experiment on the number of suppliers: what its findings rest on holds in a few replications too."""

from itertools import pairwise

import pytest

from jitagents.results import Results
from jitagents.study import load


@pytest.fixture(scope="module")
def results() -> Results:
    overrides = ["+experiment=panel", "workers=1", "replications=30", "crisis.recurrent_outages.mtbf=365"]
    return load("single", overrides).run(progress=False)


def of(results: Results, metric: str, variant: str, column: str = "crisis", scope: str = "network") -> list[float]:
    table = results.summary([metric], [scope])
    table = table[(table["variant"] == variant) & (table["scope"] == scope)]
    return [float(number) for number in table.sort_values("sourcing.sources")[column]]


def test_the_cost_of_suppliers_with_nothing_in_common_is_a_u(results: Results) -> None:
    one, two, three, four = of(results, "cost", "own")
    assert one > 1.3 * min(two, three)
    assert four > three + 40
    lost = of(results, "days_lost", "own")
    assert lost[0] > 100
    assert lost[1] < 0.2 * lost[0]
    assert lost[3] < 1


def test_a_common_fab_is_a_loss_that_no_number_of_suppliers_saves(results: Results) -> None:
    lost = of(results, "days_lost", "common")
    assert lost[1] > 0.4 * lost[0]
    assert lost[3] > 0.7 * lost[1]


def test_calm_money_rises_with_each_supplier(results: Results) -> None:
    """By its administration, 20,000 a year; the fab behind it changes nothing."""
    for variant in ("own", "common"):
        calm = of(results, "cost", variant, "calm")
        steps = [after - before for before, after in pairwise(calm)]
        assert steps == pytest.approx([20_000 / 365] * 3, abs=0.2)


def test_the_shop_pays_for_what_is_divided(results: Results) -> None:
    """Two halves are 2^.07 as dear as one whole; the network pays itself."""
    one, two, *_ = of(results, "panel_cost", "own", "calm", "agent:shop")
    surcharge = two - one - 20_000 / 365
    assert surcharge == pytest.approx(100 * 20 * (2**0.07 - 1), rel=0.02)
