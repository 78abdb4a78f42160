"""Rules of one's own as variants of a study."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from jitagents import InputError
from jitagents.agents import Buyer, StockPoint
from jitagents.behaviours.base import Memory, Plan, Seen
from jitagents.behaviours.ordering import BaseStock, Ordering
from jitagents.column import Array
from jitagents.parameters import Number, param
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


def test_it_is_compared_told_and_asked(tmp_path: Path) -> None:
    study = small("workers=2").with_rule(Nervous)
    assert study.workers == 1
    assert "runs in this process" in study.notices[-1]
    results = study.run(tmp_path, progress=False)
    assert len(results.compare("nervous", "jit", "cost", ["network"])) == 1
    assert "nervous" in " ".join(results.findings())
    assert results.why("stage_1", variant="nervous").amount >= 0


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


@pytest.mark.parametrize("rule", [5, Doubled, StockPoint, "jit"])
def test_what_is_no_rule(rule: object) -> None:
    with pytest.raises(InputError, match="must be a class that derives from Buyer, Supplier or Plant"):
        small().with_rule(rule)


def test_a_name_that_is_taken() -> None:
    with pytest.raises(InputError, match="there is a variant of that name"):
        small().with_rule(Nervous, "jit")
