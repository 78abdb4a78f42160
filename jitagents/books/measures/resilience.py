"""Resilience: what a crisis does to its world, against the calm twin on the same random numbers."""

from typing import TYPE_CHECKING

import numpy as np

from jitagents.books.measures.measure import Paired, ratio
from jitagents.column import Array

if TYPE_CHECKING:
    from jitagents.books.resilience import Resilience


def output_lost(books: "Resilience", output: Array) -> Array:
    """What the twin delivers and the crisis does not."""
    return output[:, books.worlds.calm] - output[:, books.worlds.crisis]


def days_lost(books: "Resilience", output: Array) -> Array:
    """The same in days of the twin."""
    return ratio(output_lost(books, output), output[:, books.worlds.calm] / books.days)


def time_to_survive(books: "Resilience", output: Array) -> Array:
    """Until it hurts."""
    return np.where(books.last > 0, books.first - books.start, books.days - books.start + 1)


def time_to_recover(books: "Resilience", output: Array) -> Array:
    """Until it no longer hurts."""
    return np.where(books.last > 0, books.last - books.start + 1, 0.0)


def tiers_hit(books: "Resilience", output: Array) -> Array:
    """How far it travels; the network has this measure alone."""
    count, tier = np.full_like(books.first, np.nan), books.scopes.tier_of_agent
    hit = books.last[books.scopes.daily :] > 0
    count[0] = sum(hit[tier == one].any(axis=0) for one in np.unique(tier))
    return count


SIMCHI_LEVI = "Simchi-Levi et al. 2015, Interfaces 45(5)"

MEASURES = {
    "output_lost": Paired(
        "units",
        "output lost",
        "output of the calm twin - output of the crisis, over the horizon",
        "Henriet, Hallegatte & Tabourier 2012",
        output_lost,
    ),
    "days_lost": Paired(
        "days",
        "days of output lost",
        "output lost / mean daily output of the calm twin",
        "Henriet, Hallegatte & Tabourier 2012",
        days_lost,
    ),
    "time_to_survive": Paired(
        "days",
        "time to survive",
        "days from the start of the crisis to the first day of loss; the rest of the horizon if none",
        SIMCHI_LEVI,
        time_to_survive,
        zero_in_calm=False,
    ),
    "time_to_recover": Paired(
        "days",
        "time to recover",
        "days from the start of the crisis to the end of the last day of loss that closes a week of loss; 0 if none",
        SIMCHI_LEVI,
        time_to_recover,
    ),
    "tiers_hit": Paired(
        "tiers",
        "tiers hit",
        "tiers with a day of loss in at least one agent",
        "Dolgui, Ivanov & Sokolov 2018, Int. J. Production Research 56(1-2)",
        tiers_hit,
        agents=True,
    ),
}
