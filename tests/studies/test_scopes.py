"""What is kept of a study, and what is left out, changes no number."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jitagents import Results
from tests.studies.conftest import small

PREFIX = {"network": "network", "tiers": "tier:", "agents": "agent:"}


@pytest.fixture(scope="module")
def everything() -> Results:
    return small("measures=all", "daily=all").run(progress=False)


def of(frame: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    chosen = frame["scope"].str.startswith(tuple(PREFIX[kind] for kind in kinds))
    return frame[chosen].reset_index(drop=True)


@pytest.mark.parametrize("kinds", [["network"], ["network", "tiers"], ["network", "agents"]], ids=str)
def test_scopes_are_a_part_of_all(kinds: list[str], everything: Results) -> None:
    results = small("measures=all", "daily=all", f"scopes=[{', '.join(kinds)}]").run(progress=False)
    assert_frame_equal(results.replications, of(everything.replications, kinds), check_exact=True)
    assert_frame_equal(results.histories, of(everything.histories, kinds), check_exact=True)
    assert results.findings() == everything.findings()
    assert ("network" in results.figures()) == ("agents" in kinds)
    assert ("stock" in results.figures()) == ("tiers" in kinds)


def test_all_scopes_may_be_asked_for_in_one_word(everything: Results) -> None:
    results = small("measures=all", "daily=all", "scopes=all").run(progress=False)
    lanes = results.replications["scope"].str.startswith("lane:")
    others = results.replications[~lanes].reset_index(drop=True)
    assert_frame_equal(others, everything.replications, check_exact=True)
    assert lanes.sum() == len(results.lanes) * everything.replications["replication"].nunique() * len(results.variants)


def test_nothing_may_be_kept_day_by_day(everything: Results) -> None:
    results = small("measures=all", "daily=[]").run(progress=False)
    assert results.daily().empty
    assert_frame_equal(results.replications, everything.replications, check_exact=True)
    assert not {"daily", "fan"} & {*results.figures()}
    assert len(results.report()) > 10_000
