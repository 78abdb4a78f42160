"""Sheets of the workbook of real supply chains (Willems 2008)."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from jitagents.errors import InputError, nearest
from jitagents.reading.content import load
from jitagents.reading.workbooks import check

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
    check(load(path, "network.workbook"), f"network.workbook: {path.name}")
    stages, arcs, place = _sheets(path, chain)
    faults = _columns(stages, [STAGE, "stageClassification", *NUMBERS], f"{place}_SD")
    faults += _columns(arcs, [FROM, TO], f"{place}_LL")
    if faults:
        raise InputError(*faults)
    table = pd.DataFrame({"name": stages[STAGE].astype("str").str.strip()})
    # One chain writes Parts for Part.
    table["stage_class"] = stages["stageClassification"].astype("str").str.strip().replace({"Parts": "Part"})
    for column, name in NUMBERS.items():
        table[name] = pd.to_numeric(stages[column], errors="coerce")
        text = np.flatnonzero(table[name].isna() & stages[column].notna())
        faults += [f"{place}_SD: {table['name'].iloc[row]}: {column} is no number" for row in text]
    table["law"] = pd.Series(_laws(stages), dtype=object)
    ends = arcs[[FROM, TO]].astype("str").apply(lambda names: names.str.strip())
    faults += _faults(table, ends, place)
    if faults:
        raise InputError(*faults)
    row = pd.Series(np.arange(len(table)), index=table["name"])
    return table, pd.DataFrame({"seller": row[ends[FROM]].to_numpy(), "buyer": row[ends[TO]].to_numpy()})


def _sheets(path: Path, chain: int | str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    try:
        book = pd.ExcelFile(path, engine="calamine")
    except Exception as error:  # calamine's errors share no base with the others
        raise InputError(f"network.workbook: {str(path)!r} is no readable workbook ({error}); {WHERE}") from error
    with book:
        known = sorted(str(s)[:2] for s in book.sheet_names if re.fullmatch(r"\d\d_SD", str(s)) and str(s) != "00_SD")
        number = f"{int(chain):02d}" if str(chain).strip().isdecimal() else str(chain)
        missing = [sheet for sheet in (f"{number}_SD", f"{number}_LL") if sheet not in book.sheet_names]
        if number not in known:
            allowed = f"{known[0]} to {known[-1]}" if known else "none, it has no sheets NN_SD of stages"
            raise InputError(
                f"network.chain = {chain!r}: the workbook {path.name} has no such chain; allowed: {allowed}"
            )
        if missing:
            raise InputError(f"network.chain = {chain!r}: the workbook {path.name} has no sheet {missing[0]!r}")
        stages, arcs = (pd.read_excel(book, sheet_name=f"{number}_{sheet}") for sheet in ("SD", "LL"))
    return stages, arcs, number


def _columns(sheet: pd.DataFrame, needed: list[str], place: str) -> list[str]:
    found = [str(column) for column in sheet.columns]
    return [f"{place}: no column {column!r}; {nearest(column, found)}" for column in needed if column not in found]


def _laws(stages: pd.DataFrame) -> list[list[tuple[float, float]]]:
    """Discrete lead times: (days, probability); probabilities that miss 1 by rounding are put right."""
    numbers = sorted(int(match[1]) for c in stages.columns if (match := re.fullmatch(r"stageTime_(\d+)", str(c))))
    pairs = [(f"stageTime_{n}", f"stageTime_%_{n}") for n in numbers if f"stageTime_%_{n}" in stages.columns]
    laws: list[list[tuple[float, float]]] = [[] for _ in range(len(stages))]
    for days, probability in pairs:
        cells = stages[[days, probability]].apply(pd.to_numeric, errors="coerce").fillna({probability: 0.0})
        for row in np.flatnonzero((cells[probability] > 0) & cells[days].notna()):
            laws[row].append((float(cells[days].iloc[row]), float(cells[probability].iloc[row])))
    return laws


def _faults(stages: pd.DataFrame, ends: pd.DataFrame, place: str) -> list[str]:
    names = stages["name"]
    faults = [f"{place}_SD: {name!r} stands there twice" for name in names[names.duplicated()].unique()]
    for column in (FROM, TO):
        unknown = ends[column][~ends[column].isin(names)].unique()
        faults += [f"{place}_LL: {column} {name!r} is no stage; {nearest(name, names)}" for name in unknown]
    double = ends[ends.duplicated()]
    faults += [f"{place}_LL: the arc {a} -> {b} stands there twice" for a, b in double.itertuples(index=False)]
    wrong = stages[~stages["stage_class"].isin(CLASSES)]
    faults += [
        f"{place}_SD: {name}: stageClassification {word!r}; {nearest(word, CLASSES)}"
        for name, word in zip(wrong["name"], wrong["stage_class"], strict=True)
    ]
    for column in ("cost", "time"):
        faults += [f"{place}_SD: {n}: no {column}" for n in names[stages[column].isna()]]
    for name, law in zip(names, stages["law"], strict=True):
        total = sum(probability for _, probability in law)
        if law and abs(total - 1) > 0.01:
            faults.append(f"{place}_SD: {name}: the probabilities of its stage times sum to {total:g}, not to 1")
    return faults
