"""Results on disk: each file is whole or absent, and another configuration's results are never overwritten."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.text import cells

FRAMES = ("replications", "histories", "losses", "agents", "lanes")
MANIFEST = "manifest.json"


def whole(path: Path, content: bytes) -> None:
    """Write a file under another name and move it into place, so that a stop leaves no half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def save(
    folder: Path, frames: Mapping[str, pd.DataFrame], config: Mapping[str, Any], manifest: Mapping[str, Any]
) -> None:
    """Write every frame as Parquet, the summary as CSV too, and the manifest last.

    Raises:
        InputError: the folder holds results of another configuration.
    """
    claim(folder, str(manifest["hash"]))
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        whole(folder / f"{name}.parquet", frame.to_parquet(compression="zstd"))
    whole(folder / "summary.csv", cells(frames["summary"]).to_csv(index=False).encode())
    write_manifest(folder, manifest, config)


def write_manifest(folder: Path, manifest: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    """Write the manifest, with the configuration in it."""
    text = json.dumps({**manifest, "config": config}, indent=2, ensure_ascii=False, default=str)
    whole(folder / MANIFEST, f"{text}\n".encode())


def claim(folder: Path, code: str) -> dict[str, Any]:
    """The manifest that lies in the folder, if results with this hash may be written there; empty if there is none.

    Raises:
        InputError: the folder holds results of another configuration, or some that no manifest speaks for.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; results need a directory")
    if (folder / MANIFEST).exists():
        there = read_manifest(folder)
        if there.get("hash") != code:
            raise InputError(
                f"{folder} holds results of another configuration (hash {there.get('hash')}, not {code}); "
                "give another directory, or remove this one first"
            )
        return there
    strays = [f"{name}.parquet" for name in FRAMES if (folder / f"{name}.parquet").exists()]
    if strays:
        raise InputError(
            f"{folder} holds {', '.join(strays)} but no {MANIFEST} that says whose; give another directory"
        )
    return {}


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
