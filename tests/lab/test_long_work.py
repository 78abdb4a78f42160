"""Readiness and cash: the same numbers as from the command line, told as they go on, and stopped between two parts."""

import numpy as np
import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.lab.rooms import cash, readiness
from jitagents.readiness.findings import Findings
from jitagents.readiness.verification import verify
from jitagents.results import Results
from jitagents.study import load


class Stopped(Exception):
    """Of the page."""


CHAIN = ("network=serial", "days=30", "warmup=5", "replications=3")
COUNTS = b"site,item,booked,counted\nstage_1,product,10,10\nstage_1,product,10,9\n"


@pytest.fixture(scope="module")
def found() -> Findings:
    return readiness.judge_flows(load("single", CHAIN), "average")


def test_histories_that_are_dropped_change_what_is_known(found: Findings) -> None:
    measured = readiness.judge_flows(load("single", CHAIN), "average", {"stock.csv": COUNTS})
    flow = measured.table.set_index("buyer").loc["stage_1"]
    assert "record_accuracy" not in flow["unknown"]
    assert found.table["unknown"].str.contains("record_accuracy").all()


def test_files_that_are_no_history_are_refused() -> None:
    for files, words in (
        ({"x.csv": b"a,b\n1,2\n"}, "which history is it"),
        ({"a counts.csv": COUNTS, "b counts.csv": COUNTS}, "is a second history of counts"),
        ({"counts.csv": COUNTS.replace(b"stage_1", b"moon")}, "counts.csv, line 2"),
    ):
        with pytest.raises(InputError, match=words):
            readiness.judge_flows(load("single", CHAIN), "average", files)


def test_flows_that_are_verified_one_by_one_give_the_numbers_of_all_at_once(found: Findings) -> None:
    told = list[float]()
    one_by_one = readiness.verified(found, 2, told.append)
    assert one_by_one.verified is not None
    assert told == pytest.approx(np.linspace(0, 1, len(found.table) + 1))
    study = load("single", [*CHAIN[:3], "replications=2", "workers=1"])
    flows = list(found.table[["seller", "buyer"]].itertuples(index=False, name=None))
    pd.testing.assert_frame_equal(one_by_one.verified.table, verify(study, flows).table)


def test_a_verification_ends_when_it_is_stopped(found: Findings) -> None:
    def tell(share: float) -> None:
        if share > 0:
            raise Stopped

    with pytest.raises(Stopped):
        readiness.verified(found, 2, tell)


@pytest.fixture(scope="module")
def results() -> Results:
    return load("single", [*CHAIN, *cash.overrides("safety stock", 6)]).run(progress=False)


def test_cash_that_is_freed_is_that_of_the_study_and_its_progress_is_told(results: Results) -> None:
    told = list[float]()
    found = cash.simulate(load("single", [*CHAIN, *cash.overrides("safety stock", 6)]), told.append)
    pd.testing.assert_frame_equal(found.results.cash_freed("other"), results.cash_freed("other"))
    assert told == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0])
    capital = found.measures.set_index("metric").loc["working_capital"]
    assert found.freed.mean == pytest.approx(capital["other"] - capital["jit"])
    assert found.by_tier["calm"].sum() == pytest.approx(found.freed.mean)


def test_cash_ends_when_it_is_stopped() -> None:
    def tell(share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        cash.simulate(load("single", [*CHAIN, *cash.overrides("kanban", 6)]), tell)


@pytest.mark.parametrize("method", cash.METHODS)
def test_every_method_composes(method: str) -> None:
    assert list(load("single", [*CHAIN, *cash.overrides(method)]).configs) == ["other", "jit"]
