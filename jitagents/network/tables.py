"""Networks in CSV files."""

from pathlib import Path

import numpy as np
import pandas as pd

from jitagents.errors import InputError, nearest
from jitagents.network.columns import AGENTS, CARRIERS, LANES, MOST, Field
from jitagents.network.description import Network

FILES = {"agents": AGENTS, "lanes": LANES, "carriers": CARRIERS}


def tables(
    *,
    agents: str | Path,
    lanes: str | Path,
    carriers: str | Path | None = None,
    name: str | None = None,
    whole: bool = True,
    source: str = "",
) -> Network:
    """Network in two or three CSV files, with the columns of `columns.AGENTS`, `LANES` and `CARRIERS`.

    Commas separate, the first line names the columns, empty cells take the default; further columns are free
    attributes.

    Args:
        agents: path of the agents' file.
        lanes: path of the lanes' file.
        carriers: path of the carriers' file; None for no carriers.
        name: what reports call it; None: the name of the agents' file.
        whole: units are whole; else continuous.
        source: citation of the data.

    Raises:
        InputError: a file is missing or cannot be read, a column is missing, a cell is no number (with its line), or
            the network has faults.
    """
    paths = {"agents": agents, "lanes": lanes} | ({} if carriers is None else {"carriers": carriers})
    faults: list[str] = []
    read = {place: _read(Path(path).expanduser(), place, faults) for place, path in paths.items()}
    if faults:
        raise InputError(*faults)
    title = name or Path(agents).stem
    return Network.of(read["agents"], read["lanes"], read.get("carriers"), name=title, whole=whole, source=source)


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
            table.to_csv(written[-1], index=False)
    return written


def _read(path: Path, place: str, faults: list[str]) -> pd.DataFrame:
    where = f"network.{place}: {str(path)!r}"
    if not path.is_file():
        near = [other.name for other in path.parent.glob("*.csv")] if path.parent.is_dir() else []
        faults.append(
            f"{where}: there is no such file; {nearest(path.name, near)}" if near else f"{where}: there is no such file"
        )
        return pd.DataFrame()
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True)
    except pd.errors.EmptyDataError:
        faults.append(f"{where}: the file is empty; its first line must name the columns {_needed(place)}")
        return pd.DataFrame()
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        faults.append(f"{where}: cannot be read as CSV in UTF-8: {error}")
        return pd.DataFrame()
    table.columns = table.columns.str.strip()
    faults.extend(f"{where}: {fault}" for fault in _faults(table, FILES[place], place))
    return _typed(table, FILES[place])


def _needed(place: str) -> str:
    return ", ".join(column for column, field in FILES[place].items() if field.default is None)


def _faults(table: pd.DataFrame, fields: dict[str, Field], place: str) -> list[str]:
    missing = [column for column, field in fields.items() if field.default is None and column not in table.columns]
    if missing:
        return [f"the column {column!r} is missing; {nearest(column, table.columns)}" for column in missing]
    if table.empty and place != "carriers":
        return ["has no line below the names of the columns"]
    faults = []
    for column in table.columns.intersection(list(fields)):
        if fields[column].sort != "text":
            cells = table[column].str.strip()
            wrong = np.flatnonzero(
                (cells != "") & pd.to_numeric(cells, errors="coerce").isna() & (cells.str.lower() != "nan")
            )
            faults += [f"line {row + 2}: {column} = {cells.iloc[row]!r} is no number" for row in wrong[:MOST]]
    return faults


def _typed(table: pd.DataFrame, fields: dict[str, Field]) -> pd.DataFrame:
    """Free attributes that are all numbers become numbers; the known columns are read by the description."""
    free = [column for column in table.columns if column not in fields]
    for column in free:
        cells = table[column].str.strip()
        numbers = pd.to_numeric(cells.replace("", None), errors="coerce")
        table[column] = numbers if numbers.notna().eq(cells != "").all() and (cells != "").any() else cells
    return table
