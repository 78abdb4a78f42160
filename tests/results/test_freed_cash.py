"""Cash freed, by counting days of stock and of terms."""

import pytest

from jitagents import load
from jitagents.errors import InputError
from jitagents.results import Results

LEDGER = [
    "demand=constant",
    "network=serial",
    "finance=ledger",
    "crisis=none",
    "replications=2",
    "days=30",
    "warmup=20",
    "demand=constant",
]


def results(*overrides: str) -> Results:
    return load(overrides=[*LEDGER, *overrides]).run(progress=False)


def test_shorter_terms_free_the_sellers_cash_and_tie_up_the_buyers() -> None:
    """Bills paid 10 days earlier, at constant demand: the flow of each lane times 10 days, from buyer to seller."""
    found = results(
        "measures=[working_capital,days_payable]",
        "variants={late: ['finance.terms=30'], early: ['finance.terms=20']}",
    )  # fmt: skip
    freed = found.cash_freed().set_index("scope")["calm"]
    assert freed["network"] == pytest.approx(0.0, abs=1e-6)
    capital = found.summary("working_capital", None).set_index(["variant", "scope"])["calm"]
    assert freed.abs().max() > 1.0
    for scope, money in freed.items():
        assert money == pytest.approx(capital["late"][scope] - capital["early"][scope], abs=1e-6)
    other = found.cash_freed("early").set_index("scope")["calm"]
    assert other["tier:0"] == pytest.approx(-freed["tier:0"])
    assert freed["tier:0"] < 0.0, "who buys pays earlier"


def test_bad_questions_are_told() -> None:
    with pytest.raises(InputError, match="working_capital was not measured"):
        results("measures=[fill_rate]").cash_freed()
    found = results("measures=[working_capital]", "variants=null")
    with pytest.raises(InputError, match="only variant"):
        found.cash_freed()
    with pytest.raises(InputError, match="variants"):
        found.cash_freed("typo")
