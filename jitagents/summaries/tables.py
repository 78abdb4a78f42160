"""The tables of a summary: those of `jitagents.results.tables`, made from moments, and quantiles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from jitagents.accounting.definition import Definition
from jitagents.results.cube import ordered_scopes
from jitagents.results.estimate import Estimate, Floats
from jitagents.summaries.layout import CRISIS, Key, Layout
from jitagents.summaries.moments import Moments
from jitagents.summaries.state import State

type Cells = list[tuple[str, str, str]]
"""Variant, level and scope of each row of cells."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Tables of a state.

    Attributes:
        state: of a summary, with replications.
        definitions: the words for its measures.
    """

    state: State
    definitions: Mapping[str, Definition]

    @property
    def layout(self) -> Layout:
        """That of the state."""
        return self.state.layout

    @cached_property
    def total(self) -> Moments:
        """The moments of a row over all replications."""
        return self.state.tree.total()

    def part(self, key: Key) -> Moments:
        """The moments of a part of the row, in its shape."""
        place = self.layout.places[key]
        return self.total[place.slice].reshaped(place.shape)

    def summary(self) -> pd.DataFrame:
        """Means of calm, crisis, and crisis - calm with 95 % intervals, by variant, level, scope and metric."""
        frames = []
        for name in self.layout.variants:
            found = self.part(Key("own", name)).estimate()
            zero = np.array([metric in self.layout.zero for metric in self.layout.metrics])
            for end in (found.low, found.high):
                end[..., zero, 0] = 0.0
            table = self._cells(self.layout.scopes[name], {"variant": name})
            _put(table, found, self.layout.worlds)
            count = np.broadcast_to(found.replications, found.mean.shape)
            frames.append(
                table.assign(replications=np.where(count[..., -1] > 0, count[..., -1], count[..., 0]).ravel())
            )
        return self._ordered(pd.concat(frames, ignore_index=True))

    def compare(self, one: str, other: str) -> pd.DataFrame:
        """One variant less another, replication by replication, in calm and in crisis, with 95 % intervals."""
        found = self.gap(one, other).estimate()
        table = self._cells(self.layout.common(*sorted((one, other), key=self.layout.variants.index)), {})
        _put(table, found, self.layout.compared)
        count = np.broadcast_to(found.replications, found.mean.shape)
        return self._ordered(table.assign(replications=count.max(axis=-1).ravel()))

    def gap(self, one: str, other: str) -> Moments:
        """The moments of one variant less another `(levels, common scopes, metrics, calm and crisis)`."""
        layout = self.layout
        if one == other:
            count = self.part(Key("own", one)).count[..., : len(layout.compared)]
            return Moments(count, np.zeros(count.shape), np.zeros(count.shape))
        if layout.variants.index(one) < layout.variants.index(other):
            return self.part(Key("gap", one, other))
        turned = self.part(Key("gap", other, one))
        return Moments(turned.count, 0.0 - turned.mean, turned.squares)

    def quantiles(self, shares: Sequence[float], wanted: "pd.DataFrame") -> pd.DataFrame:
        """Quantiles over the replications, a row per variant, level, metric, scope and world.

        Args:
            shares: between 0 and 1.
            wanted: rows of the `summary` whose measures are told.

        Returns:
            Columns of the labels, `world`, `unit`, `replications`, `least`, `quantile_SHARE` in percent, `most`.
        """
        frames = []
        for name in self.layout.variants:
            place = self.layout.places[Key("own", name)]
            table = self._cells(self.layout.scopes[name], {"variant": name}, self.layout.worlds)
            table["at"] = np.arange(place.slice.start, place.slice.stop)
            frames.append(table)
        keys = ["variant", "level", "metric", "scope"]
        asked = pd.MultiIndex.from_frame(wanted[keys])
        table = self._ordered(pd.concat(frames, ignore_index=True))
        table = table[pd.MultiIndex.from_frame(table[keys]).isin(asked)].reset_index(drop=True)
        at = table.pop("at").to_numpy()
        least, most = self.state.least[at], self.state.most[at]
        found = np.clip(self.state.sketch.quantiles(at, shares), least[:, None], most[:, None])
        table["replications"] = self.total.count[at].astype(int)
        table["least"] = np.where(np.isfinite(least) | (table["replications"] > 0), least, np.nan)
        for share, values in zip(shares, found.T, strict=True):
            table[f"quantile_{100 * share:g}"] = values
        table["most"] = np.where(np.isfinite(most) | (table["replications"] > 0), most, np.nan)
        return table

    def first_loss(self) -> pd.DataFrame:
        """Share of replications with a loss, and mean day of the first loss in those, by variant, level and scope."""
        layout, frames = self.layout, []
        for name in layout.variants:
            found = self.part(Key("loss", name)).estimate().mean
            levels, scopes = layout.levels, layout.scopes[name]
            frames.append(pd.DataFrame({
                "variant": name, "level": np.repeat(np.array(levels, dtype=object), len(scopes)),
                "scope": np.tile(np.array(scopes, dtype=object), len(levels)),
                "share": found[..., 0].ravel(), "day": found[..., 1].ravel(),
            }))  # fmt: skip
        return self._ordered(pd.concat(frames, ignore_index=True))

    def daily(self) -> pd.DataFrame:
        """The mean of every measured day (1, 2, …) with its 95 % interval, calm and crisis; NaN where there is none."""
        layout, frames = self.layout, []
        for name in layout.variants:
            if not layout.series[name]:
                continue
            found = self.state.daily[name].total().reshaped(layout.daily(name)).estimate()
            levels, series, _, days = layout.daily(name)
            table = pd.DataFrame({
                "variant": name, "level": np.repeat(np.array(layout.levels, dtype=object), series * days),
                "day": np.tile(np.arange(1, days + 1), levels * series),
                **{column: np.tile(np.repeat(np.array(names, dtype=object), days), levels)
                   for column, names in zip(("metric", "scope"), zip(*layout.series[name], strict=True), strict=True)},
            })  # fmt: skip
            for at, world in enumerate(CRISIS[:2]):
                for column, values in found.columns(world).items():
                    table[column] = values[:, :, at].ravel() if world in layout.compared else np.nan
            frames.append(table)
        ends = [f"{world}{end}" for world in CRISIS[:2] for end in ("", "_low", "_high")]
        none = pd.DataFrame(columns=["variant", "level", "day", "metric", "scope", *ends])
        return pd.concat(frames, ignore_index=True) if frames else none

    def _cells(self, scopes: Iterable[str], first: dict[str, str], worlds: Sequence[str] = ()) -> pd.DataFrame:
        """A row per level, scope and metric, and world if they are given, in the order of the row of numbers."""
        axes = {"level": self.layout.levels, "scope": [*scopes], "metric": self.layout.metrics}
        axes |= {"world": worlds} if worlds else {}
        table = pd.MultiIndex.from_product([*axes.values()], names=[*axes]).to_frame(index=False)
        table["unit"] = table["metric"].map({name: self.definitions[name].unit for name in self.layout.metrics})
        names = [*first, "level", "metric", "scope", *(["world"] if worlds else []), "unit"]
        return table.assign(**first)[names]

    def _ordered(self, table: pd.DataFrame) -> pd.DataFrame:
        """Rows in the order of all tables: variants, levels, scopes, measures."""
        orders = {"variant": self.layout.variants, "level": self.layout.levels}
        codes = [pd.Categorical(table[key], [*names]).codes for key, names in orders.items() if key in table]
        codes.append(pd.Categorical(table["scope"], ordered_scopes(table["scope"])).codes)
        return table.iloc[np.lexsort(codes[::-1])].reset_index(drop=True)


def _put(table: pd.DataFrame, found: Estimate[Floats], worlds: Sequence[str]) -> None:
    """Add the three columns of each world; without a crisis, its columns are NaN."""
    for world in ("calm", "crisis", *(["difference"] if "variant" in table else [])):
        for end, values in found.columns("").items():
            there = world in worlds
            table[f"{world}{end}"] = values[..., worlds.index(world)].ravel() if there else np.nan
