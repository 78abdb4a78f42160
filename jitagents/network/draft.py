"""A network with all its columns that is still to be checked."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.column import Flags
from jitagents.network.lane_names import lane_names

type Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Draft:
    """The tables of a network, and what follows from them; the row of an unknown agent is -1.

    Attributes:
        agents: all columns of `columns.AGENTS`.
        lanes: all columns of `columns.LANES`.
        carriers: all columns of `columns.CARRIERS`.
        whole: units are whole.
    """

    agents: pd.DataFrame
    lanes: pd.DataFrame
    carriers: pd.DataFrame
    whole: bool

    def agent(self, row: int) -> str:
        """Agent as messages call it."""
        return str(self.agents["name"].iloc[row])

    def lane(self, row: int) -> str:
        """Lane as messages call it."""
        return str(self._lane_names.iloc[row])

    def carrier(self, row: int) -> str:
        """Carrier as messages call it."""
        return str(self.carriers["name"].iloc[row])

    @cached_property
    def firm(self) -> pd.Series:
        """Firm of each agent, its own name where it states none."""
        return self.agents["firm"].where(self.agents["firm"] != "", self.agents["name"])

    @cached_property
    def seller(self) -> Ints:
        """Row of each lane's seller, shape (lanes,)."""
        return self._rows[0]

    @cached_property
    def buyer(self) -> Ints:
        """Row of each lane's buyer, shape (lanes,)."""
        return self._rows[1]

    @cached_property
    def item(self) -> Ints:
        """Number of each agent's item, shape (agents,)."""
        return np.asarray(pd.factorize(self.agents["item"])[0], dtype=np.int64)

    @cached_property
    def group(self) -> Ints:
        """Number of each lane's (buyer, item), shape (lanes,)."""
        key = self.buyer * (self.item.max(initial=0) + 1) + self.item[self.seller]
        return np.asarray(pd.factorize(key)[0], dtype=np.int64)

    @cached_property
    def is_plant(self) -> Flags:
        """Shape (agents,)."""
        return np.asarray(self.agents["kind"] == "plant")

    @cached_property
    def is_buyer(self) -> Flags:
        """Shape (agents,)."""
        return np.asarray(self.agents["kind"] == "buyer")

    @cached_property
    def is_bought_for(self) -> Flags:
        """Agents that somebody sells to, shape (agents,)."""
        return np.bincount(self.buyer, minlength=len(self.agents)) > 0

    @cached_property
    def is_source(self) -> Flags:
        """Suppliers that nobody sells to, shape (agents,)."""
        return np.asarray(self.agents["kind"] == "supplier") & ~self.is_bought_for

    @cached_property
    def _lane_names(self) -> "pd.Series[str]":
        return lane_names(self.lanes)

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        count, lanes = len(self.agents), len(self.lanes)
        every = pd.concat([self.agents["name"], self.lanes["seller"], self.lanes["buyer"]], ignore_index=True)
        codes, names = pd.factorize(every)
        row = np.full(len(names), -1, dtype=np.int64)
        row[codes[:count]] = np.arange(count)
        return row[codes[count : count + lanes]], row[codes[count + lanes :]]
