"""Studies that grow: replications are added to those that are there, and parts become one, to the last bit."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from jitagents import InputError, Results
from jitagents.scenario.replications import span, stated
from jitagents.study import Study
from tests.studies.conftest import Counting, Forbidden, small

TABLES = ("replications", "histories", "losses", "summary", "daily")


def growing(replications: int | str, *overrides: str) -> Study:
    """Two variants at two levels, with the losses of all agents."""
    return small(
        'variants={a: ["ordering=jit"], b: ["ordering=safety_stock"]}', "levels={crisis.outage.duration: [2, 4]}",
        "days=20", "loss_map=true", f"replications={replications}", *overrides,
    )  # fmt: skip


def bits(folder: Path) -> Mapping[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven replications at once."""
    folder = tmp_path_factory.mktemp("runs") / "straight"
    growing(7).run(folder, progress=False)
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first three."""
    folder = tmp_path_factory.mktemp("runs") / "first"
    growing(3, "chunk=3").run(folder, progress=False)
    return folder


def test_replications_are_added_to_what_is_there(tmp_path: Path, straight: Path) -> None:
    growing(3, "chunk=3").run(tmp_path, progress=False)
    asked = growing(7, "chunk=7")
    assert asked.held(tmp_path) == range(3)
    assert not asked.is_complete(tmp_path)
    with pytest.raises(RuntimeError, match="machine is gone"):
        asked.run(tmp_path, progress=False, executor=Counting(most=3))
    assert Results.open(tmp_path).replications["replication"].max() == 2, "what was there can still be opened"
    assert asked.kept(tmp_path) == 3
    rest = Counting()
    growing(8, "chunk=7").run(tmp_path, progress=False, executor=rest)
    assert len(rest.ran) == 3, "one that failed, and two that are new: a replication of two variants"
    growing("0:8").run(tmp_path, progress=False, executor=Forbidden())
    kept = pd.read_parquet(tmp_path / "replications.parquet")
    assert (
        kept[kept["replication"] < 7].reset_index(drop=True).equals(pd.read_parquet(straight / "replications.parquet"))
    )


def test_parts_become_one_to_the_last_bit(tmp_path: Path, straight: Path, first: Path) -> None:
    growing("3:7", "chunk=5").run(tmp_path / "second", progress=False)
    merged = Results.open(tmp_path / "second").merge(Results.open(first))
    merged.save(tmp_path / "out")
    assert bits(tmp_path / "out") == bits(straight)
    growing(7).run(tmp_path / "out", progress=False, executor=Forbidden())


def test_tables_of_a_save_that_was_cut_short_are_not_opened(tmp_path: Path, straight: Path) -> None:
    growing(3, "chunk=3").run(tmp_path, progress=False)
    (tmp_path / "replications.parquet").write_bytes(bits(straight)["replications"])
    with pytest.raises(InputError, match="its tables are of other replications"):
        Results.open(tmp_path)


def test_parts_that_do_not_fit(first: Path, straight: Path, tmp_path: Path) -> None:
    part = Results.open(first)
    with pytest.raises(InputError, match="replications 0 to 2 are in two of the parts"):
        part.merge(Results.open(straight))
    with pytest.raises(InputError, match="two parts"):
        part.merge()
    words = r"part 1 is a NoneType: must be Results\nmerge: part 2 is a PosixPath: must be Results; Results.open"
    with pytest.raises(InputError, match=words):
        part.merge(None, first)  # type: ignore[arg-type]
    other = growing("3:4", "seed=2").run(progress=False)
    with pytest.raises(InputError, match=r"replications 3 to 3 is of another study.*; seed: there 2, here 1"):
        part.merge(other)
    other.manifest.versions["numpy"] = "0.1"  # type: ignore[index]
    other.manifest.__dict__["hash"] = part.manifest.hash
    with pytest.raises(InputError, match=r"made by other versions: numpy 0\.1, not"):
        part.merge(other)


def test_nothing_is_taken_away(straight: Path) -> None:
    for fewer in (5, "2:9"):
        with pytest.raises(InputError, match=r"holds replications 0 to 6, .* ask for replications=7 or more"):
            growing(fewer).run(straight, progress=False, executor=Forbidden())


def test_a_range_has_no_end_and_comes_back() -> None:
    assert [span(one) for one in (3, "0:3", "200:500")] == [range(3), range(3), range(200, 500)]
    assert [span(stated(one)) for one in (range(4), range(2, 4))] == [range(4), range(2, 4)]


@pytest.mark.parametrize("wrong", ["5:5", "7:5", "a:b", "3", "1:2:3", "-1:4", "0:99999999999"])
def test_ranges_that_are_none(wrong: str) -> None:
    with pytest.raises(InputError, match="must be a whole number, or a range first:end"):
        span(wrong)


def test_a_range_that_is_none_is_refused_before_anything_is_built() -> None:
    with pytest.raises(InputError, match="replications = '5:5': must be a whole number, or a range"):
        small("replications=5:5")
