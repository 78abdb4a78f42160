"""Checks of who sells what to whom: roles, items, bills of materials, shares, cycles, and ways to final demand."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from jitagents.column import Flags
from jitagents.errors import InputError, nearest
from jitagents.network.columns import ACTIVE, STATES
from jitagents.network.draft import Draft, Ints
from jitagents.network.filling import MOST, row_faults
from jitagents.network.tiers import tiers_of

SUM = 1e-6
"""Tolerance for the sum of stated shares around 1."""


def roles(draft: Draft) -> list[str]:
    """Numbers that an agent of its kind needs, or that would have no effect on it."""
    agents, label = draft.agents, draft.agent
    faults = row_faults("agents", draft.is_buyer & agents["demand"].isna(), label, "a buyer needs a demand (units/day)")
    for column in ("demand", "demand_sd"):
        stray = ~draft.is_buyer & agents[column].notna()
        faults += row_faults(
            "agents", stray, label, f"{column} = {{value:g}}, but only a buyer faces final demand", agents[column]
        )
    idle = ~draft.is_plant & ~draft.is_source
    days = idle & (agents["lead_time"].notna() | (agents["lead_time_sd"] > 0) | (agents["lead_times"] != ""))
    faults += row_faults(
        "agents", days, label, "a buyer or distributor has no lead time of its own; give it to the lanes"
    )
    sharing = idle & (agents["line"] != "")
    sentence = "line = {value!r}, but only plants and sources make"
    faults += row_faults("agents", sharing, label, sentence, agents["line"])
    few = idle & np.isfinite(agents["capacity"])
    sentence = "capacity = {value:g}, but only plants and sources have one; a carrier limits a lane"
    return faults + row_faults("agents", few, label, sentence, agents["capacity"])


def trade(draft: Draft) -> list[str]:
    """Buyers that sell, agents that nobody sells to, and sellers of another item."""
    faults = row_faults(
        "lanes", draft.is_buyer[draft.seller], draft.lane, "a buyer sells to nobody; make it a supplier"
    )
    stranded = np.flatnonzero((draft.is_buyer | draft.is_plant) & ~draft.is_bought_for)
    faults += [f"agents: {draft.agent(row)}: {_nobody_sells(draft, row)}" for row in stranded[:MOST]]
    item = draft.agents["item"]
    other = ~draft.is_plant[draft.buyer] & (draft.item[draft.seller] != draft.item[draft.buyer])
    for row in np.flatnonzero(other)[:MOST]:
        sold, handled = item.iloc[draft.seller[row]], item.iloc[draft.buyer[row]]
        faults.append(
            f"lanes: {draft.lane(row)}: sells {sold!r} to an agent that handles {handled!r}; only a plant converts"
        )
    return faults


def _nobody_sells(draft: Draft, row: int) -> str:
    if draft.is_plant[row]:
        return "nobody sells to this plant"
    item = draft.agents["item"].iloc[row]
    sold = set(draft.agents["item"].iloc[np.unique(draft.seller)])
    return f"nobody sells it {item!r}" if item in sold else f"nobody sells the item {item!r}; {nearest(item, sold)}"


def quantities(draft: Draft) -> list[str]:
    """Bill of materials, input stock and binding inputs where there is no plant; quantities and loads of nothing."""
    quantity, stock, binding = (draft.lanes[column] for column in ("quantity", "stock", "binding"))
    to_plant: Flags = draft.is_plant[draft.buyer]
    faults = row_faults("lanes", quantity == 0, draft.lane, "quantity = 0; allowed: more than 0")
    faults += row_faults("lanes", draft.lanes["load"] == 0, draft.lane, "load = 0; allowed: more than 0, or empty")
    sentence = "quantity = {value:g}, but its buyer is no plant and has no bill of materials; allowed: 1"
    faults += row_faults("lanes", ~to_plant & (quantity != 1) & (quantity > 0), draft.lane, sentence, quantity)
    sentence = "binding = {value:g}, but its buyer is no plant and has no inputs; allowed: 1"
    faults += row_faults("lanes", ~to_plant & (binding < 1) & (binding >= 0), draft.lane, sentence, binding)
    sentence = "stock = {value:g} of an input, but its buyer is no plant; give the stock to the agent"
    return faults + row_faults("lanes", ~to_plant & stock.notna(), draft.lane, sentence, stock)


def states(draft: Draft) -> list[str]:
    """Unknown states of lanes, shares of lanes that are not in use, and inputs without any lane that is."""
    state, share = draft.lanes["state"], draft.lanes["share"]
    unknown = np.flatnonzero(~state.isin(STATES) & (state != ""))
    faults = [
        f"lanes: {draft.lane(row)}: unknown state {state.iloc[row]!r}; {nearest(state.iloc[row], STATES)}"
        for row in unknown[:MOST]
    ]
    unused = _unused(draft)
    sentence = "share = {value:g}, but it is not in use on day 1; allowed: 0, or empty"
    faults += row_faults("lanes", unused & (share > 0).to_numpy(), draft.lane, sentence, share)
    used = np.bincount(draft.group, weights=~unused) > 0
    sentence = "no lane brings this item to its buyer on day 1; one must be active"
    return faults + row_faults("lanes", _first(draft, ~used[draft.group]), draft.lane, sentence)


def _unused(draft: Draft) -> Flags:
    """Lanes that are not in use on day 1 `(lanes,)`."""
    return np.asarray(~draft.lanes["state"].isin((ACTIVE, "")))


def groups(draft: Draft) -> list[str]:
    """Lanes that bring one buyer the same item: attributes of the input are equal, and shares sum to 1."""
    count = int(draft.group.max(initial=-1)) + 1
    faults: list[str] = []
    for column in ("quantity", "stock", "binding"):
        low, high = np.full(count, np.inf), np.full(count, -np.inf)
        np.fmin.at(low, draft.group, draft.lanes[column])
        np.fmax.at(high, draft.group, draft.lanes[column])
        sentence = f"{column} = {{value:g}} differs from that of another lane of the same input"
        faults += row_faults("lanes", _first(draft, low < high), draft.lane, sentence, draft.lanes[column])
    share = draft.lanes["share"].mask(_unused(draft), 0.0)
    stated = np.bincount(draft.group, weights=share.fillna(0.0), minlength=count)
    open_ = np.bincount(draft.group, weights=share.isna(), minlength=count) > 0
    wrong = (stated > 1 + SUM) | (~open_ & (stated < 1 - SUM))
    total = pd.Series(stated[draft.group])
    sentence = "the shares of this buyer and item sum to {value:g}; allowed: 1, or less if some are left empty"
    return faults + row_faults("lanes", _first(draft, wrong), draft.lane, sentence, total)


def _first(draft: Draft, wrong: Flags) -> Flags:
    """The first lane of each group that is wrong."""
    lanes = wrong[draft.group]
    lanes[lanes] = ~pd.Series(draft.group[lanes]).duplicated().to_numpy()
    return lanes


def paths(draft: Draft) -> list[str]:
    """Cycles without order delay, buyers that no source reaches, agents that no buyer needs."""
    count = len(draft.agents)
    faults: list[str] = []
    try:
        delay = draft.lanes["order_delay"].to_numpy()
        tiers_of(count, draft.seller, draft.buyer, delay, draft.agents["name"].tolist())
    except InputError as error:
        faults += error.faults
    fed = _reached(draft.is_source, draft.seller, draft.buyer)
    dry = draft.is_buyer & draft.is_bought_for & ~fed
    faults += row_faults("agents", dry, draft.agent, "no way leads from a source to this buyer")
    needed = _reached(draft.is_buyer, draft.buyer, draft.seller)
    return faults + row_faults(
        "agents", ~needed, draft.agent, "no way leads from this agent to a buyer, so nothing needs it"
    )


def _reached(start: Flags, tail: Ints, head: Ints) -> Flags:
    """Agents that can be reached from `start` along tail -> head, shape (agents,)."""
    root = len(start)
    starts = np.flatnonzero(start)
    tails, heads = np.r_[tail, np.full(len(starts), root)], np.r_[head, starts]
    graph = csr_array((np.ones(len(tails)), (tails, heads)), shape=(root + 1, root + 1))
    reached = np.zeros(root + 1, dtype=bool)
    reached[breadth_first_order(graph, root, return_predecessors=False)] = True
    return np.asarray(reached[:root])
