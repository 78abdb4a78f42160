"""The value of data: what wrong records cost, beside perfect ones in the same worlds."""

from collections.abc import Sequence

import pytest

from jitagents import load
from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.study import Study

SMALL = ["network=serial", "days=60", "warmup=20", "replications=6", "crisis=none", "ordering=jit", "chunk=100"]


def study(*overrides: str) -> Study:
    return load(overrides=[*SMALL, "measures=[cost,output,fill_rate]", *overrides])


def value(results: Results, metric: str) -> Sequence[float]:
    table = results.value_of_data()
    return table[table["metric"] == metric]["calm"].tolist()


def test_a_leak_costs_days_of_output_that_perfect_books_would_not_lose() -> None:
    leak = ["information=books", "information.losses.receipts=0.05", "serving=lost_sale"]
    results = study(*leak).with_perfect_books().run(progress=False)
    assert len(results.variants) == 2
    assert value(results, "days_lost_to_data")[0] > 1.0
    bad, perfect = results.variants
    table = results.summary("output", "network").set_index("variant")["calm"]
    assert value(results, "days_lost_to_data")[0] == pytest.approx(
        (table[perfect] - table[bad]) / (table[perfect] / 60)
    )
    costs = results.summary("cost", "network").set_index("variant")["calm"]
    assert value(results, "cost_of_bad_data")[0] == pytest.approx(costs[bad] - costs[perfect])


def test_books_without_errors_cost_nothing() -> None:
    results = study("information=books", "information.run=3").with_perfect_books().run(progress=False)
    assert value(results, "days_lost_to_data") == value(results, "cost_of_bad_data") == [0.0]


def test_levels_of_an_error_each_have_a_value() -> None:
    swept = ["information=books", "serving=lost_sale", "levels={information.losses.receipts: [0.0, 0.05]}"]
    results = study(*swept).with_perfect_books().run(progress=False)
    none, some = value(results, "days_lost_to_data")
    assert none == 0.0
    assert some > 1.0


def test_a_study_without_books_has_no_truth_twin() -> None:
    with pytest.raises(InputError, match="no variant has books"):
        study().with_perfect_books()
    with pytest.raises(InputError, match="truth twin"):
        study().run(progress=False).value_of_data()


def test_the_value_of_data_needs_cost_or_output() -> None:
    results = study("information=books", "measures=[fill_rate]").with_perfect_books().run(progress=False)
    with pytest.raises(InputError, match="neither cost nor output"):
        results.value_of_data()
