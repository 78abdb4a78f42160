"""Summaries on disk: a directory with the state, the tables that it gives, and the manifest."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.results import directory, files
from jitagents.results.frames import parsed
from jitagents.results.manifest import SUMMARY, Manifest
from jitagents.results.manifest_reader import read_manifest
from jitagents.summaries.state import State

if TYPE_CHECKING:
    from jitagents.summaries.summary import Summary

PARTS = ("agents", "lanes")
"""Frames that are kept as they are."""


def save(summary: "Summary", path: Path) -> None:
    """Write a summary into a directory.

    Raises:
        InputError: the directory holds results of another configuration, or single replications.
    """
    directory.claim(path, summary.manifest)
    path.mkdir(parents=True, exist_ok=True)
    frames = {name: getattr(summary, name) for name in PARTS}
    frames |= {"summary": summary.whole_summary, "daily": summary.whole_daily, "quantiles": summary.quantiles()}
    with directory.occupied(path):
        if not (path / files.MANIFEST).exists():
            files.write_manifest(path, replace(summary.manifest, status="running"), summary.config)
        write_state(path, summary.state)
        files.write_frames(path, frames)
        files.write_manifest(path, summary.manifest, summary.config)


def write_state(folder: Path, state: State) -> None:
    """Write the state of a summary."""
    files.whole(folder / files.STATE, state.content())


def read_state(folder: Path) -> State | None:
    """The state that lies in a directory; None if there is none.

    Raises:
        InputError: it cannot be read.
    """
    path = folder / files.STATE
    if not path.exists() and not path.is_symlink():
        return None
    try:
        return State.read(files.content_of(path, files.LARGEST_TABLE))
    except (OSError, ValueError) as reason:
        raise InputError(f"{path} cannot be read: {reason}") from reason


def read(folder: Path) -> tuple[State, pd.DataFrame, pd.DataFrame, dict[str, Any], Manifest]:
    """The parts of a summary in a directory.

    Raises:
        InputError: one is missing or damaged, or it holds results with replications.
    """
    manifest, config = read_manifest(folder)
    if manifest.keep != SUMMARY:
        raise InputError(f"{folder} holds results with their replications: Results.open({str(folder)!r}) reads them")
    state = read_state(folder)
    missing = [f"{name}.parquet" for name in PARTS if not (folder / f"{name}.parquet").exists()]
    if state is None or missing:
        which = ", ".join([*([files.STATE] if state is None else []), *missing])
        raise InputError(f"{folder} is half written, {which} missing; run the study again to finish it")
    if not state.held or manifest.replications is None or state.held != [range(*manifest.replications)]:
        raise InputError(f"{folder} is half written: it lacks replications; run the study again to simulate these")
    frames = []
    for name in PARTS:
        path = folder / f"{name}.parquet"
        try:
            frames.append(parsed(name, files.content_of(path, files.LARGEST_TABLE), None))
        except (OSError, ValueError) as reason:
            raise InputError(f"{path} cannot be read: {reason}") from reason
    return state, frames[0], frames[1], config, manifest
