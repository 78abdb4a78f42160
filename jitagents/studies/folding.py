"""Folding of chunks into a summary: replications are added as soon as all variants and levels of them are there."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time

import pandas as pd

from jitagents.accounting.definition import Definition
from jitagents.errors import InputError
from jitagents.results.slopes import TELLABLE
from jitagents.studies.chunks import Chunk, Outcome, simulate
from jitagents.summaries.layout import Layout
from jitagents.summaries.rows import curves, measured, row
from jitagents.summaries.state import State

SECONDS = 60.0
"""Between two writings of the state while a study runs."""
LONG = 1.0
"""Seconds of a chunk from which on its model is worth looking for."""


@dataclass(eq=False)
class Folding:
    """A keeper of chunks that keeps their summary alone.

    Attributes:
        folder: where the study runs.
        variants: in the order of the study.
        levels: labels, in order.
        definitions: the words for all measures, in the order of tables.
        write: writes a state.
        state: so far; None: nothing is there.
    """

    folder: Path
    variants: tuple[str, ...]
    levels: tuple[str, ...]
    definitions: Mapping[str, Definition]
    write: Callable[[State], None]
    state: State | None = None
    _waiting: dict[tuple[int, int], list[tuple[Chunk, Outcome]]] = field(default_factory=dict, init=False)
    _lost: set[tuple[int, int]] = field(default_factory=set, init=False)
    _written: float = field(default_factory=monotonic, init=False)

    @property
    def simulate(self) -> Callable[[Chunk], Outcome]:
        """Run a chunk."""
        return _tidily

    def has(self, chunk: Chunk) -> bool:
        """Whether the replications of a chunk are in the summary."""
        held = self.state.held if self.state else []
        return any(there.start <= chunk.first and chunk.last <= there.stop for there in held)

    def keep(self, chunk: Chunk, outcome: Outcome) -> None:
        """Take the outcome of a chunk; the state is written now and then."""
        numbers = chunk.first, chunk.last
        if numbers in self._lost:
            return
        together = self._waiting.setdefault(numbers, [])
        together.append((chunk, outcome))
        if sum(len(one.sweep.labels) for one, _ in together) == len(self.variants) * len(self.levels):
            self._fold(self._waiting.pop(numbers))
            if monotonic() - self._written > SECONDS:
                self.save()

    def forget(self, chunk: Chunk) -> None:
        """Let go of what waits, or would wait, for a chunk that failed."""
        self._lost.add((chunk.first, chunk.last))
        self._waiting.pop((chunk.first, chunk.last), None)

    def save(self) -> None:
        """Write the state, if there is one."""
        if self.state is not None:
            self.write(self.state)
            self._written = monotonic()

    def _fold(self, together: list[tuple[Chunk, Outcome]]) -> None:
        """Add replications of which all is there."""
        place = {level: at for at, level in enumerate(self.levels)}
        together.sort(key=lambda one: place[one[0].sweep.labels[0]])
        by_variant = {name: [outcome for chunk, outcome in together if chunk.variant == name] for name in self.variants}
        frames = {name: _joined([one.replications for one in parts]) for name, parts in by_variant.items()}
        histories = {name: _joined([one.histories for one in parts]) for name, parts in by_variant.items()}
        layout = self._layout(frames, histories, together[0][0])
        if self.state is None:
            self.state = State(layout)
        elif self.state.layout != layout:
            raise InputError("the summary that is there is of other measures, scopes or daily series")
        levels = len(self.levels)
        values = {name: measured(frame, layout, levels, name) for name, frame in frames.items()}
        days = {name: curves(frame, layout, levels, name) for name, frame in histories.items() if layout.series[name]}
        self.state.add(together[0][0].first, row(values, days, layout), days)

    def _layout(
        self, frames: Mapping[str, pd.DataFrame], histories: Mapping[str, pd.DataFrame], chunk: Chunk
    ) -> Layout:
        """The layout of some replications."""
        there = {column for frame in frames.values() for column in frame}
        metrics = tuple(name for name in self.definitions if f"{name}.calm" in there)
        series = {name: _series(frame) for name, frame in histories.items()}
        return Layout(
            self.levels, {name: tuple(dict.fromkeys(frame["scope"])) for name, frame in frames.items()}, metrics,
            frozenset(name for name in metrics if self.definitions[name].paired),
            frozenset(name for name in metrics if self.definitions[name].zero_in_calm),
            bool(chunk.config["crisis"]), series, int(chunk.config["days"]),
            tuple(name for name in metrics if name in TELLABLE),
        )  # fmt: skip


def _tidily(chunk: Chunk) -> Outcome:
    """Run a chunk, and free its model, which refers to itself, before the next one is made."""
    began = process_time()
    outcome = simulate(chunk)
    if process_time() - began > LONG:
        gc.collect()
    return outcome


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _series(histories: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Metric and scope of each series, in the order in which they are recorded."""
    return tuple(dict.fromkeys(zip(histories["metric"], histories["scope"], strict=True)))
