"""The experiment on weekends: what its finding rests on holds in a few replications too."""

import pytest

from tests.experiments.test_crises import run


def test_half_a_day_of_cover_does_not_last_over_a_weekend() -> None:
    results = run("weekends", "days=182", "levels={ordering.cover: [0.5, 2.5]}")
    table = results.summary(["fill_rate", "stock_value"], ["network"]).set_index(["metric", "variant", "level"])["calm"]
    served, stock = (
        {key: table[metric, *key] for key in table[metric].index} for metric in ("fill_rate", "stock_value")
    )
    half, more = "ordering.cover=0.5", "ordering.cover=2.5"
    assert served["nobody_rests", half] > 0.985
    assert served["weekends_left_out", half] < 0.8
    assert served["customers_rest_too", half] < 0.82
    assert served["weekends_planned", half] == served["weekends_left_out", more] > 0.985
    assert stock["weekends_planned", half] == pytest.approx(stock["weekends_left_out", more])
    assert stock["weekends_planned", half] > 2.4 * stock["nobody_rests", half]
