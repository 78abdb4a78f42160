"""Command line of readiness: judges the flows of a network and prints and keeps the table."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.markup import escape
from rich.table import Table as Shown

from jitagents import console
from jitagents.build import build
from jitagents.config import choices, composed, plain
from jitagents.errors import InputError, nearest
from jitagents.readiness.assessment import assess, flows_of, known_of
from jitagents.readiness.histories import HISTORIES, histories
from jitagents.readiness.rules import LEVERS
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
    paths, network, judged, out = _sorted(arguments)
    rule = build(plain(composed(judged))["readiness"], "readiness")
    flows = flows_of(load("jit_vs_hybrid", network).network)
    table = assess(flows, histories(paths, known_of(flows)), rule)
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


def _sorted(arguments: Sequence[str]) -> tuple[dict[str, str], list[str], list[str], str]:
    """Sort the arguments into paths of histories, overrides of the network, overrides of the rule, and the output."""
    paths, network, judged, out = dict[str, str](), list[str](), [f"+readiness={RULE}"], ""
    for one in arguments:
        key, sign, value = one.partition("=")
        if not sign or not value:
            raise InputError(USAGE.format(f"{one!r} is not KEY=VALUE"))
        if key in HISTORIES:
            paths[key] = value
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
    return paths, network, judged, out
