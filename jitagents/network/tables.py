"""Networks in tables: text files and sheets of workbooks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jitagents.errors import Faults, InputError, nearest
from jitagents.network.columns import AGENTS, CARRIERS, LANES, Field
from jitagents.network.description import Network
from jitagents.parameters import network_builder
from jitagents.reading import Dialect, Table, folded, read, renamed, twice
from jitagents.reading.content import SPECIFIC
from jitagents.spreadsheet import cells, uncelled

FILES = {"agents": AGENTS, "lanes": LANES, "carriers": CARRIERS}


@network_builder
def tables(
    *,
    agents: str | Path,
    lanes: str | Path,
    carriers: str | Path | None = None,
    name: str | None = None,
    whole: bool = True,
    source: str = "",
    columns: Mapping[str, Any] | None = None,
    csv: Dialect | None = None,
) -> Network:
    """Network in two or three tables, with the columns of `columns.AGENTS`, `LANES` and `CARRIERS`.

    Text files of any usual separator, coding and decimal sign, or sheets of workbooks: `FILE#SHEET`, or the sheets
    named agents, lanes and carriers. The first line names the columns, whatever its case; empty cells take the default;
    further columns are free attributes.

    Args:
        agents: path of the agents' file.
        lanes: path of the lanes' file.
        carriers: path of the carriers' file; None for no carriers.
        name: what reports call it; None: the name of the agents' file.
        whole: units are whole; else continuous.
        source: citation of the data.
        columns: {heading in the files: column}, or such a mapping for each of agents, lanes and carriers.
        csv: way in which the files are written; None: found out.

    Raises:
        InputError: a file is missing or cannot be read, a column is missing, a cell is no number (with its line), or
            the network has faults: all of them.
    """
    paths = {"agents": agents, "lanes": lanes} | ({} if carriers is None else {"carriers": carriers})
    faults = Faults()
    found = _read(paths, csv or Dialect(), faults)
    names = _names(columns or {}, found, faults)
    frames = {place: _frame(table, place, names[place], faults) for place, table in found.items()}
    title = name or Path(str(agents).rpartition("#")[0] or str(agents)).stem
    ready = {place: frame for place, frame in frames.items() if frame is not None}
    if len(ready) == len(paths):
        with faults.collected():
            network = Network.of(
                ready["agents"],
                ready["lanes"],
                ready.get("carriers"),
                name=title,
                whole=whole,
                source=source,
            )
    try:
        faults.tell()
    except InputError as error:
        raise InputError(*error.faults, *_guesses(found)) from error
    return network


def write_tables(network: Network, folder: str | Path) -> list[Path]:
    """Write a network as `agents.csv`, `lanes.csv`, and `carriers.csv` if it has any; what `tables` reads back.

    Args:
        network: what to write.
        folder: is made if it does not exist.

    Returns:
        The files written.
    """
    home = Path(folder).expanduser()
    home.mkdir(parents=True, exist_ok=True)
    written = []
    for place in FILES:
        table: pd.DataFrame = getattr(network, place)
        if place != "carriers" or len(table):
            written.append(home / f"{place}.csv")
            cells(table).to_csv(written[-1], index=False)
    return written


def _read(paths: Mapping[str, str | Path], dialect: Dialect, faults: Faults) -> dict[str, Table]:
    """The tables that can be read; files whose coding is a guess are taken to be of one coding."""
    tables = dict[str, Table]()
    for place, path in paths.items():
        with faults.collected():
            tables[place] = _one(place, path, dialect)
    guesses = {table.dialect.encoding for table in tables.values() if table.guessed}
    if len(guesses) > 1:
        common = Dialect(dialect.separator, dialect.decimal, next(coding for coding in SPECIFIC if coding in guesses))
        tables |= {place: _one(place, paths[place], common) for place, table in tables.items() if table.guessed}
    return tables


def _one(place: str, path: str | Path, dialect: Dialect) -> Table:
    needed = ", ".join(column for column, field in FILES[place].items() if field.default is None)
    return read(path, f"network.{place}", dialect, sheet=place, needed=needed, empty=place == "carriers")


def _guesses(found: Mapping[str, Table]) -> list[str]:
    """A word on files whose coding is a guess: names in them may be wrong."""
    guessed = [table for table in found.values() if table.guessed]
    if not guessed:
        return []
    files, coding = ", ".join(table.name for table in guessed), guessed[0].dialect.encoding
    text = f"{files}: not UTF-8 and so read as {coding}"
    return [f"network.csv.encoding: {text}; if names look wrong, state the coding, or save as 'CSV UTF-8'"]


def _names(columns: Mapping[str, Any], found: Mapping[str, Table], faults: Faults) -> dict[str, dict[str, str]]:
    """The columns that the user's headings stand for, by table."""
    by_table: dict[str, dict[str, str]] = {place: {} for place in FILES}
    for heading, column in columns.items():
        inner = column if isinstance(column, Mapping) else {heading: column}
        places = [heading] if isinstance(column, Mapping) else list(FILES)
        if isinstance(column, Mapping) and heading not in FILES:
            faults.add(f"network.columns.{heading}: there is no such table; {nearest(heading, FILES)}")
            continue
        for one, name in inner.items():
            _name(str(one), name, places, found, by_table, faults)
    return by_table


