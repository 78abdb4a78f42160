"""Layout: the order of rows in the model's tables, chosen so that the rows of a rule are neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from jitagents.network import LeadTimes, Network, longest_path, read_lead_times, tiers
from jitagents.network.lead_times import lane_times
from jitagents.stock_points import BUYER, INPUT, PLANT, SOURCE, points_of

type Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Neighbouring rows of one role, one class and one profile, decided on together."""

    rows: slice
    role: int
    cls: int
    profile: int


@dataclass(frozen=True)
class Wave:
    """Rows that decide at the same time, their blocks, and the lanes on which they order."""

    rows: slice
    lanes: slice
    inputs: bool
    blocks: tuple[Block, ...]


class Layout:
    """Stock points (agents, then inputs) and lanes of a network, in the order of the day's order wave.

    Rows are agents, then inputs; each sorted by (wave, role, class, profile, name), and lanes by (buyer's row, rank,
    seller's name), whatever the order of the network's tables is. A wave is a rank over the lanes without order delay;
    the inputs of plants come one wave after their plants.

    Args:
        network: the network.
        classes: number of the class of each agent `(agents,)`, in the order of `network.agents`.
        profiles: number of the profile of each point `(points,)`, in the order of `points_of(network)`.

    Attributes:
        rows: number of stock points.
        row_of: row of each point, in the order of `points_of(network)` `(points,)`.
        agent, role, tier, cls, profile: of each row `(rows,)`; `agent` is the number of the agent in the network.
        owner: row of the agent of each row `(rows,)`: its own, or an input's plant.
        lane_order: number of each lane in the network `(lanes,)`.
        lane_buyer, lane_seller: rows that a lane connects `(lanes,)`.
        lane_name_rank, name_rank: place in the alphabet of each lane and row, to draw in an order of names.
        agent_rows, market_rows, seller_rows, maker_rows, input_rows: rows of agents, of final demand, and so on.
        plant_of_input: row of the plant of each input `(inputs,)`.
    """

    def __init__(self, network: Network, classes: Index, profiles: Index) -> None:
        self.network = network
        self.points = points_of(network)
        order, self.waves_of = self._sort(classes, profiles)
        self.order = order
        self.rows = len(order)
        self.row_of = np.empty(self.rows, dtype=np.int64)
        self.row_of[order] = np.arange(self.rows)
        self.agent = self.points.agent[order]
        self.role = self.points.role[order]
        self.item_lane = self.points.lane[order]
        self.cls, self.profile = classes[self.agent], profiles[order]
        self.tier = tiers(network)[self.agent]
        self.name_rank = self.points.name_rank[order]
        self._sort_lanes()
        self.agent_rows = slice(0, len(classes))
        self.seller_rows = slice(int((self.role == BUYER).sum()), len(classes))
        self.maker_rows = np.flatnonzero((self.role == SOURCE) | (self.role == PLANT))
        self.input_rows = slice(len(classes), self.rows)
        self.market_rows = slice(0, self.seller_rows.start)
        self.owner = self.row_of[self.agent]
        self.plant_of_input = self.row_of[self.agent[self.input_rows]]

    def _sort(self, classes: Index, profiles: Index) -> tuple[Index, Index]:
        points, lanes = self.points, self.network.lanes
        prompt = lanes["order_delay"].to_numpy() == 0
        rank = longest_path(len(classes), self.network.seller_row[prompt], self.network.buyer_row[prompt])
        wave = 2 * rank[points.agent] + (points.role == INPUT)
        is_input = points.role == INPUT
        order = np.lexsort((points.name_rank, profiles, classes[points.agent], points.role, wave, is_input))
        return order, wave[order]

    def _sort_lanes(self) -> None:
        lanes = self.network.lanes
        buyer = self.row_of[self.points.of_lane]
        seller_name = self.points.name_rank[self.network.seller_row]
        self.lane_order = np.lexsort((seller_name, lanes["rank"].to_numpy(), buyer))
        self.lane_buyer = buyer[self.lane_order]
        self.lane_seller = self.row_of[self.network.seller_row][self.lane_order]
        mode = pd.factorize(lanes["mode"], sort=True)[0]
        alphabet = np.lexsort((mode, seller_name, self.points.name_rank[self.points.of_lane]))
        self.lane_name_rank = np.argsort(alphabet)[self.lane_order]

    @cached_property
    def waves(self) -> tuple[Wave, ...]:
        """The waves, from final demand up."""
        keys = np.stack((self.waves_of, self.role, self.cls, self.profile))
        cuts = np.flatnonzero((np.diff(keys, axis=1) != 0).any(axis=0)) + 1
        edges = np.concatenate(([0], cuts, [self.rows]))
        blocks: dict[int, list[Block]] = {}
        for first, last in pairwise(edges):
            kinds = (int(number) for number in (self.role[first], self.cls[first], self.profile[first]))
            blocks.setdefault(int(self.waves_of[first]), []).append(Block(slice(int(first), int(last)), *kinds))
        return tuple(self._wave(blocks_of_wave) for _, blocks_of_wave in sorted(blocks.items()))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all waves, in the order of the waves."""
        return tuple(block for wave in self.waves for block in wave.blocks)

    def _wave(self, blocks: Sequence[Block]) -> Wave:
        rows = slice(blocks[0].rows.start, blocks[-1].rows.stop)
        lanes = slice(*(int(edge) for edge in np.searchsorted(self.lane_buyer, (rows.start, rows.stop))))
        return Wave(rows, lanes, blocks[0].role == INPUT, tuple(blocks))

    @cached_property
    def input_quantity(self) -> npt.NDArray[np.float64]:
        """Units of each input that go into a unit of its plant `(inputs,)`."""
        return self.network.lanes["quantity"].to_numpy(dtype=float)[self.item_lane[self.input_rows]]

    def lane_column(self, name: str) -> npt.NDArray[np.float64]:
        """Return a numeric column of the lanes `(lanes,)`, in the order of the layout."""
        return self.network.lanes[name].to_numpy(dtype=float)[self.lane_order]

    def agent_column(self, name: str) -> npt.NDArray[np.float64]:
        """Return a numeric column of each row's agent `(rows,)`; NaN everywhere if the network has no such column."""
        if name not in self.network.agents:
            return np.full(self.rows, np.nan)
        return self.network.agents[name].to_numpy(dtype=float)[self.agent]

    @cached_property
    def shelf_life(self) -> npt.NDArray[np.float64]:
        """Shelf life of the stock of each row, days `(rows,)`; NaN where it never perishes.

        An input keeps as long as at its seller; if there are several, as long as the shortest-lived.
        """
        return self._of_items("shelf_life", np.fmin)

    @cached_property
    def unit_volume(self) -> npt.NDArray[np.float64]:
        """Room that a unit in the stock of each row takes, m3 `(rows,)`; NaN where it is not stated.

        An input takes as much as at its seller; if there are several, as much as the largest.
        """
        return self._of_items("unit_volume", np.fmax)

    def _of_items(self, name: str, chosen: np.ufunc) -> npt.NDArray[np.float64]:
        """A column of agents for the item of each row `(rows,)`; of an input that of its sellers, as one is chosen."""
        column = self.agent_column(name)
        column[self.input_rows] = np.nan
        to_plant = self.lane_buyer >= self.input_rows.start
        chosen.at(column, self.lane_buyer[to_plant], column[self.lane_seller[to_plant]])
        return column

    @cached_property
    def names(self) -> npt.NDArray[np.object_]:
        """Name of each row: the agent's, or `plant/item` for an input."""
        return self.points.names[self.order]

    @cached_property
    def items(self) -> npt.NDArray[np.object_]:
        """Item that each row holds: the agent's, or that of an input."""
        return self.points.items[self.order]

    @cached_property
    def goods_times(self) -> LeadTimes:
        """Lead times of the lanes."""
        return lane_times(self.network).at(self.lane_order)

    @cached_property
    def making_times(self) -> LeadTimes:
        """Lead times of the makers: production, or replenishment from outside."""
        makers = self.network.agents.iloc[self.agent[self.maker_rows]]
        return read_lead_times(makers["lead_time"], makers["lead_time_sd"], makers["lead_times"], least=0)
