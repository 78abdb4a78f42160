"""Files on disk: each is whole or absent, none is reached through a link, and none is read that is no plain file."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.guard import plain
from jitagents.results.manifest import Manifest
from jitagents.spreadsheet import cells

FRAMES = ("replications", "histories", "losses", "agents", "lanes")
MANIFEST = "manifest.json"
SUMMARY, STATE = "summary.csv", "summary.npz"
LARGEST_TABLE = 2**32
"""Bytes of a table that is read."""


def located(path: Any) -> Path:
    """The path that a user names; in a text, `~` is the home directory.

    Raises:
        InputError: it is no path.
    """
    if not isinstance(path, str | Path) or not str(path) or "\0" in str(path):
        raise InputError(f"path = {path!r}: must be the path of a file or directory, as 'results/first'")
    return Path(path).expanduser() if isinstance(path, str) else path


def output(value: str, kinds: Sequence[str]) -> Path:
    """The path of `out=value`, a file that a command is asked to write.

    Args:
        value: of the argument.
        kinds: ends of names that are allowed.

    Raises:
        InputError: the name ends in none of them, or its directory is not there.
    """
    path = Path(value)
    if path.suffix.lower() not in kinds:
        raise InputError(f"out={value}: the name must end in {', '.join(kinds)}")
    if not path.parent.is_dir():
        raise InputError(f"out={value}: there is no directory {path.parent}")
    return path


def whole(path: Path, content: bytes) -> None:
    """Write a file under another name and move it into place, so that a stop leaves no half of it.

    A link in its place is replaced; what it points to stays as it is.

    Raises:
        OSError: with the name of the file, e.g. if the disk is full.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as file:  # fails if there is anything of that name, a link too
            file.write(content)
        draft.replace(path)
    except OSError as reason:
        raise OSError(reason.errno, reason.strerror, str(path)) from reason
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def content_of(path: Path, most: int | None = None) -> bytes:
    """The bytes of a plain file.

    Args:
        path: of the file.
        most: bytes that it may have.

    Raises:
        OSError: it is a link, a directory, a device or a pipe, or cannot be read.
        ValueError: it is larger.
    """
    return plain.content_of(path, most, follow=False)


def is_plain(path: Path) -> bool:
    """Whether there is a file, and no link to one."""
    return path.is_file() and not path.is_symlink()


def checksum(content: bytes) -> str:
    """A checksum of the content of a file."""
    return hashlib.sha256(content).hexdigest()


def holds(path: Path, expected: str) -> bool:
    """Whether a plain file has this checksum."""
    try:
        return checksum(content_of(path)) == expected
    except OSError:
        return False


def write_frames(folder: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write every frame as Parquet, and the summary as CSV too."""
    for name, frame in frames.items():
        whole(folder / f"{name}.parquet", frame.to_parquet(compression="zstd"))
    whole(folder / "summary.csv", cells(frames["summary"]).to_csv(index=False).encode())


def write_manifest(folder: Path, manifest: Manifest, config: Mapping[str, Any]) -> None:
    """Write the manifest, with the configuration in it."""
    text = json.dumps({**manifest.stated(), "config": config}, indent=2, ensure_ascii=False, default=str)
    whole(folder / MANIFEST, f"{text}\n".encode())
