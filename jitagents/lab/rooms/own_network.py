"""A network of the user's own, read from the content of files; nothing in them is run, and no copy of them is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jitagents.errors import Faults, InputError
from jitagents.lab.rooms.files import BOOKS, kinds_of, told_apart, written
from jitagents.network import Network, tables
from jitagents.reading import folded
from jitagents.reading.workbooks import opened

MOST_AGENTS, MOST_LANES = 2_000, 20_000
"""Agents and lanes that the screens have room and time for."""
PLACES = {"lanes": {"seller", "buyer"}, "agents": {"kind", "item"}, "carriers": {"capacity"}}
"""Tables of a network with headings by which each is told from the others, asked in this order."""


@dataclass(frozen=True)
class Dropped:
    """A network and the files that describe it.

    Attributes:
        network: checked.
        files: name of the file of each table.
    """

    network: Network
    files: Mapping[str, str]


def read_files(files: Mapping[str, bytes]) -> Dropped:
    """Return the network that is described in two or three text files, or in the sheets of one workbook.

    Text files are told apart by their names, `agents.csv`, `lanes.csv` and `carriers.csv`, or else by their headings.

    Args:
        files: content by name.

    Raises:
        InputError: files that are too large or of another kind, a table that is missing, or the faults of the network,
            each with its file and line.
    """
    with TemporaryDirectory(prefix="jitagents-") as folder:
        paths = written(files, Path(folder))
        books = [path for path in paths if path.suffix.lower() in BOOKS]
        if books and len(paths) > 1:
            raise InputError(f"{books[0].name}: a workbook holds the whole network; give it alone, or text files")
        places = _sheets(books[0]) if books else _tables(paths)
        network = tables(
            agents=places["agents"], lanes=places["lanes"], carriers=places.get("carriers"),
            name=None if books else "my network",
        )  # fmt: skip
    _check_size(network)
    return Dropped(network, {place: path.name for place, path in places.items()})


def _tables(paths: list[Path]) -> dict[str, Path]:
    """The text file of each table.

    Raises:
        InputError: a table is missing or there twice, or a file could be any of them.
    """
    found = told_apart(paths, _place_of, "table")
    missing = [place for place in ("agents", "lanes") if place not in found]
    if missing:
        names = ", ".join(path.name for path in paths) or "nothing"
        raise InputError(
            *(f"{place}: there is no such table among {names}; {place}.csv is needed" for place in missing)
        )
    return found


def _place_of(path: Path) -> str:
    """The table that a file holds; where its columns fit several, the first."""
    for place in kinds_of(path, PLACES):
        return place
    raise InputError(f"{path.name}: is it agents or lanes? Call it agents.csv or lanes.csv, or name the columns")


def _sheets(path: Path) -> dict[str, Path]:
    """A workbook for each table of which it has a sheet; those of agents and lanes are needed."""
    names = [folded(name) for name in opened(path.read_bytes(), path.name).sheet_names]
    missing = [place for place in ("agents", "lanes") if folded(place) not in names]
    if missing:
        raise InputError(*(f"{path.name}: has no sheet {place!r}; its sheets: {', '.join(names)}" for place in missing))
    return dict.fromkeys(["agents", "lanes", *(["carriers"] if folded("carriers") in names else [])], path)


def _check_size(network: Network) -> None:
    faults = Faults()
    for what, count, most in (("agents", len(network.agents), MOST_AGENTS), ("lanes", len(network.lanes), MOST_LANES)):
        if count > most:
            faults.add(f"{what}: there are {count:,}; the screens have room for {most:,}; run it on the command line")
    faults.tell()
