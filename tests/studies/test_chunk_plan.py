"""The size of chunks: what fits together, and enough of them for all processes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.scenario.sweep import Sweep
from jitagents.studies.chunk_plan import CELLS, MOST, ChunkPlan, cut, fitting

KEYS = {"shared": "crisis.outage.duration", "apart": "ordering.cover"}


def sweep(levels: int, key: str = KEYS["shared"]) -> Sweep:
    return Sweep.of({key: list(range(levels))})


@given(
    st.sampled_from([*KEYS.values()]), st.integers(1, 50), st.integers(1, 50), st.booleans(), st.integers(1, 300),
    st.integers(1, 20),
)  # fmt: skip
def test_chunks_fit_and_cover_everything_once(
    key: str, levels: int, replications: int, twins: bool, worlds: int, chunks: int
) -> None:
    whole = sweep(levels, key)
    blocks = list(cut(whole, replications, twins, worlds, chunks).blocks(whole, range(replications)))
    there = [(point, number) for part, first, last in blocks for point in part.points for number in range(first, last)]
    assert sorted(there) == [(point, number) for point in whole.points for number in range(replications)]
    for part, first, last in blocks:
        assert part.worlds(range(first, last), twins, 0).count <= max(worlds, 2)
    assert len(blocks) >= min(chunks, replications)


def test_levels_stay_together_as_long_as_they_fit() -> None:
    assert cut(sweep(10), 20, True, worlds=11) == ChunkPlan(10, 1)
    assert cut(sweep(10), 20, True, worlds=44) == ChunkPlan(10, 4)
    assert cut(sweep(10, KEYS["apart"]), 20, True, worlds=44) == ChunkPlan(10, 2)
    assert cut(sweep(10), 20, False, worlds=44) == ChunkPlan(10, 4)


def test_levels_are_cut_where_one_replication_is_too_large() -> None:
    assert cut(sweep(10), 20, True, worlds=10) == ChunkPlan(5, 1), "in equal parts"
    assert cut(sweep(10, KEYS["apart"]), 20, True, worlds=10) == ChunkPlan(5, 1)
    assert cut(sweep(10), 1, True, worlds=100, chunks=4) == ChunkPlan(3, 1), "or would leave processes without work"


@pytest.mark.parametrize("rows", [1, 100, 2_000, 20_000, 1_000_000])
def test_worlds_of_large_networks(rows: int) -> None:
    assert 1 <= fitting(rows) <= max(CELLS, MOST) / rows or fitting(rows) == 1
    assert rows * fitting(rows) >= CELLS / 2
