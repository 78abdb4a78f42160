"""Files that were dropped on a page: checked, kept in a private folder, and told apart by names or headings."""

import io
import zipfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from jitagents.errors import Faults, InputError
from jitagents.reading import folded, read
from jitagents.reading.content import WORKBOOKS

LARGEST, UNPACKED = 5 * 2**20, 100 * 2**20
"""Bytes of a file, and of a workbook when it is unpacked, at most."""
TEXTS = (".csv", ".tsv", ".txt", ".tab")
BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def written(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """The files in a private folder, under their last names.

    Raises:
        InputError: all that are no such files.
    """
    faults, paths = Faults(), list[Path]()
    for number, (given, content) in enumerate(files.items(), 1):
        name = Path(given.replace("\\", "/").replace("\0", "")).name[-100:] or f"file {number}"
        with faults.collected():
            _check(name, content)
            paths.append(folder / name)
            paths[-1].write_bytes(content)
    faults.tell()
    return paths


def _check(name: str, content: bytes) -> None:
    if Path(name).suffix.lower() not in (*TEXTS, *BOOKS):
        raise InputError(f"{name}: is of another kind; allowed: {', '.join((*TEXTS, *BOOKS))}")
    if len(content) > LARGEST:
        raise InputError(f"{name}: has {len(content) / 2**20:.1f} MB; allowed: {LARGEST >> 20} MB at most")
    if content.startswith(WORKBOOKS[0]):
        try:
            unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise InputError(f"{name}: is no readable workbook: {error}") from error
        if unpacked > UNPACKED:
            raise InputError(f"{name}: unpacks to more than {UNPACKED >> 20} MB")
    if content.startswith(b"\x1f\x8b"):
        raise InputError(f"{name}: is packed (gzip); unpack it first")


def told_apart(paths: list[Path], kind_of: Callable[[Path], str], what: str) -> dict[str, Path]:
    """The file of each kind.

    Args:
        paths: of the files.
        kind_of: the kind of a file; raises `InputError` where it could be any.
        what: a file of a kind is, such as `table`.

    Raises:
        InputError: a kind is there twice, or a file could be any of them.
    """
    faults, found = Faults(), dict[str, Path]()
    for path in paths:
        with faults.collected():
            kind = kind_of(path)
            if kind in found:
                raise InputError(f"{path.name}: is a second {what} of {kind}, beside {found[kind].name}")
            found[kind] = path
    faults.tell()
    return found


def kinds_of(path: Path, kinds: Mapping[str, Collection[str]]) -> list[str]:
    """The kinds that a text file may be: the one that its name says, or else those whose columns are all there.

    Args:
        path: of the file.
        kinds: columns by kind.
    """
    stem = folded(path.stem)
    named = [kind for kind in kinds if kind.removesuffix("s") in stem]
    if len(named) == 1:
        return named
    headings = {folded(one) for one in read(path, path.stem, empty=True).headings}
    return [kind for kind, columns in kinds.items() if {*map(folded, columns)} <= headings]
