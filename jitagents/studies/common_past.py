"""The common past: worlds that only a crisis parts are simulated as one until something is known of it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from jitagents.accounting.ledger import Ledger
from jitagents.continuation import alike
from jitagents.errors import InputError
from jitagents.model import SupplyModel
from jitagents.trust import OURS
from jitagents.user_code import UserCode
from jitagents.worlds import Worlds

PAYS = 10_000_000
"""Rows x worlds x days that a common past must save to pay for the second model, which takes .03 to .1 s to build. Of
the processor time of a chunk, .92 to 1.0 is left where 3 million are saved, .87 to .98 at 6 to 8 million, .81 to .90 at
11 or 12 million, .84 at 27 million and .76 to .81 at 46 million."""


def simulate_past(
    config: Mapping[str, Any],
    model: SupplyModel,
    ledger: Ledger,
    again: Callable[[Worlds], tuple[SupplyModel, Ledger]],
) -> int:
    """Simulate the past that worlds have in common once, and let all of them continue it.

    Until the first day on which a disruption acts or is announced in any of them, worlds in crisis are their calm twins
    to the last bit, and so are all levels that differ in nothing but the crisis. Code of the user may keep a state that
    no part of the model knows of: with such code every world is simulated from the first day on.

    Args:
        config: resolved configuration of the worlds.
        model: of all worlds, before day 1.
        ledger: that records it.
        again: builds the model of other worlds in the same way, with its ledger.

    Returns:
        Days that have been simulated; 0 if no past is in common, or it saves too little.
    """
    if not model.worlds.twins:
        return 0
    calm = model.worlds.calm_of_each
    pasts = int(calm.max()) + 1
    days = min(model.disruptions.known - 1, config["days"]) + model.warmup
    saved = model.layout.rows * (len(calm) - pasts) * days
    if days < 1 or saved < PAYS or not _is_ours(config):
        return 0
    try:  # with two worlds at least: the numbers of a single one would look like numbers that hold for all worlds
        early, its_ledger = again(model.worlds.repeat(np.arange(max(pasts, 2)) % pasts))
    except InputError:  # calm worlds that all levels share have the crisis of the first one, which may fit nobody alone
        return 0
    if not (model.can_continue(early, calm) and alike(ledger, its_ledger, calm)):
        return 0
    for _ in range(days):
        early.step()
    model.continue_past(early, calm)
    ledger.continue_from(its_ledger, calm)
    return days


def _is_ours(node: Any) -> bool:
    """Whether nothing in a configuration is built by code of the user."""
    if isinstance(node, Mapping):
        target = node.get("_target_", OURS)
        return isinstance(target, str) and target.partition(".")[0] == OURS and all(map(_is_ours, node.values()))
    return all(map(_is_ours, node)) if isinstance(node, list | tuple) else not isinstance(node, UserCode)
