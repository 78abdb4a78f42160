"""Studies that keep a summary alone: stopped, grown, of a bounded size, and refused where replications are needed."""

from pathlib import Path

import pytest

from jitagents import InputError, Summary
from jitagents.results.precision import judge
from jitagents.scenario.precision import aims
from jitagents.studies.failures import ChunksFailed
from jitagents.study import Study, load
from jitagents.summaries import precision
from tests.studies.conftest import Counting, Forbidden, small

STATE = "summary.npz"


def summarised(replications: int | str, *overrides: str) -> Study:
    return small(
        'variants={a: ["ordering=jit"], b: ["ordering=safety_stock"]}', "levels={crisis.outage.duration: [2, 4]}",
        "days=20", "keep=summary", f"replications={replications}", *overrides,
    )  # fmt: skip


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven replications at once."""
    folder = tmp_path_factory.mktemp("runs") / "straight"
    summarised(7).summarise(folder, progress=False)
    return folder


def test_a_study_that_was_stopped_goes_on(tmp_path: Path, straight: Path) -> None:
    study = summarised(7, "chunk=10")
    count = len(study.chunks())
    with pytest.raises(ChunksFailed, match=r", replications \d to \d: .*the machine is gone") as failed:
        study.summarise(tmp_path, progress=False, executor=Counting(most=3))
    assert failed.value.end.startswith(f"{count - 2} of {count} chunks are missing"), "one of three lacks its sibling"
    assert not study.is_complete(tmp_path)
    assert study.held(tmp_path) == range(3)
    with pytest.raises(InputError, match=r"is half written.*run the study again"):
        Summary.open(tmp_path)
    rest = Counting()
    study.summarise(tmp_path, progress=False, executor=rest)
    assert 0 < len(rest.ran) < count
    assert (tmp_path / STATE).read_bytes() == (straight / STATE).read_bytes()
    assert not (tmp_path / "chunks").exists()
    study.summarise(tmp_path, progress=False, executor=Forbidden())


def test_replications_are_added_to_what_is_there(tmp_path: Path, straight: Path) -> None:
    summarised("2:4").summarise(tmp_path, progress=False)
    summarised("2:6").summarise(tmp_path, progress=False)
    summarised(7).summarise(tmp_path, progress=False)
    assert (tmp_path / STATE).read_bytes() == (straight / STATE).read_bytes()
    with pytest.raises(InputError, match="holds replications 0 to 6, not all of which are asked for"):
        summarised(3).summarise(tmp_path, progress=False)


def test_what_is_kept_in_a_directory_stays_of_its_kind(tmp_path: Path, straight: Path) -> None:
    with pytest.raises(InputError, match="holds a summary of its replications, and none of them; ask for keep=summary"):
        summarised(7, "keep=replications").run(straight, progress=False)
    summarised(2, "keep=replications").run(tmp_path, progress=False)
    with pytest.raises(InputError, match=r"holds replications themselves.*ask for keep=replications"):
        summarised(2).summarise(tmp_path, progress=False)
    with pytest.raises(InputError, match=r"keep = summary: run\(\) keeps replications; summarise\(\) runs this study"):
        summarised(2).run(progress=False)


def test_a_directory_does_not_grow_with_replications(tmp_path: Path) -> None:
    tiny = ("days=3", "warmup=0", "measures=[fill_rate, cost]", "scopes=[network]", "daily=[output]")

    def size(replications: int) -> int:
        folder = tmp_path / str(replications)
        summarised(replications, *tiny).summarise(folder, progress=False)
        return sum(file.stat().st_size for file in folder.iterdir())

    sizes = [size(replications) for replications in (64, 1024, 4096)]
    assert sizes[1] < 1.1 * sizes[0]
    assert sizes[2] < 1.03 * sizes[1]


def test_a_precision_is_judged_as_that_of_the_replications() -> None:
    study = small("replications=20", "precision={cost: 0.05, fill_rate: {absolute: 0.001}}")
    results, summary = small("replications=20").run(progress=False), small("replications=20").summarise(progress=False)
    asked = aims(study.config["precision"], results.measures)
    network = results.replications[results.replications["scope"] == "network"]
    one, other = judge(network, results.variants, asked, results.definitions), precision.judge(summary, asked)
    assert one == other


def test_replications_are_added_until_intervals_are_narrow(tmp_path: Path) -> None:
    asked = ("precision={cost: 0.3}", "replications=10", "keep=summary")
    summary = small(*asked).summarise(tmp_path, progress=False)
    table = summary.summary(["cost"], ["network"])
    for world in ("calm", "crisis"):
        half, mean = (table[f"{world}_high"] - table[world]).iloc[0], table[world].iloc[0]
        assert half <= 0.3 / 1.3 * abs(mean)
    assert summary.replication_count == len(summary.state.held[0])
    small(*asked).summarise(tmp_path, progress=False, executor=Forbidden())


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("sumary", "did you mean 'summary'. allowed: replications, summary"),
        ("nothing", "allowed: replications, summary"),
        ("1", "allowed: replications, summary"),
        ("null", "allowed: replications, summary"),
        ("[summary]", "did you mean 'summary'"),
    ],
)
def test_a_value_that_is_none(stated: str, said: str) -> None:
    with pytest.raises(InputError, match=f"keep.*{said}"):
        small(f"keep={stated}")


@pytest.mark.parametrize(
    ("name", "overrides", "said"),
    [
        ("tension", (), "the dial is read from single replications"),
        ("sensitivity", (), "indices of sensitivity are found from single replications"),
        ("optimise", (), "a search compares single replications"),
        ("jit_vs_hybrid", ("+experiment=ranking",), "the ranking of agents compares single replications"),
        ("single", ("loss_map=true",), "a map of daily losses; leave out loss_map"),
    ],
)
def test_studies_that_need_replications_are_refused(name: str, overrides: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=f"keep = summary: .*{said}"):
        load(name, ["keep=summary", *overrides])


def test_the_first_error_ends_a_study_without_a_directory() -> None:
    with pytest.raises(RuntimeError, match="the machine is gone"):
        summarised(4, "chunk=10").summarise(progress=False, executor=Counting(most=1))


def test_a_million_replications_are_too_many_to_keep_and_not_to_summarise() -> None:
    asked = ("network=serial", "days=100000", "replications=1000000")
    with pytest.raises(InputError, match="of memory would be needed"):
        load("single", [*asked])
    with pytest.raises(InputError, match="moments of daily series"):
        load("single", ["network=serial", "days=100000000", "chunk=1", "workers=1", "keep=summary", "daily=all"])
    study = load("single", ["network=serial", "days=1000", "replications=1000000", "keep=summary"])
    assert len(study.replications) == 1_000_000
