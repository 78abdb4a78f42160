"""Checks of a network before day 1: every fault, with its place, what is allowed and the nearest valid name."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from jitagents.column import Flags
from jitagents.errors import InputError, nearest
from jitagents.guard.names import fault_of_text
from jitagents.network.columns import AGENTS, CARRIERS, LANES, Field
from jitagents.network.draft import Draft
from jitagents.network.filling import MOST, row_faults
from jitagents.network.lead_time_laws import read_law
from jitagents.network.lead_times import read_coming, read_lead_times
from jitagents.network.trade import groups, paths, quantities, roles, states, trade
from jitagents.parameters import LARGEST

KINDS = ("buyer", "supplier", "plant")
TOMORROW = (
    "; what is shipped today comes in tomorrow at the earliest: a text in which orders are placed before the day's "
    "demand is seen says L where L + 1 is to be written here"
)
"""Convention of the lead times of lanes."""
TWO_WAYS = "two ways between the same agents, as by air and by sea, need different names in the column `mode`"
SEARCHED = 20_000
"""Names at most among which the nearest is looked for: the search takes a second for each 100,000."""


def check(draft: Draft) -> list[str]:
    """All faults; those that depend on who sells to whom only when all names are known."""
    names = _each(draft, _sizes, _letters, _names, _kinds, _ends)
    numbers = _each(draft, _ranges, _whole_numbers, _laws, _day_0, _rates)
    known = not names and (draft.seller >= 0).all() and (draft.buyer >= 0).all()
    return numbers + _each(draft, roles, trade, quantities, states, groups, paths) if known else names + numbers


def _each(draft: Draft, *checks: Callable[[Draft], list[str]]) -> list[str]:
    return [fault for check in checks for fault in check(draft)]


def _sizes(draft: Draft) -> list[str]:
    tables = {"agents": draft.agents, "lanes": draft.lanes}
    faults = [f"{place}: the table is empty" for place, table in tables.items() if table.empty]
    return faults or ([] if draft.is_buyer.any() else ["agents: there is no buyer, and so no final demand"])


def _letters(draft: Draft) -> list[str]:
    """Texts with control characters, which no office writes: terminals take them for commands, drawings break."""
    tables = {"agents": draft.agents, "lanes": draft.lanes, "carriers": draft.carriers}
    faults = [
        f"{place}: {column}: {fault}"
        for place, table in tables.items()
        for column in table.select_dtypes(exclude="number")
        for text in pd.unique(table[column])
        if isinstance(text, str) and (fault := fault_of_text(text))
    ]
    return faults[:MOST]


def _names(draft: Draft) -> list[str]:
    agent, carrier = draft.agents["name"], draft.carriers["name"]
    double = agent.duplicated() & (agent != "")
    faults = [] if not double.any() else _double(draft, double)
    faults += row_faults(
        "carriers", carrier.duplicated() & (carrier != ""), draft.carrier, "the name stands there twice"
    )
    if "tier" in draft.agents.columns:
        faults.append("agents: the column 'tier' is computed from the lanes; give yours another name")
    return faults


def _double(draft: Draft, double: "pd.Series[bool]") -> list[str]:
    """Names that stand there twice; an agent that sells several items needs several rows."""
    several = draft.agents.groupby("name")["item"].transform("nunique") > 1
    way = "with several items; an agent sells one: give each a row and a name of its own, and the same `firm`"
    faults = row_faults("agents", double & ~several, draft.agent, "the name stands there twice")
    return faults + row_faults("agents", double & several, draft.agent, f"the name stands there twice, {way}")


def _kinds(draft: Draft) -> list[str]:
    kind = draft.agents["kind"]
    wrong = np.flatnonzero(~kind.isin(KINDS) & (kind != ""))
    faults = [
        f"{draft.agent(row)}: unknown kind {kind.iloc[row]!r}; {nearest(kind.iloc[row], KINDS)}" for row in wrong[:MOST]
    ]
    return [f"agents: {fault}" for fault in faults]


def _ends(draft: Draft) -> list[str]:
    seller, buyer, carrier = (draft.lanes[end] for end in ("seller", "buyer", "carrier"))
    faults = _unknown(draft, "seller", (seller != "") & (draft.seller < 0), draft.agents["name"])
    faults += _unknown(draft, "buyer", (buyer != "") & (draft.buyer < 0), draft.agents["name"])
    faults += _unknown(
        draft, "carrier", (carrier != "") & ~carrier.isin(draft.carriers["name"]), draft.carriers["name"]
    )
    faults += row_faults("lanes", (draft.seller == draft.buyer) & (draft.seller >= 0), draft.lane, "sells to itself")
    ends = pd.DataFrame({"seller": draft.seller, "buyer": draft.buyer, "mode": draft.lanes["mode"]})
    double = ends.duplicated() & (draft.seller >= 0) & (draft.buyer >= 0)
    return faults + row_faults("lanes", double, draft.lane, f"the lane stands there twice; {TWO_WAYS}")


def _unknown(draft: Draft, column: str, wrong: "pd.Series[bool]", names: pd.Series) -> list[str]:
    what = "carrier" if column == "carrier" else "agent"
    faults = []
    for row in np.flatnonzero(wrong)[:MOST]:
        name = draft.lanes[column].iloc[row]
        hint = nearest(name, names) if len(names) <= SEARCHED else f"none of the {len(names)} {what}s has this name"
        faults.append(f"lanes: {draft.lane(row)}: unknown {column} {name!r}; {hint}")
    return faults[:1] + [_without_list(fault) for fault in faults[1:]]


def _without_list(fault: str) -> str:
    """A fault without the names that are allowed, which the first of its kind has said."""
    return fault.partition("; allowed:")[0].partition(" allowed:")[0]


def _ranges(draft: Draft) -> list[str]:
    tables = (
        ("agents", draft.agents, AGENTS, draft.agent),
        ("lanes", draft.lanes, LANES, draft.lane),
        ("carriers", draft.carriers, CARRIERS, draft.carrier),
    )
    return [
        fault
        for place, table, fields, label in tables
        for column, field in fields.items()
        if field.sort != "text"
        for fault in _range(place, label, column, table[column], field)
    ]


def _range(place: str, label: Callable[[int], str], column: str, numbers: pd.Series, field: Field) -> list[str]:
    values, top = numbers.to_numpy(), min(field.high, LARGEST)
    too_large = (values > top) & ~(np.isinf(values) & field.infinite)
    wrong = (values < field.low) | too_large
    if not wrong.any():
        return []
    unit = f" {field.unit}" if field.unit else ""
    finite = "" if field.infinite else ", finite"
    open_ended = np.isinf(field.high) and not (too_large & np.isfinite(values)).any()
    allowed = f"{field.low:g}{unit} or more{finite}" if open_ended else f"{field.low:g} to {top:g}{unit}"
    return row_faults(place, wrong, label, f"{column} = {{value:g}}; allowed: {allowed}", numbers)


def _whole_numbers(draft: Draft) -> list[str]:
    tables = (("agents", draft.agents, AGENTS, draft.agent), ("lanes", draft.lanes, LANES, draft.lane))
    days = [
        (place, table, label, column, "")
        for place, table, fields, label in tables
        for column, field in fields.items()
        if field.sort == "whole"
    ]
    other = ", or continuous units: network.whole=false"
    units = [
        ("lanes", draft.lanes, draft.lane, "quantity", other),
        ("lanes", draft.lanes, draft.lane, "stock", other),
        ("lanes", draft.lanes, draft.lane, "load", other),
        ("agents", draft.agents, draft.agent, "stock", other),
        ("agents", draft.agents, draft.agent, "backlog", other),
        ("lanes", draft.lanes, draft.lane, "open_orders", other),
        ("agents", draft.agents, draft.agent, "capacity", other),
        ("carriers", draft.carriers, draft.carrier, "capacity", other),
    ]
    faults = []
    for place, table, label, column, hint in days + units * draft.whole:
        values = table[column].to_numpy()
        wrong = np.isfinite(values) & (np.where(np.isfinite(values), values, 0.0) % 1 != 0)
        faults += row_faults(
            place, wrong, label, f"{column} = {{value:g}}; allowed: whole numbers{hint}", table[column]
        )
    return faults


def _day_0(draft: Draft) -> list[str]:
    wrong = (draft.agents["backlog"] > 0) & ~draft.is_buyer
    allowed = "allowed: for buyers, 0 elsewhere"
    faults = row_faults("agents", wrong, draft.agent, f"backlog = {{value:g}}; {allowed}", draft.agents["backlog"])
    buys = np.isin(np.arange(len(draft.agents)), draft.buyer)
    idle = draft.is_buyer | ((draft.agents["kind"] == "supplier") & buys)
    wrong, allowed = (draft.agents["in_process"] != "") & idle, "allowed: for plants and sources, empty elsewhere"
    faults += row_faults(
        "agents", wrong, draft.agent, f"in_process = {{value!r}}; {allowed}", draft.agents["in_process"]
    )
    faults += _coming("lanes", draft.lanes, draft.lane, "under_way", 1, draft.whole)
    faults += _coming("agents", draft.agents, draft.agent, "in_process", 0, draft.whole)
    return faults


def _coming(
    place: str, table: pd.DataFrame, label: Callable[[int], str], column: str, least: int, whole: bool
) -> list[str]:
    """Units stated to come in on a day on which none can."""
    faults = []
    for row in np.flatnonzero(table[column] != "")[:MOST]:
        law = table.iloc[[row]]
        try:
            mean = law["lead_time"].fillna(1.0)
            longest = read_lead_times(mean, law["lead_time_sd"], law["lead_times"], least).longest[0]
            read_coming(column, table[column].iloc[row], int(longest), whole)
        except InputError as error:
            faults.append(f"{place}: {label(int(row))}: {error}")
    return faults


def _rates(draft: Draft) -> list[str]:
    """Firms whose agents state several costs of capital."""
    stated = draft.agents["wacc"]
    first = stated.groupby(draft.firm).transform("first")
    sentence = "wacc = {value:g} differs from that of another agent of its firm"
    return row_faults("agents", stated.notna() & (stated != first), draft.agent, sentence, stated)


def _laws(draft: Draft) -> list[str]:
    faults = []
    for place, table, label, least in (("agents", draft.agents, draft.agent, 0), ("lanes", draft.lanes, draft.lane, 1)):
        mean, sd, text = table["lead_time"], table["lead_time_sd"], table["lead_times"]
        own: Flags = (text == "").to_numpy()
        allowed = f"allowed: {least} days or more after rounding" + TOMORROW * least
        faults += row_faults(
            place, own & (mean >= 0) & (mean + 0.5 < least), label, f"lead_time = {{value:g}}; {allowed}", mean
        )
        faults += row_faults(
            place, own & (mean == 0) & (sd > 0), label, "lead_time_sd = {value:g} with lead_time = 0", sd
        )
        for law in text[~own].unique():
            try:
                read_law(law, least)
            except InputError as error:
                faults.append(f"{place}: {label(int(np.flatnonzero(text == law)[0]))}: {error}")
    return faults
