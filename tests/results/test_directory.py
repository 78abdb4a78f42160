"""The directory of a run: refused if it is in use for something else; nothing of the user's is touched."""

import errno
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jitagents.errors import InputError
from jitagents.results import Results, directory
from jitagents.results.buffer_path import BufferPath, Step
from jitagents.results.drawn import Drawing, is_drawn
from jitagents.results.estimate import Estimate
from jitagents.results.manifest import FORMAT
from jitagents.studies.executors import InProcess

type Study = Callable[..., Results]


@pytest.fixture
def results(study: Study) -> Results:
    return study(agents=8, replications=3, variants=("jit", "hybrid"))


def _everything(folder: Path) -> dict[str, bytes | str]:
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize(
    "name", ["notes.txt", "summary.csv", "report.html", "chunks/mine.txt", "figures/network.png", ".hidden", "empty/x"]
)
def test_a_directory_in_use_is_refused(results: Results, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    before = _everything(tmp_path)
    with pytest.raises(InputError, match=r"but no manifest\.json that says whose"):
        results.save(tmp_path)
    assert _everything(tmp_path) == before


@pytest.mark.parametrize("name", ["chunks", "figures", "summary.csv", "manifest.json", "agents.parquet", "report.html"])
def test_links_do_not_lead_out(results: Results, tmp_path: Path, name: str) -> None:
    run, outside = tmp_path / "run", tmp_path / "outside"
    results.save(run)
    outside.mkdir()
    (outside / "thing").write_text("mine")
    (run / name).unlink(missing_ok=True)
    (run / name).symlink_to(outside if "." not in name else outside / "thing")
    before = _everything(outside)
    with pytest.raises(InputError, match="is a link"):
        results.save(run)
    assert _everything(outside) == before


def test_drafts_of_killed_runs_are_swept_and_no_other_file(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    (tmp_path / "chunks").mkdir()
    swept = [".summary.csv.0123456789abcdef.part", "chunks/.00001.losses.parquet.0123456789abcdef.part"]
    kept = [".mine.0123456789abcdef.part", "x.part", ".summary.csv.part", "chunks/.00001.part"]
    for name in (*swept, *kept):
        (tmp_path / name).write_text("x")
    directory.tidy(tmp_path)
    assert [name for name in (*swept, *kept) if (tmp_path / name).exists()] == kept


def test_chunks_go_by_name(tmp_path: Path) -> None:
    (tmp_path / "chunks").mkdir()
    for name in ("00000.replications.parquet", "00000.json", "mine.txt"):
        (tmp_path / "chunks" / name).write_text("x")
    directory.clear_chunks(tmp_path)
    assert [path.name for path in (tmp_path / "chunks").iterdir()] == ["mine.txt"]


def test_a_directory_is_for_one_run(results: Results, tmp_path: Path) -> None:
    told: list[str] = []

    def other() -> None:
        try:
            results.save(tmp_path)
        except InputError as error:
            told.append(str(error))

    with directory.occupied(tmp_path), directory.occupied(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert "is in use by another run" in told[0]
    assert not list(tmp_path.iterdir())
    results.save(tmp_path)


def test_a_full_disk_leaves_nothing_half(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match=r"No space left on device: .*manifest\.json"):
        results.save(tmp_path)
    assert not list(tmp_path.iterdir())


def test_says_what_differs(results: Results, tmp_path: Path) -> None:
    old = {"a": {"days": 5, "ordering": {"cover": 1}, "workers": 1}, "b": {"days": 5, "ordering": {"cover": 2}}}
    new = {"a": {"days": 6, "ordering": {"cover": 1}, "workers": 2}, "b": {"days": 6, "ordering": {"cover": 3}}}
    replace(results, manifest=replace(results.manifest, variants=old, inputs={"x.csv": "1"})).save(tmp_path)
    asked = replace(results.manifest, hash="other", variants=new, inputs={"x.csv": "2"})
    with pytest.raises(InputError) as caught:
        directory.claim(tmp_path, asked)
    for words in (
        "; days: there 5, here 6;",
        "b: ordering.cover: there 2, here 3",
        "x.csv: it holds something else now",
    ):
        assert words in str(caught.value)
    assert "workers" not in str(caught.value)


def test_figures_of_others_stay(results: Results, tmp_path: Path) -> None:
    results.save_figures(tmp_path)
    results.save_figures(tmp_path)
    path = next((tmp_path / "figures").glob("*.png"))
    path.write_text("mine")
    before = _everything(tmp_path)
    with pytest.raises(InputError, match="is there already"):
        results.save_figures(tmp_path)
    assert _everything(tmp_path) == before


def test_a_stale_report_is_drawn_again(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    assert not is_drawn(Results.open(tmp_path), tmp_path)
    Drawing(InProcess()).write(results, tmp_path)
    assert is_drawn(Results.open(tmp_path), tmp_path)
    (tmp_path / "report.html").write_text("another's")
    assert not is_drawn(Results.open(tmp_path), tmp_path)


def _with_format(folder: Path, stated: object) -> None:
    """Let the manifest of a directory state another format; None: none."""
    path = folder / "manifest.json"
    written = json.loads(path.read_text())
    assert written.pop("format") == FORMAT
    path.write_text(json.dumps(written if stated is None else written | {"format": stated}))


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        (None, r"states no format, format 1 is needed: .* an older jitagents, .*; run the study again into another"),
        (FORMAT - 1, "is of format 0, format 1 is needed: .* by an older jitagents"),
        (FORMAT + 1, "is of format 2: .* by a newer jitagents, .* reads format 1; update jitagents, or run the study"),
        *((wrong, "format must be a whole number$") for wrong in ("1", 1.0, True, [1], -1)),
    ],
)
def test_another_format_is_refused_with_a_sentence(
    results: Results, tmp_path: Path, stated: object, message: str
) -> None:
    results.save(tmp_path)
    _with_format(tmp_path, stated)
    before = _everything(tmp_path)
    for use in (Results.open, results.save):
        with pytest.raises(InputError, match=message) as caught:
            use(tmp_path)
        assert len(caught.value.faults) == 1
    assert _everything(tmp_path) == before


def test_a_manifest_comes_back_as_it_was(results: Results, tmp_path: Path) -> None:
    route = BufferPath(
        "crisis", 10.0, Estimate(5.0, 4.0, 6.0), (Step("chips", 2.0, 4.0, Estimate(1.0, 0.5, 1.5, 9, "money")),), 7
    )
    saved = replace(
        results.manifest, routes={"jit": route}, chunk={"levels": 1, "replications": 3}, labelled={"a": "b"}
    )
    replace(results, manifest=saved).save(tmp_path)
    assert Results.open(tmp_path).manifest == replace(saved, labelled={})


DEEP = "[" * 500 + "]" * 500
MANIFESTS = (
    b"", b"\xff\xfe", b"[1]", b"{", b"{}", b'{"format": 1}', b'{"format": 1, "hash": 1}',
    "[" * 200_000, *({"format": 1, "hash": "x", key: value} for key, value in (
        ("status", ["complete"]), ("status", "done"), ("chunk", {"levels": -1, "replications": 1}), ("seed", -1),
        ("chunk", {"levels": 1e99, "replications": 1}), ("chunk", {"levels": 10**30, "replications": 1}),
        ("chunk", {"levels": True, "replications": 1}), ("chunk", [1, 2]), ("crisis_window", [1]), ("targets", [{}]),
        ("levels", {"a": 1}), ("levels", [{"a.b": 1}, {"a.c": 1}]), ("levels", [{"a.b": []}]),
        ("levels", [{"level": 1}]), ("levels", [{"a.b": 1}, {"a.b": 1.0}]), ("variants", [1]),
        ("routes", {"a": {}}), ("screening", {"a": 5}), ("versions", "x"),
        ("drawn", {"../../x": "0"}), ("drawn", ["report.html"]), ("config", 5), ("config", {"days": -5}),
        ("config", {"days": 10**30}), ("config", {"replications": "3"}), ("config", {"variants": 3}), ("asked", "x"),
        ("network", [1]), ("git", {}),
    )),
    f'{{"format": 1, "hash": "x", "config": {{"a": {DEEP}}}}}',
)  # fmt: skip


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: ascii(one)[:50])
def test_a_manifest_of_a_stranger(results: Results, tmp_path: Path, manifest: bytes | str | Mapping[str, Any]) -> None:
    results.save(tmp_path)
    text = manifest if isinstance(manifest, bytes | str) else json.dumps(manifest)
    (tmp_path / "manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    for use in (Results.open, results.save):
        with pytest.raises(InputError, match=r"manifest\.json") as caught:
            use(tmp_path)
        assert len(caught.value.faults) == 1


def test_frames_of_a_stranger(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    path = tmp_path / "replications.parquet"
    right = path.read_bytes()
    frame = pd.read_parquet(path)
    spoilt: dict[str, Callable[[], object]] = {
        "damaged": lambda: path.write_bytes(b"\x80\x04\x95cos\nsystem\n(S'touch x'\ntR."),
        "cannot": lambda: path.write_bytes(right[:-100]),
        "scope is missing": lambda: frame.drop(columns="scope").to_parquet(path),
        "variant is of type": lambda: frame.assign(variant=1).to_parquet(path),
        "must hold numbers": lambda: frame.assign(**{"cost.calm": "<script>"}).to_parquet(path),
        "replication is missing": lambda: pq.write_table(pa.table({"variant": ["a"], "level": ["b"]}), path),
    }
    for words, spoil in spoilt.items():
        spoil()
        with pytest.raises(InputError, match=words):
            Results.open(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        Results.open(tmp_path)
