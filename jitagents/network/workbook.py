"""Sheets of the workbook of real supply chains (Willems 2008)."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from jitagents.errors import InputError, nearest
from jitagents.reading import Table, folded, twice
from jitagents.reading.content import load
from jitagents.reading.reader import of_sheet
from jitagents.reading.workbooks import opened

KEY = "network.workbook"
SOURCE = "Willems 2008, Manufacturing & Service Operations Management 10(1):19-23, e-companion"
WHERE = f"the workbook of 38 real supply chains comes with {SOURCE}; get it from the journal's site"
CLASSES = ("Dist", "Manuf", "Part", "Retail", "Trans")
STAGE, FROM, TO = "Stage Name", "sourceStage", "destinationStage"
NUMBERS = {
    "stageCost": "cost",
    "avgDemand": "demand",
    "stdDevDemand": "demand_sd",
    "maxServiceTime": "max_service_time",
    "serviceLevel": "service_level",
    "stageTime": "time",
    "stdDev stageTime": "time_sd",
    "xPosition": "x",
    "yPosition": "y",
}
"""Columns of numbers in a sheet of stages, and what they are called here."""


def read_chain(workbook: str | Path, chain: int | str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stages and arcs of one chain.

    Args:
        workbook: path of the workbook.
        chain: 1 to 38.

    Returns:
        stages: `name`, `stage_class`, the values of `NUMBERS`, and `law`, a list of (days, probability), each empty
            if there is none; arcs: `seller`, `buyer`, as row numbers of the stages.

    Raises:
        InputError: no workbook, no such chain, or a sheet that cannot be used; lists all faults.
    """
    path = Path(workbook).expanduser()
    if not path.is_file():
        raise InputError(f"network.workbook: there is no file {str(workbook)!r}; {WHERE}")
    stages, arcs = _sheets(path, chain)
    faults = _columns(stages, [STAGE, "stageClassification", *NUMBERS]) + _columns(arcs, [FROM, TO])
    if faults:
        raise InputError(*faults)
    table = pd.DataFrame({"name": _texts(stages, STAGE, faults)})
    # One chain writes Parts for Part.
    table["stage_class"] = _texts(stages, "stageClassification", faults).replace({"Parts": "Part"})
    for column, name in NUMBERS.items():
        table[name] = stages.numbers(stages.column(column, stages.where), faults)
    table["law"] = pd.Series(_laws(stages, faults), dtype=object)
    ends = pd.DataFrame({column: _texts(arcs, column, faults) for column in (FROM, TO)})
    faults += _faults(table, ends, stages.where, arcs.where)
    if faults:
        raise InputError(*faults)
    row = pd.Series(np.arange(len(table)), index=table["name"])
    return table, pd.DataFrame({"seller": row[ends[FROM]].to_numpy(), "buyer": row[ends[TO]].to_numpy()})


def _texts(sheet: Table, column: str, faults: list[str]) -> "pd.Series[str]":
    return pd.Series(sheet.texts(sheet.column(column, sheet.where), faults), dtype="str")


def _sheets(path: Path, chain: int | str) -> tuple[Table, Table]:
    content = load(path, KEY)
    try:
        book = opened(content, f"{KEY}: {path.name}")
    except InputError as error:
        raise InputError(*(f"{fault}; {WHERE}" for fault in error.faults)) from error
    known = sorted(name[:2] for name in book.sheet_names if re.fullmatch(r"\d\d_SD", name) and name != "00_SD")
    number = f"{int(chain):02d}" if str(chain).strip().isdecimal() else str(chain)
    if number not in known:
        allowed = f"{known[0]} to {known[-1]}" if known else "none, it has no sheets NN_SD of stages"
        raise InputError(f"network.chain = {chain!r}: the workbook {path.name} has no such chain; allowed: {allowed}")
    if f"{number}_LL" not in book.sheet_names:
        raise InputError(f"network.chain = {chain!r}: the workbook {path.name} has no sheet {f'{number}_LL'!r}")
    stages, arcs = (of_sheet(book, content, f"{number}_{kind}", path.name, KEY) for kind in ("SD", "LL"))
    return stages, arcs


def _columns(sheet: Table, needed: list[str]) -> list[str]:
    faults = twice(sheet.headings, sheet.where)
    known, found = {*map(folded, sheet.headings)}, [*filter(None, sheet.headings)]
    lost = [column for column in needed if folded(column) not in known]
    return faults + [f"{sheet.where}: no column {column!r}; {nearest(column, found)}" for column in lost]


def _laws(stages: Table, faults: list[str]) -> list[list[tuple[float, float]]]:
    """Discrete lead times: (days, probability); probabilities that miss 1 by rounding are put right."""
    places = {folded(heading): place for place, heading in enumerate(stages.headings)}
    numbers = sorted(int(match[1]) for heading in places if (match := re.fullmatch(r"stagetime(\d+)", heading)))
    laws: list[list[tuple[float, float]]] = [[] for _ in stages.lines]
    for number in numbers:
        if f"stagetime%{number}" not in places:
            continue
        days = stages.numbers(places[f"stagetime{number}"], faults)
        share = stages.numbers(places[f"stagetime%{number}"], faults)
        for row in np.flatnonzero((share > 0) & ~np.isnan(days)):
            laws[row].append((float(days[row]), float(share[row])))
    return laws


def _faults(stages: pd.DataFrame, ends: pd.DataFrame, place: str, lanes: str) -> list[str]:
    names = stages["name"]
    faults = [f"{place}: {name!r} stands there twice" for name in names[names.duplicated()].unique()]
    for column in (FROM, TO):
        unknown = ends[column][~ends[column].isin(names)].unique()
        faults += [f"{lanes}: {column} {name!r} is no stage; {nearest(name, names)}" for name in unknown]
    double = ends[ends.duplicated()]
    faults += [f"{lanes}: the arc {a} -> {b} stands there twice" for a, b in double.itertuples(index=False)]
    wrong = stages[~stages["stage_class"].isin(CLASSES)]
    faults += [
        f"{place}: {name}: stageClassification {word!r}; {nearest(word, CLASSES)}"
        for name, word in zip(wrong["name"], wrong["stage_class"], strict=True)
    ]
    for column in ("cost", "time"):
        faults += [f"{place}: {n}: no {column}" for n in names[stages[column].isna()]]
    for name, law in zip(names, stages["law"], strict=True):
        total = sum(probability for _, probability in law)
        if law and abs(total - 1) > 0.01:
            faults.append(f"{place}: {name}: the probabilities of its stage times sum to {total:g}, not to 1")
    return faults
