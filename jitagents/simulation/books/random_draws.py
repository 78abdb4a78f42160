"""Random draws of books: the numbers that all books of a model share, by purpose and by kind of transaction."""

from collections.abc import Sequence

import numpy as np

from jitagents.behaviours.information import Books
from jitagents.layout import Index
from jitagents.network import Law
from jitagents.simulation.books.chances import Chances
from jitagents.simulation.books.losses import loses
from jitagents.simulation.books.mishaps import Mishaps
from jitagents.simulation.books.wrong_entries import MoreErrors, chance_of_error
from jitagents.state import SimulationState


def chances_of(state: SimulationState, rules: Sequence[Books]) -> dict[str, Chances]:
    """Return the numbers of every day, by purpose; of those that some rule needs.

    Args:
        state: of the model.
        rules: of the books.
    """
    needed = {
        "count": any(np.any(np.asarray(rule.counts.error) > 0.0) for rule in rules),
        "loss": state.whole and any(loses(rule.losses) for rule in rules),
        "misplacement": state.whole and any(np.any(np.asarray(rule.losses.misplaced) > 0.0) for rule in rules),
        "notice": any(np.any(np.asarray(rule.counts.notice) > 0.0) for rule in rules),
        "receipt_late": any(isinstance(rule.receipt.delay, Law) for rule in rules),
        "issue_late": any(isinstance(rule.issue.delay, Law) for rule in rules),
    }
    rank = state.layout.name_rank
    return {purpose: Chances(state.worlds, purpose, rank) for purpose, wanted in needed.items() if wanted}


def mishaps_of(
    state: SimulationState, parts: Sequence[tuple[Books, Index]], more: MoreErrors | None
) -> dict[str, Mishaps]:
    """Return the transactions that may go wrong, by kind; of those of which some ever do.

    Args:
        state: of the model.
        parts: the rules of the books, each with its rows.
        more: wrong entries than the rules say; None: as many.
    """
    limits = {kind: np.zeros((state.layout.rows, state.worlds.count)) for kind in ("receipt", "issue")}
    for rule, rows in parts:
        for kind, posting in (("receipt", rule.receipt), ("issue", rule.issue)):
            limits[kind][rows] = chance_of_error(posting)
    return {
        kind: Mishaps(state.worlds, kind, state.layout.name_rank, limit if more is None else limit * more.most)
        for kind, limit in limits.items()
        if limit.any()
    }
