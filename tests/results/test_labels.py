"""Labels: what readers see in place of identifiers; tables keep these."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from matplotlib.text import Text

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.labels import check_labels

KEY = "crisis.outage.duration"


@pytest.fixture(scope="module")
def plain(study: Callable[..., Results]) -> Results:
    return study(variants=("kanban", "jit"), agents=12, replications=4, days=40, length=6)


@pytest.fixture(scope="module")
def results(plain: Results) -> Results:
    struck = plain.manifest.targets[0]
    labels = {"jit": "Pure just-in-time", struck: "Chip fab (Dresden)"}
    return replace(plain, config=plain.config | {"labels": labels})


def test_table_findings_and_report_say_the_label(results: Results, plain: Results) -> None:
    assert results.table().index.tolist() == ["kanban", "Pure just-in-time"]
    assert results.table().to_numpy().tolist() == plain.table().to_numpy().tolist()
    said = [sentence.replace("Pure just-in-time", "jit") for sentence in results.findings()]
    assert said == plain.findings()
    assert any("Pure just-in-time" in sentence for sentence in results.findings())
    assert "Pure just-in-time" in results.report()


def test_figures_say_the_label(results: Results) -> None:
    words = " ".join(text.get_text() for text in results.plot.network("jit").findobj(Text))
    assert "Pure just-in-time" in words
    assert "Chip fab (Dresden)" in words
    assert results.manifest.targets[0] not in words


def test_summary_keeps_identifiers(results: Results, plain: Results) -> None:
    assert results.summary().equals(plain.summary())


def test_a_swept_key_is_labelled(study: Callable[..., Results]) -> None:
    made = study(variants=("jit",), agents=8, replications=3, days=40, length=5, points=({KEY: 5.0}, {KEY: 10.0}))
    made = replace(made, config=made.config | {"labels": {KEY: "Length"}})
    assert made.shown.levels == ["Length=5", "Length=10"]
    assert made.levels == [f"{KEY}=5", f"{KEY}=10"]
    assert list(made.shown.points) == ["level", "Length"]
    assert "Length" in made.plot.levels().axes[-1].get_xlabel()


def test_without_labels_nothing_is_copied(plain: Results) -> None:
    assert plain.shown is plain


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ({"jot": "x"}, "labels.jot: no variant, agent or swept key has this name; did you mean 'jit'"),
        ({"jit": "hybrid"}, "this name is taken"),
        ({"jit": "x", "hybrid": "x"}, "this name is taken"),
        ({"jit": " "}, "must be a text"),
        ({"jit": ["x"]}, "must be a text"),
        ({"jit": "a\x1bb"}, "control character"),
        ({KEY: "a=b"}, "can hold no comma, point or equals sign"),
    ],
)
def test_wrong_labels_are_told(labels: dict[str, object], told: str) -> None:
    with pytest.raises(InputError) as error:
        check_labels(labels, ["jit", "hybrid"], ["mill"], [KEY])
    assert told in str(error.value)
    assert len(error.value.faults) == 1
