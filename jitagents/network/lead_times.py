"""Lead times of agents and lanes: fixed, or drawn from a law, as the columns of a network state them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.errors import InputError
from jitagents.network.lead_time_laws import Floats, Ints, Law, gamma_law, read_law
from jitagents.network.once import once

if TYPE_CHECKING:
    from jitagents.network.description import Network


@dataclass(frozen=True, eq=False)
class LeadTimes:
    """The lead times of n agents or lanes, in days, as they are simulated; each array has shape (n,).

    Attributes:
        mean: expected lead time.
        sd: standard deviation.
        planned: whole days that a planner counts on: the mean, rounded half up; the lead time itself if it is fixed.
        longest: longest possible.
        law: index into `laws`, -1 if fixed.
        laws: the distinct laws.
    """

    mean: Floats
    sd: Floats
    planned: Ints
    longest: Ints
    law: Ints
    laws: tuple[Law, ...]

    def at(self, rows: Ints) -> LeadTimes:
        """The lead times of some rows."""
        return LeadTimes(
            self.mean[rows], self.sd[rows], self.planned[rows], self.longest[rows], self.law[rows], self.laws
        )


def read_lead_times(mean: npt.ArrayLike, sd: npt.ArrayLike, text: npt.ArrayLike, least: int) -> LeadTimes:
    """Read lead times from their three columns: the text wins, then a gamma law if sd > 0, else fixed.

    Args:
        mean: days, shape (n,); NaN where there is none (then 0 days).
        sd: days, shape (n,).
        text: discrete laws, e.g. "3:0.5 5:0.5", or empty, shape (n,).
        least: days below which no lead time falls.

    Raises:
        InputError: a text cannot be read.
    """
    days, spread, texts = np.nan_to_num(np.asarray(mean, float)), np.asarray(sd, float), np.asarray(text, object)
    fixed = np.maximum(np.floor(days + 0.5), least)
    law, stated = np.full(len(days), -1, dtype=np.int64), texts != ""
    random = stated | (spread > 0)
    if not random.any():
        return collect(fixed, law, (), least)
    asked = pd.DataFrame({"mean": np.where(stated, 0.0, days), "sd": np.where(stated, 0.0, spread), "text": texts})
    groups = asked[random].groupby(["mean", "sd", "text"], sort=True)
    law[random] = groups.ngroup()
    keys = list(groups.groups)
    laws = tuple(read_law(t, least) if t else gamma_law(m, s, least) for m, s, t in keys)
    return collect(fixed, law, laws, least)


@once
def lane_times(network: Network) -> LeadTimes:
    """The lead times of the lanes of a network, in their order."""
    lanes = network.lanes
    return read_lead_times(lanes["lead_time"], lanes["lead_time_sd"], lanes["lead_times"], least=1)


def read_coming(column: str, text: str, longest: int, whole: bool) -> dict[int, float]:
    """Read what is under way or in process on day 0, such as "6@1 0@2 6@3": units by the day on which they come in.

    Args:
        column: where it stands.
        text: units@day, parted by spaces.
        longest: the latest day allowed, the longest lead time.
        whole: units are whole.

    Raises:
        InputError: it cannot be read, a day is out of range, or units are broken that should be whole.
    """
    units_of_day: dict[int, float] = {}
    for part in re.split(r"[\s,;]+", text.strip()):
        match = re.fullmatch(r"(\d+(?:\.\d+)?)@(\d+)", part)
        if not match:
            raise InputError(f"{column} = {text!r}: {part!r} is not units@day, e.g. '6@1 0@2 6@3'")
        units, day = float(match[1]), int(match[2])
        if not 1 <= day <= longest:
            raise InputError(f"{column} = {text!r}: day {day}; allowed: 1 to the longest lead time, {longest}")
        if whole and units % 1:
            raise InputError(f"{column} = {text!r}: {match[1]} units; allowed: whole numbers, or whole=false")
        units_of_day[day] = units_of_day.get(day, 0.0) + units
    return units_of_day


def collect(fixed: Floats, law: Ints, laws: tuple[Law, ...], least: int) -> LeadTimes:
    """Lead times of n rows: `fixed` days `(n,)` where `law` is -1, elsewhere drawn from that one of `laws`."""
    # One more row at the end for the fixed ones, which have index -1.
    mean = np.array([each.mean for each in laws] + [0.0])[law]
    sd = np.array([each.sd for each in laws] + [0.0])[law]
    longest = np.array([each.days[-1] for each in laws] + [0])[law]
    mean = np.where(law < 0, fixed, mean)
    planned = np.maximum(np.floor(mean + 0.5), least).astype(np.int64)
    return LeadTimes(mean, sd, planned, np.where(law < 0, planned, longest).astype(np.int64), law, laws)


def join(parts: Iterable[tuple[LeadTimes, Ints]]) -> LeadTimes:
    """The lead times of all rows, from those of some rows each."""
    each, rows = zip(*parts, strict=True)
    before = np.cumsum([0, *(len(times.laws) for times in each)])
    law = np.concatenate([
        np.where(times.law < 0, times.law, times.law + first) for times, first in zip(each, before, strict=False)
    ])  # fmt: skip
    back = np.argsort(np.concatenate(rows))
    mean, sd, planned, longest = (
        np.concatenate([getattr(times, name) for times in each])[back] for name in ("mean", "sd", "planned", "longest")
    )
    return LeadTimes(mean, sd, planned, longest, law[back], tuple(law for times in each for law in times.laws))
