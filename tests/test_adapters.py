"""Adapters give what the study itself gives."""

import re

import pytest
from mesa.experimental.scenarios import Scenario

from jitagents.adapters import as_function, points_of
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.study import Study, load

KEYS = {"cover": "ordering.cover", "length": "crisis.outage.duration"}


@pytest.fixture(scope="module")
def study() -> Study:
    line = ["network=serial", "ordering=jit", "crisis=supplier_outage", "crisis.outage.start=3"]
    return load("single", [*line, "days=30", "warmup=5", "replications=2", "workers=1"])


def test_a_function_is_the_study_at_a_point(study: Study) -> None:
    function = as_function(study, KEYS, ["days_lost", "cost.calm"])
    given = function(cover=2.0, length=9)
    table = study.sweep([{"ordering.cover": 2.0, "crisis.outage.duration": 9}]).run(progress=False).summary()
    stated = table[table["scope"] == "network"].set_index("metric")
    assert given == {"days_lost": stated["crisis"]["days_lost"], "cost.calm": stated["calm"]["cost"]}
    assert given["days_lost"] > function(cover=20.0, length=9)["days_lost"]


def test_scenarios_are_points(study: Study) -> None:
    scenarios: list[Scenario[SupplyModel]] = [Scenario(rng=1, cover=cover, length=9) for cover in (0.5, 2.0)]
    points = points_of(scenarios, KEYS)
    assert points == [{"ordering.cover": cover, "crisis.outage.duration": 9} for cover in (0.5, 2.0)]
    assert list(study.sweep(points).levels.points) == [(0.5, 9), (2.0, 9)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"covers": 1.0, "length": 3}, "'covers': stands for no key; did you mean 'cover'?"),
        ({"cover": 1.0}, "'length'"),
    ],
)
def test_other_names_are_refused(study: Study, values: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        as_function(study, KEYS, ["cost"])(**values)
    with pytest.raises(InputError, match=re.escape(said)):
        points_of([values], KEYS)


def test_a_function_is_of_one_variant() -> None:
    with pytest.raises(InputError, match="2 variants"):
        as_function(load("single", ["network=serial", "variants={a: [], b: []}"]), KEYS, ["cost"])