def _name(
    heading: str,
    column: object,
    places: list[str],
    found: Mapping[str, Table],
    by_table: dict[str, dict[str, str]],
    faults: Faults,
) -> None:
    known = [place for place in places if column in FILES[place]]
    if not known:
        allowed = dict.fromkeys(name for place in places for name in FILES[place])
        faults.add(
            f"network.columns: {heading}: {column!r} is no column of {' or '.join(places)}; "
            f"{nearest(column, allowed, len(allowed))}"
        )
        return
    headed = [place for place in known if place in found and folded(heading) in map(folded, found[place].headings)]
    if not headed and all(place in found for place in known if place != "carriers"):
        there = {one for place in known if place in found for one in found[place].headings if one}
        faults.add(f"network.columns: {heading!r} heads no column of {' or '.join(known)}; {nearest(heading, there)}")
    for place in headed:
        by_table[place][heading] = str(column)


def _frame(table: Table, place: str, names: dict[str, str], faults: Faults) -> pd.DataFrame | None:
    """The cells of a table by its columns; None if a column is missing or stands there twice."""
    fields, unread = FILES[place], list[str]()
    headings = renamed(list(map(uncelled, table.headings)), names, list(fields), "network.columns")
    headings = [heading or f"column {number}" for number, heading in enumerate(headings, 1)]
    wrong = twice(headings, table.where) + _missing(headings, fields, table)
    read_in = dict[str, Any]()
    for number, heading in enumerate(headings):
        with faults.collected():
            if heading not in fields:
                read_in[heading] = _free(table, number)
            elif fields[heading].sort == "text":
                read_in[heading] = pd.Series(map(uncelled, table.texts(number, unread)), dtype="str")
            else:
                read_in[heading] = table.numbers(number, unread)
    faults.add(*wrong, *unread)
    return None if wrong else pd.DataFrame(read_in, index=range(len(table)))


def _missing(headings: list[str], fields: dict[str, Field], table: Table) -> list[str]:
    missing = [column for column, field in fields.items() if field.default is None and column not in headings]
    if not missing:
        return []
    free = [heading for heading in headings if heading not in fields]
    near = nearest(missing[0], free).replace("allowed:", "found:") if free else "there is nothing like it"
    others = f"; so are {', '.join(map(repr, missing[1:]))}" if missing[1:] else ""
    example = f"network.columns={{{free[0]}: {missing[0]}}}" if free else "a first line with the names of the columns"
    text = f"{table.where}: the column {missing[0]!r} is missing; {near}{others}"
    return [f"{text}; known columns: {', '.join(fields)}; headings of your own need {example}"]


def _free(table: Table, column: int) -> Any:
    """A free attribute: numbers if all its cells are, and none begins with a zero as codes do; else texts."""
    faults = list[str]()
    texts = pd.Series(map(uncelled, table.texts(column, faults)), dtype="str")
    if faults or not (texts != "").any() or texts.str.fullmatch(r"0\d+").any():
        return texts
    try:
        numbers = table.numbers(column, faults)
    except InputError:
        return texts
    return texts if faults or np.isnan(numbers[(texts != "").to_numpy()]).any() else numbers
