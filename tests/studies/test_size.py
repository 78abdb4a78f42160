"""Size: what would need more memory than there is is refused before anything is allocated."""

import pytest

from jitagents.errors import InputError
from jitagents.scenario import memory
from jitagents.study import load

SMALL = ("network=serial", "crisis=none", "days=10", "warmup=0", "replications=2", "workers=1")


@pytest.fixture(autouse=True)
def small_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "memory", lambda: 1e9)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (["replications=1000000000"], "replications, levels, scopes, measures"),
        (["days=1000000000"], "days, daily"),
        (["network=layered", "network.agents=100000000"], "network.agents"),
        (["network=layered", "network.agents=300", "network.lead_time=100000", "chunk=64"], "network.lanes, transport"),
        (["information=delayed", "information.days=100000", "chunk=1000", "replications=1000"], "information"),
        (
            ["information=books", "information.issue.late=100000", "chunk=1000", "replications=1000"],
            "information: late",
        ),
        (["finance=ledger", "finance.terms=730", "chunk=100000", "replications=100000"], "finance"),
    ],
)
def test_what_is_too_large_is_refused(overrides: list[str], words: str) -> None:
    with pytest.raises(InputError, match="of memory would be needed, and there are 1 GB") as told:
        load("single", [*SMALL, *overrides])
    assert words in str(told.value)


@pytest.mark.parametrize("overrides", [["days=20000"], ["levels={ordering.cover: [1, 2, 3]}"], ["warmup=1000000000"]])
def test_a_long_study_is_not_refused(overrides: list[str]) -> None:
    load("single", [*SMALL, *overrides])
