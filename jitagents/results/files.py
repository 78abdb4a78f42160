"""Results on disk: each file is whole or absent, and another configuration's results are never overwritten."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jitagents.errors import InputError

FRAMES = ("replications", "histories", "agents", "lanes")
MANIFEST = "manifest.json"


def whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Write a file under another name and move it into place, so that a stop leaves no half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def save(
    folder: Path, frames: Mapping[str, pd.DataFrame], config: Mapping[str, Any], manifest: Mapping[str, Any]
) -> None:
    """Write the manifest, then every frame as Parquet and the summary as CSV too.

    Raises:
        InputError: the folder holds results of another configuration.
    """
    _claim(folder, str(manifest["hash"]), [f"{name}.parquet" for name in frames])
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**manifest, "config": config}, indent=2, ensure_ascii=False, default=str)
    whole(folder / MANIFEST, lambda draft: draft.write_text(text + "\n", encoding="utf-8"))
    for name, frame in frames.items():
        whole(folder / f"{name}.parquet", lambda draft, frame=frame: frame.to_parquet(draft, compression="zstd"))
    whole(folder / "summary.csv", lambda draft: frames["summary"].to_csv(draft, index=False))


def _claim(folder: Path, code: str, names: list[str]) -> None:
    """Raise if the folder is not free for results with this hash."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; results need a directory")
    if (folder / MANIFEST).exists():
        there = read_manifest(folder).get("hash")
        if there != code:
            raise InputError(
                f"{folder} holds results of another configuration (hash {there}, not {code}); "
                "give another directory, or remove this one first"
            )
        return
    strays = [name for name in names if (folder / name).exists()]
    if strays:
        raise InputError(
            f"{folder} holds {', '.join(strays)} but no {MANIFEST} that says whose; give another directory"
        )


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a results directory.

    Raises:
        InputError: it is not there, or cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a directory: no results to open")
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{folder} has no {MANIFEST}: not a results directory, or nothing was finished there"
        ) from None
    except (OSError, ValueError) as reason:
        raise InputError(f"{folder / MANIFEST} cannot be read: {reason}") from reason
    if not isinstance(found, dict):
        raise InputError(f"{folder / MANIFEST} must hold one object with the keys of a manifest")
    return found


def read_frames(folder: Path) -> dict[str, pd.DataFrame]:
    """The raw frames of a results directory by name.

    Raises:
        InputError: files that are missing or damaged, all of them.
    """
    missing = [f"{name}.parquet" for name in FRAMES if not (folder / f"{name}.parquet").exists()]
    if missing:
        raise InputError(f"{folder} is half written, {', '.join(missing)} missing; run the study again to finish it")
    frames, faults = {}, []
    for name in FRAMES:
        try:
            frames[name] = pd.read_parquet(folder / f"{name}.parquet")
        except (OSError, ValueError) as reason:
            faults.append(f"{folder / name}.parquet cannot be read: {reason}")
    if faults:
        raise InputError(*faults)
    return frames
