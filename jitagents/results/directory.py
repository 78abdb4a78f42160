"""The directory of a run: checked, held by one run at a time, and cleared of nothing but files of a run."""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from jitagents.errors import InputError
from jitagents.results import files
from jitagents.results.differences import differences
from jitagents.results.manifest import REPLICATIONS, SUMMARY, Manifest
from jitagents.results.manifest_reader import read_manifest

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

CHUNKS, FIGURES, PAGE = "chunks", "figures", "report.html"
TABLES = (*(f"{name}.parquet" for name in (*files.FRAMES, "summary", "daily", "quantiles")), files.SUMMARY, files.STATE)
OURS = (files.MANIFEST, PAGE, CHUNKS, FIGURES, *TABLES)
"""Names that a run writes into its directory."""
CHUNK = re.compile(r"\d{5,}\.(replications|histories|losses)\.parquet|\d{5,}\.json")
"""Files of chunks."""
FIGURE = re.compile(r"[a-z_]+\.(png|svg)")
NAMES = "|".join((CHUNK.pattern, FIGURE.pattern, *map(re.escape, (files.MANIFEST, PAGE, *TABLES))))
DRAFT = re.compile(rf"\.({NAMES})\.[0-9a-f]{{16}}\.part")
"""Drafts of all of them."""
INSTEAD = "give another directory"

_here = threading.local()


def claim(folder: Path, manifest: Manifest) -> Manifest | None:
    """The manifest that lies in a directory, if results of this one may be written there; None if nothing is there.

    Args:
        folder: the directory, which need not be there.
        manifest: of the results; `hash`, and, to tell differences, `variants` and `inputs`.

    Raises:
        InputError: the directory is in use for something else, or holds results of another configuration.
    """
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        raise InputError(f"{folder} is a file; results need a directory")
    if not folder.is_dir():
        return None
    links = [name for name in OURS if (folder / name).is_symlink()]
    if links:
        raise InputError(f"{folder / links[0]} is a link, which may lead out of the directory; {INSTEAD}")
    there = {path.name for path in folder.iterdir() if not DRAFT.fullmatch(path.name)}
    if not there:
        return None
    if files.MANIFEST not in there:
        some = ", ".join(sorted(there, key=lambda name: (name not in OURS, name))[:3])
        raise InputError(f"{folder} holds {some} but no {files.MANIFEST} that says whose; {INSTEAD}")
    found, _ = read_manifest(folder)
    _check_kinds(folder)
    if found.hash != manifest.hash:
        raise InputError(
            f"{folder} holds results of another configuration (hash {found.hash}, not {manifest.hash})"
            f"{differences(found, manifest)}; {INSTEAD}, or remove this one first"
        )
    if found.keep != manifest.keep:
        holds, other = (
            ("a summary of its replications, and none of them", f"keep={SUMMARY}")
            if found.keep == SUMMARY
            else ("replications themselves, and no summary alone", f"keep={REPLICATIONS}")
        )
        raise InputError(f"{folder} holds {holds}; ask for {other}, or {INSTEAD}")
    return found


def _check_kinds(folder: Path) -> None:
    for name in (CHUNKS, FIGURES):
        if (folder / name).exists() and not (folder / name).is_dir():
            raise InputError(f"{folder / name} is a file; it must be a directory")
    for name in (PAGE, *TABLES):
        if (folder / name).is_dir():
            raise InputError(f"{folder / name} is a directory; it must be a file")


def claim_figures(folder: Path, images: Mapping[str, bytes], manifest: Manifest) -> None:
    """Make the directory of figures below another one, if they may be written there.

    Args:
        folder: in which the directory of figures lies.
        images: content of each figure, by the name of its file.
        manifest: of the results.

    Raises:
        InputError: there are other files of their names, and the directory is not that of these results.
    """
    place = folder / FIGURES
    if place.is_symlink():
        raise InputError(f"{place} is a link, which may lead out of the directory; {INSTEAD}")
    if (folder / files.MANIFEST).exists() or (folder / files.MANIFEST).is_symlink():
        claim(folder, manifest)
    else:
        for name, content in images.items():
            path = place / name
            if (path.exists() or path.is_symlink()) and not files.holds(path, files.checksum(content)):
                raise InputError(f"{path} is there already, and is not of these results; {INSTEAD}")
    place.mkdir(parents=True, exist_ok=True)


@contextmanager
def occupied(folder: Path) -> Iterator[None]:
    """Keep a directory for this run, and leave it to the system to free it, whatever ends the process.

    The same thread may ask again. Where the system or the file system has no locks, nothing is kept.

    Raises:
        InputError: another run is at it.
    """
    mine: set[Path] = _here.__dict__.setdefault("folders", set())
    place = folder.resolve()
    if place in mine or fcntl is None:
        yield
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{folder} is in use by another run; wait until that has ended, or {INSTEAD}") from None
        except OSError:  # e.g. a directory on a network
            pass
        mine.add(place)
        yield
    finally:
        mine.discard(place)
        os.close(handle)


def tidy(folder: Path) -> None:
    """Remove the drafts of runs that were killed; the directory must be ours, and kept for this run."""
    for place in (folder, folder / CHUNKS, folder / FIGURES):
        _remove(place, DRAFT)


def clear_chunks(folder: Path) -> None:
    """Remove the chunks, whose results are kept elsewhere, and their directory if nothing else is in it."""
    _remove(folder / CHUNKS, CHUNK)
    with suppress(OSError):
        (folder / CHUNKS).rmdir()


def _remove(folder: Path, names: re.Pattern[str]) -> None:
    """Remove the plain files of a directory that have such names; one that is reached by a link is left alone."""
    if folder.name in (CHUNKS, FIGURES) and folder.is_symlink():
        return
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if names.fullmatch(path.name) and files.is_plain(path):
                path.unlink()
