"""Selection: which rows of a table are meant by {column: value, …}."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from jitagents.column import Flags
from jitagents.errors import InputError, nearest, unquoted
from jitagents.network.description import Network
from jitagents.network.tiers import tiers

type Related = Mapping[str, Callable[[Any, str, list[str]], Flags]]
"""Keys of a selector that are no columns, with the function that finds the rows from `(value, place, faults)`."""

COMBINING = ("any", "all", "not")
LIMITS = ("least", "most")


def select(table: pd.DataFrame, where: Mapping[str, Any], place: str, related: Related | None = None) -> Flags:
    """Rows of a table that a selector names, shape (rows,).

    Args:
        table: agents (with their tier), lanes or carriers.
        where: {column: value or list of values, …}: all must hold; {any: [selector, …]}, {all: [selector, …]} and
            {not: selector} combine selectors; {} is every row. {least: number, most: number}, or one of them, in
            place of a value are the numbers in between, both included.
        place: where the selector stands, for messages.
        related: further keys, which are worked out.

    Raises:
        InputError: an unknown column, or a value that no row has: each with the nearest valid one.
    """
    faults: list[str] = []
    chosen = _select(table, where, place, faults, related or {})
    if faults:
        raise InputError(*faults)
    return chosen


def select_agents(network: Network, where: Mapping[str, Any], place: str) -> Flags:
    """Agents that a selector names, shape (agents,).

    Beside the columns of agents there is `tier`; {upstream: selector} are all from whom goods come to some of those
    agents, {downstream: selector} all to whom they go, the agents themselves left out.

    Raises:
        InputError: as `select`.
    """
    table = network.agents.assign(tier=tiers(network))
    related: dict[str, Callable[[Any, str, list[str]], Flags]] = {}

    def towards(rows: npt.NDArray[np.int64], onward: npt.NDArray[np.int64]) -> Callable[..., Flags]:
        return lambda value, here, faults: _reached(_select(table, value, here, faults, related), rows, onward)

    related["upstream"] = towards(network.buyer_row, network.seller_row)
    related["downstream"] = towards(network.seller_row, network.buyer_row)
    return select(table, where, place, related)


def select_lanes(network: Network, where: Mapping[str, Any], place: str) -> Flags:
    """Lanes that a selector names, shape (lanes,).

    Beside the columns of lanes there is the seller's `item`; `seller` and `buyer` are names, or selectors of agents.

    Raises:
        InputError: as `select`.
    """
    lanes = network.lanes.assign(item=network.agents["item"].to_numpy(dtype=object)[network.seller_row])

    def ends(column: str, rows: npt.NDArray[np.int64]) -> Callable[..., Flags]:
        def chosen(value: Any, here: str, faults: list[str]) -> Flags:
            if not isinstance(value, Mapping):
                return _equal(lanes[column], _listed(value), here, faults)
            try:
                return select_agents(network, value, here)[rows]
            except InputError as error:
                faults.extend(error.faults)
                return np.zeros(len(lanes), dtype=bool)

        return chosen

    related = {"seller": ends("seller", network.seller_row), "buyer": ends("buyer", network.buyer_row)}
    return select(lanes, where, place, related)


def _reached(start: Flags, rows: npt.NDArray[np.int64], onward: npt.NDArray[np.int64]) -> Flags:
    """All that can be reached from some rows, themselves left out, over steps from `rows` to `onward`."""
    count, first = len(start), np.flatnonzero(start)
    # One more row, from which the first step leads to all that the search starts with.
    ends = np.concatenate((rows, np.full(len(first), count))), np.concatenate((onward, first))
    steps = sparse.csr_array((np.ones(len(ends[0])), ends), shape=(count + 1, count + 1))
    reached = np.zeros(count + 1, dtype=bool)
    reached[breadth_first_order(steps, count, return_predecessors=False)] = True
    return reached[:count] & ~start


def _select(table: pd.DataFrame, where: object, place: str, faults: list[str], related: Related) -> Flags:
    chosen = np.ones(len(table), dtype=bool)
    if not isinstance(where, Mapping):
        faults.append(f"{place}: {where!r} is no selector; allowed: a mapping {{column: value}}")
        return chosen
    for key, value in where.items():
        here = f"{place}.{key}"
        if key == "not":
            chosen &= ~_select(table, value, here, faults, related)
        elif key in ("any", "all"):
            join = np.logical_or if key == "any" else np.logical_and
            parts = [_select(table, part, f"{here}[{i}]", faults, related) for i, part in enumerate(_listed(value))]
            chosen &= join.reduce(parts) if parts else key == "all"
        elif key in related:
            chosen &= related[key](value, here, faults)
        elif key in table.columns and isinstance(value, Mapping):
            chosen &= _between(table[str(key)], value, here, faults)
        elif key in table.columns:
            chosen &= _equal(table[str(key)], _listed(value), here, faults)
        else:
            allowed = {*table.columns, *related, *COMBINING}
            faults.append(f"{place}: unknown column {key!r}; {nearest(key, allowed)}")
    return chosen


def _equal(cells: pd.Series, values: Sequence[object], place: str, faults: list[str]) -> Flags:
    chosen = np.zeros(len(cells), dtype=bool)
    numeric = pd.api.types.is_numeric_dtype(cells.dtype) and cells.dtype != bool
    for value in values:
        wanted = pd.to_numeric(str(value), errors="coerce") if numeric else str(value)
        equal = ((cells if numeric else cells.astype("str")) == wanted).to_numpy(dtype=bool)
        if not equal.any():
            faults.append(f"{place}: {value!r} occurs nowhere; {nearest(value, cells.dropna().unique())}")
        chosen |= equal
    return chosen


def _between(cells: pd.Series, limits: Mapping[str, Any], place: str, faults: list[str]) -> Flags:
    """Rows whose number lies between two limits; none is no number."""
    chosen = np.ones(len(cells), dtype=bool)
    wrong = [value for value in limits.values() if not isinstance(value, int | float) or isinstance(value, bool)]
    if unknown := [key for key in limits if key not in LIMITS]:
        faults.append(f"{place}: unknown key {unknown[0]!r}; {nearest(unknown[0], LIMITS)}")
    elif not pd.api.types.is_numeric_dtype(cells.dtype) or cells.dtype == bool:
        faults.append(f"{place}: has no numbers; allowed: a value or a list of values")
    elif wrong:
        faults.append(f"{place}: {wrong[0]!r} is no number{unquoted(wrong[0])}")
    else:
        chosen = cells.between(limits.get("least", -np.inf), limits.get("most", np.inf)).to_numpy(dtype=bool)
        if not chosen.any():
            faults.append(f"{place}: {dict(limits)} holds for none; they lie from {cells.min():g} to {cells.max():g}")
    return chosen


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
