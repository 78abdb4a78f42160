"""Sentences, right in grammar and in number, whatever the study."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from jitagents.results import Results
from jitagents.results.phrases import listed

type Study = Callable[..., Results]

FOUR = ("jit", "kanban", "safety_stock", "hybrid")
CASES: list[dict[str, Any]] = [
    {},
    {"variants": ("jit",)},
    {"variants": ("jit", "hybrid")},
    {"variants": ("a", "b")},
    {"variants": tuple("abcdefg")},
    {"replications": 1},
    {"replications": 1, "variants": ("jit",)},
    {"length": 1},
    {"length": 1, "variants": ("jit",)},
    {"length": 5},
    {"crisis": False},
    {"crisis": False, "variants": ("jit",)},
    {"crisis": False, "variants": ("jit", "kanban")},
    {"levels": ("duration 5", "duration 9"), "variants": ("jit", "hybrid")},
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sentences_are_whole(study: Study, case: dict[str, Any]) -> None:
    sentences = study(**{"replications": 12, "agents": 20} | case).findings()
    assert 2 <= len(sentences) <= 8
    for text in sentences:
        assert text.endswith(".")
        assert ". " not in text
        assert text[0].isupper() or text.split()[0] in (*FOUR, *"abcdefg")
        assert not re.search(r"nan|None|  |\bunder (hits|and)\b|, \.|\b1 tiers\b|\b1 replications\b", text), text


def told(study: Study, **case: Any) -> list[str]:
    return study(**{"replications": 30, "agents": 20} | case).findings()


def test_names_who_loses_the_most_and_the_least_with_intervals(study: Study) -> None:
    loss = told(study, variants=("jit", "kanban", "safety_stock"))[0]
    most, least, middle = loss.split("; ")
    assert middle.startswith("kanban loses ")
    assert re.match(r"jit loses the most output, [\d,]+ ± \d+ units \([\d.]+ ± [\d.]+ days of it\)", most)
    assert re.match(r"safety_stock loses the least, .*, which is [\d,]+(\.\d+)? ± [\d.]+ units less", least)


def test_jit_is_always_named(study: Study) -> None:
    results = study(variants=("jit", "kanban", "safety_stock"), agents=20, replications=30)
    table = results.replications
    table.loc[table["variant"] == "kanban", "output_lost.crisis"] += 500
    loss = results.findings()[0]
    assert loss.startswith("kanban loses the most output, ")
    assert re.search(r"; jit loses [\d,]+ ± \d+ units \([\d.]+ ± [\d.]+ days of it\)\.$", loss)


@pytest.mark.parametrize(
    ("variants", "sentence"),
    [
        (("jit",), "jit loses no output in this crisis."),
        (("jit", "kanban"), "Neither variant loses output in this crisis."),
        (FOUR, "No variant loses output in this crisis."),
    ],
)
def test_says_when_nothing_is_lost(study: Study, variants: tuple[str, ...], sentence: str) -> None:
    sentences = told(study, variants=variants, length=1)
    assert sentences[0] == sentence
    assert sentences[1].startswith("Final demand has no day of loss in any replication")


def test_says_who_is_spared_and_who_only_sometimes(study: Study) -> None:
    assert told(study, variants=("jit", "hybrid"), replications=6)[1].endswith("; hybrid has none.")
    assert re.search(
        r"days \(in the \d+ % of replications that have one\) under hybrid", told(study, replications=60)[1]
    )


def test_does_not_call_equal_variants_different(study: Study) -> None:
    sentences = told(study, variants=("a", "b"))
    assert sentences[0].startswith("Both variants lose the same output, ")
    assert "under a and b" in sentences[1]
    assert sentences[2].endswith("b holds about as much and costs the same.")
    assert sentences[4].endswith("; the two variants cannot be told apart in output lost.")


def test_does_not_call_a_difference_within_its_interval_a_finding(study: Study) -> None:
    results = study(variants=("a", "b"), agents=20, replications=30)
    table = results.replications
    wobble = ((table["variant"] == "b") * (table["replication"] % 2 - 0.45)).to_numpy()
    table["output_lost.crisis"] += 20 * wobble
    table["cost.calm"] += 2 * wobble
    sentences = results.findings()
    assert sentences[0].startswith("Both variants lose about as much output, between ")
    assert re.search(r"costs about the same \(0?\.?[\d.]+ ± [\d.]+ a day more\)", sentences[2])
    assert sentences[4].endswith("the two variants cannot be told apart in output lost.")


def test_prices_the_stock_against_jit_wherever_it_stands(study: Study) -> None:
    price = told(study, variants=("hybrid", "jit"))[2]
    assert price.startswith("In calm, jit holds stock worth ")
    assert re.search(r"; hybrid holds 3.2 times as much and costs 132 a day more\.", price)


def test_a_saving_has_an_interval_too(study: Study) -> None:
    results = study(variants=("jit", "lean"), agents=20, replications=12)
    table = results.replications
    table.loc[table["variant"] == "lean", "cost.calm"] -= 200 + table["replication"] % 5
    assert re.search(r"; lean holds .* more and costs 1\d\d\.?\d* ± [\d.]+ a day less\.", results.findings()[2])


def test_warns_of_a_single_replication(study: Study) -> None:
    sentences = told(study, replications=1)
    assert "±" not in "".join(sentences)
    assert sentences[4].startswith("This rests on one replication")


def test_without_a_crisis_speaks_of_service_and_not_of_resilience(study: Study) -> None:
    sentences = told(study, crisis=False)
    assert "final demand without delay" in sentences[0]
    assert sentences[4].endswith("without a crisis, this says nothing about resilience.")
    assert "loss" not in "".join(sentences)


def test_names_the_levels_with_most_and_least(study: Study) -> None:
    first = told(study, levels=("duration 5", "duration 9"), variants=("jit", "hybrid"))[0]
    assert re.match(r"Along level, output lost is largest for duration 9 \(.*\) and smallest for duration 5 ", first)


@pytest.mark.parametrize(("parts", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_listed(parts: list[str], text: str) -> None:
    assert listed(parts) == text
