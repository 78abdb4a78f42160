"""Command line of readiness: judges the flows of a network and prints and keeps the table."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from rich.markup import escape
from rich.table import Table as Shown

from jitagents import console
from jitagents.build import build
from jitagents.config import choices, composed, plain
from jitagents.errors import InputError, nearest
from jitagents.readiness.assessment import assess, flows_of, known_of
from jitagents.readiness.histories import HISTORIES, File, histories
from jitagents.readiness.rules import LEVERS
from jitagents.reading import Dialect
from jitagents.reading.dates import ORDERS
from jitagents.results import files
from jitagents.study import load

BAD_INPUT = 2
RULE = "electre_tri"
USAGE = (
    "jitagents readiness [network=NAME network.KEY=VALUE …] [demand=FILE] [deliveries=FILE] [counts=FILE] "
    "[exposure=FILE] [readiness=RULE readiness.KEY=VALUE …] [out=FILE.csv]; {}"
)


def run(arguments: Sequence[str]) -> int:
    """Judge the flows that the arguments name; return the exit code."""
    try:
        _run(arguments)
    except InputError as error:
        console.complain(error.faults)
        return BAD_INPUT
    except OSError as error:
        console.complain([f"{error.filename}: {error.strerror}" if error.filename else str(error)])
        return BAD_INPUT
    return 0


def _run(arguments: Sequence[str]) -> None:
    given, network, judged, out = _sorted(arguments)
    rule = build(plain(composed(judged))["readiness"], "readiness")
    flows = flows_of(load("jit_vs_hybrid", network).network)
    table = assess(flows, histories(given, known_of(flows)), rule)
    if out:
        files.whole(Path(out), table.to_csv(index=False, lineterminator="\n").encode())
    shown = Shown("flow", "mode", *LEVERS)
    for row in table.to_dict("records"):
        scores = ["?" if np.isnan(row[lever]) else f"{row[lever]:.2f}" for lever in LEVERS]
        shown.add_row(escape(f"{row['seller']} -> {row['buyer']}"), row["mode"], *scores)
    console.OUT.print(shown)
    blank = int((table["weakest"] == "unknown").sum())
    console.OUT.print(f"? = no data; counts as {rule.unknown:g}. Flows without any data: {blank} of {len(table)}.")
    if out:
        console.OUT.print(f"table: {escape(out)}", soft_wrap=True)


def _sorted(arguments: Sequence[str]) -> tuple[dict[str, File], list[str], list[str], str]:
    """Sort the arguments into files of histories, overrides of the network, overrides of the rule, and the output."""
    stated = {key: dict[str, str]() for key in HISTORIES}
    network, judged, out = list[str](), [f"+readiness={RULE}"], ""
    for one in arguments:
        key, sign, value = one.partition("=")
        if not sign or not value:
            raise InputError(USAGE.format(f"{one!r} is not KEY=VALUE"))
        table, _, setting = key.partition(".")
        if table in HISTORIES:
            stated[table][setting] = value
        elif key == "out":
            out = value
        elif key == "readiness":
            if value not in choices("readiness"):
                raise InputError(f"readiness={value}: no such rule; {nearest(value, choices('readiness'))}")
            judged[0] = f"+{one}"
        elif key.startswith("readiness."):
            judged.append(f"++{one}")
        elif key == "network" or key.startswith(("network.", "+network.")):
            network.append(one)
        else:
            raise InputError(
                USAGE.format(f"unknown: {key!r}; {nearest(key, [*HISTORIES, 'network', 'out', 'readiness'])}")
            )
    files_of = {key: _file(key, settings) for key, settings in stated.items() if settings}
    return files_of, network, judged, out


def _file(key: str, settings: dict[str, str]) -> File:
    """A file from its settings: its path, the order of its `dates`, and its dialect, as `csv.decimal`."""
    allowed = {"dates", *(f"csv.{item.name}" for item in fields(Dialect))}
    if unknown := sorted({*settings} - {"", *allowed}):
        raise InputError(*(f"{key}.{one}: there is no such setting; {nearest(one, allowed)}" for one in unknown))
    if "" not in settings:
        raise InputError(f"{key}: the file is missing, {key}=FILE")
    dates = settings.get("dates")
    if dates not in (None, *ORDERS):
        raise InputError(f"{key}.dates = {dates!r}: {nearest(str(dates), ORDERS)}")
    dialect = {one.removeprefix("csv."): value for one, value in settings.items() if one.startswith("csv.")}
    try:
        return File(settings[""], Dialect(**dialect), dates)
    except InputError as error:
        raise InputError(*(f"{key}.csv.{fault.removeprefix('Dialect.')}" for fault in error.faults)) from None
