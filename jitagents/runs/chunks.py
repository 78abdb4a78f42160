"""Chunks: blocks of worlds of one variant, simulated in one go, wherever the process is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jitagents.books.ledger import Ledger
from jitagents.books.measures import chosen
from jitagents.books.resilience import Resilience
from jitagents.books.scopes import Scopes
from jitagents.books.series import HISTORIES
from jitagents.column import Array
from jitagents.runs.setup import make_parts
from jitagents.runs.sweep import Sweep
from jitagents.worlds import Worlds


@dataclass(frozen=True)
class Chunk:
    """What one process simulates at a time: all levels of some replications of a variant.

    Attributes:
        number: place among the chunks of the study.
        variant: name of the variant.
        config: its resolved configuration, plain values.
        sweep: the levels.
        first, last: replications first to last - 1.
    """

    number: int
    variant: str
    config: Mapping[str, Any]
    sweep: Sweep
    first: int
    last: int

    @property
    def name(self) -> str:
        """Name of its files."""
        return f"{self.number:05d}"

    def __str__(self) -> str:
        return f"{self.variant}, replications {self.first} to {self.last - 1}"

    @property
    def worlds(self) -> Worlds:
        """Its worlds; without a crisis there are no twins."""
        twins = bool(self.config["crisis"])
        return Worlds(range(self.first, self.last), len(self.sweep.points), twins, self.config["seed"])


@dataclass(frozen=True)
class Outcome:
    """What a chunk found: frames as `Results` reads them."""

    replications: pd.DataFrame
    histories: pd.DataFrame


def simulate(chunk: Chunk) -> Outcome:
    """Run a chunk."""
    worlds, days, measures = chunk.worlds, chunk.config["days"], chosen(chunk.config["measures"])
    parts = make_parts(chunk.config, worlds, chunk.sweep)
    model = parts.model(chunk.config, worlds)
    ledger = Ledger(model, parts.costs, days, measures, chunk.config["promise"])
    model.observers.append(ledger)
    resilience = Resilience(model, ledger, measures, chunk.config["tolerance"]) if worlds.twins else None
    if resilience is not None:
        model.observers.append(resilience)
    for _ in range(days + model.warmup):
        model.step()
    paired = {} if resilience is None else resilience.metrics()
    found = _Found(tuple(measures), ledger.metrics(), paired)
    return Outcome(_replications(chunk, ledger.scopes, found), _histories(chunk, ledger))


def _labels(chunk: Chunk, inner: int) -> dict[str, Any]:
    """Variant, level and replication of rows that run over levels, replications and `inner` more."""
    worlds = chunk.worlds
    count = len(worlds.replications)
    return {
        "variant": chunk.variant,
        "level": np.repeat(np.array(chunk.sweep.labels, dtype=object), count * inner),
        "replication": np.tile(np.repeat(np.array(worlds.replications), inner), worlds.levels),
    }


@dataclass(frozen=True)
class _Found:
    """Names of the measures asked for; those of all worlds `(scopes, worlds)`, those of twins `(scopes, pairs)`."""

    names: tuple[str, ...]
    single: Mapping[str, Array]
    paired: Mapping[str, Array]


def _replications(chunk: Chunk, scopes: Scopes, found: _Found) -> pd.DataFrame:
    worlds, names = chunk.worlds, scopes.names
    columns: dict[str, Any] = _labels(chunk, len(names))
    columns["scope"] = np.tile(np.array(names, dtype=object), worlds.pairs)
    nothing = np.full((len(names), worlds.pairs), np.nan)
    for name in found.names:
        all_worlds = found.single.get(name)
        calm = nothing if all_worlds is None else all_worlds[:, worlds.calm]
        struck = nothing if all_worlds is None or not worlds.twins else all_worlds[:, worlds.crisis]
        columns[f"{name}.calm"] = calm.T.ravel()
        columns[f"{name}.crisis"] = found.paired.get(name, struck).T.ravel()
    return pd.DataFrame(columns)


def _histories(chunk: Chunk, ledger: Ledger) -> pd.DataFrame:
    """One row a level, replication, metric and scope, with the days as arrays."""
    worlds, scopes = chunk.worlds, ledger.scopes.names[: ledger.scopes.daily]
    by_world = ledger.histories.transpose(3, 1, 2, 0)  # worlds, metrics, scopes, days
    inner = len(HISTORIES) * len(scopes)
    columns: dict[str, Any] = _labels(chunk, inner)
    columns["metric"] = np.tile(np.repeat(np.array(HISTORIES, dtype=object), len(scopes)), worlds.pairs)
    columns["scope"] = np.tile(np.array(scopes, dtype=object), len(HISTORIES) * worlds.pairs)
    columns["calm"] = list(by_world[worlds.calm].reshape(worlds.pairs * inner, -1))
    struck = list(by_world[worlds.crisis].reshape(worlds.pairs * inner, -1)) if worlds.twins else None
    columns["crisis"] = struck if struck else np.full(worlds.pairs * inner, None)
    return pd.DataFrame(columns)
