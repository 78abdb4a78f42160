"""Rules of one's own as variants of a study."""

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from jitagents import InputError
from jitagents.agents import Buyer, StockPoint
from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering import BaseStock, Ordering
from jitagents.column import Array
from jitagents.parameters import Number, param
from jitagents.results import Results
from tests.studies.conftest import chosen, small


class Nervous(Buyer):
    """Orders five days of today's demand."""

    def decide(self) -> None:
        self.order = np.maximum(5 * self.seen.demand - self.seen.position, 0)


class AsBefore(Buyer):
    """Decides as it would have anyway."""

    def decide(self) -> None:
        super().decide()


@dataclass(frozen=True)
class Doubled(Ordering):
    """Order twice what was asked for."""

    times: Number = param(2.0, "", "of the demand", low=0)

    def opening(self, plan: Plan) -> Array:
        return self.times * plan.rate

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return self.times * seen.demand


def test_a_rule_that_changes_nothing_is_worth_the_first_variant() -> None:
    results = small().with_rule(AsBefore).run(progress=False)
    assert results.variants == ["jit", "as_before"]
    own, first = (chosen(results.replications, variant=name) for name in ("as_before", "jit"))
    assert_frame_equal(own, first, check_exact=True)


def test_it_is_compared_told_and_asked() -> None:
    results = small().with_rule(Nervous).run(progress=False)
    assert len(results.compare("nervous", "jit", "cost", ["network"])) == 1
    assert "nervous" in " ".join(results.findings())
    assert results.why("stage_1", variant="nervous").amount >= 0


def test_processes_run_it_to_the_same_numbers() -> None:
    study = small("replications=1", "days=5").with_rule(Doubled, "mine", times=1.0).with_rule(Nervous)
    here = replace(study, config={**study.config, "workers": 1}).run(progress=False)
    two = replace(study, config={**study.config, "workers": 2})
    assert (study.workers, two.workers) == (1, 2)
    assert_frame_equal(two.run(progress=False).replications, here.replications, check_exact=True)


def test_what_cannot_be_sent_runs_here() -> None:
    lock = Lock()

    def decide(seen: Any) -> float:
        with lock:
            return float(seen.demand)

    study = small("replications=1").with_rule(decide)
    assert replace(study, config={**study.config, "workers": 2}).workers == 1
    assert "runs in this process" in " ".join(study.notices)
    with pytest.raises(InputError, match="decide: the rule refers to lock, of which nobody can tell"):
        study.run("somewhere", progress=False)


def test_results_are_taken_up_again_unless_the_code_is_another(tmp_path: Path) -> None:
    def order(share: float) -> Any:
        return lambda seen: share * seen.demand

    study = small("replications=1")
    first = study.with_rule(order(1.0), "mine").run(tmp_path, progress=False)
    again = study.with_rule(order(1.0), "mine").run(tmp_path, progress=False)
    assert again.manifest.made == first.manifest.made
    with pytest.raises(InputError, match=r"mine: ordering\._target_: there \"<code tests\..*, here \"<code"):
        study.with_rule(order(2.0), "mine").run(tmp_path, progress=False)
    kept = Results.open(tmp_path).manifest.rules
    assert list(kept) == ["mine"]
    assert "share * seen.demand" in kept["mine"]
    with pytest.raises(InputError, match="stood in a program or notebook; run the study there"):
        Results.open(tmp_path).why("stage_1", variant="mine")


def test_its_parameters_are_swept() -> None:
    study = small("ordering=base_stock", "replications=2")
    mine = replace(study, configs={"mine": study.with_rule(Doubled, "mine").configs["mine"]})
    swept = mine.sweep({"ordering.times": [1.0, 2.0]}).run(progress=False).replications
    for times in (1.0, 2.0):
        alone = replace(study, configs={"mine": study.with_rule(Doubled, "mine", times=times).configs["mine"]})
        at_level = chosen(swept, level=f"ordering.times={times:g}").drop(columns="ordering.times")
        alone_too = chosen(alone.changed(alone.config, alone.configs).run(progress=False).replications, level="")
        assert_frame_equal(at_level, alone_too, check_exact=True)


def test_a_behaviour_is_worth_its_configuration() -> None:
    study = small("ordering=base_stock", "ordering.cover=3")
    config = {key: value for key, value in study.configs["base_stock"]["ordering"].items() if key != "_target_"}
    results = study.with_rule(BaseStock(**config), "mine").run(progress=False)
    own, first = (chosen(results.replications, variant=name) for name in ("mine", "base_stock"))
    assert_frame_equal(own, first, check_exact=True)


def test_parameters_and_code_change_the_hash() -> None:
    study = small()
    hashes = [study.with_rule(rule, "mine").hash for rule in (Doubled(), Doubled(3.0), Nervous, AsBefore)]
    assert len({study.hash, *hashes}) == 5
    assert study.with_rule(Doubled(3.0), "mine").hash == hashes[1]


def test_a_rule_of_the_package_is_named_by_its_path() -> None:
    study = small()
    node = study.with_rule(BaseStock, "mine", cover=4.0).configs["mine"]["ordering"]
    assert node["_target_"].startswith("jitagents.")
    assert study.with_rule(BaseStock(cover=4.0), "mine").hash == study.with_rule(BaseStock, "mine", cover=4.0).hash


@dataclass(frozen=True)
class Answering(Ordering):
    """Answers as it is told."""

    answer: Any = param(0.0)

    def opening(self, plan: Plan) -> Array:
        return 2.0 * plan.rate

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return self.answer(seen)


class Bare(Ordering):
    """Has parameters and no decorator."""

    days: Number = param(1.0)


@dataclass(frozen=True)
class Unfinished(Ordering):
    """Lacks its opening."""

    def __call__(self, seen: Seen, memory: Memory) -> Array:
        return seen.demand


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (5, "must be a function"),
        (StockPoint, "must be a function"),
        ("jit", "must be a function"),
        (Bare, "Bare: has parameters; write @dataclass"),
        (Unfinished, "Unfinished: lacks opening; `def opening"),
        (Answering(lambda seen: -seen.demand), "Answering: ordered -10 for stage_1 on day 1; allowed: numbers"),
        (Answering(lambda seen: seen.demand * np.nan), "Answering: ordered nan for stage_1"),
        (Answering(lambda seen: None), "Answering: returned nothing on day 1"),
        (Answering(lambda seen: "many"), "Answering: needs numbers of shape .* not 'many'"),
        (Answering(lambda seen: np.zeros(77)), r"not of shape \(77,\)"),
        (Answering(lambda seen: seen.demand if seen.stock > 2 else 0), r"Answering: `if`.*np.where.*def decide"),
        (Answering(lambda seen: seen.positon), r"AttributeError on day 1, line \d+ `.*did you mean 'position'"),
        (Answering(lambda seen: 1 / 0), r"Answering: ZeroDivisionError on day 1, line \d+ `"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_before_the_first_day(rule: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        small("ordering=base_stock", "replications=2", "demand=constant").with_rule(rule)


def test_parameters_that_are_not_there() -> None:
    with pytest.raises(InputError, match=r"Doubled\.tims: there is no such parameter; did you mean 'times'"):
        small().with_rule(Doubled, tims=3)
    with pytest.raises(InputError, match="a class of agents has no parameters"):
        small().with_rule(Nervous, days=3)


def test_a_name_that_is_taken() -> None:
    with pytest.raises(InputError, match="there is a variant of that name"):
        small().with_rule(Nervous, "jit")
