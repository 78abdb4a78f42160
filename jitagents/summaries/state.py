"""The state of a summary: all that is kept of replications, whatever their number."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np

from jitagents.errors import InputError
from jitagents.results.estimate import Floats
from jitagents.results.files import LARGEST_TABLE
from jitagents.results.labels import Labels
from jitagents.summaries.layout import Layout
from jitagents.summaries.moments import Moments
from jitagents.summaries.sketch import Sketch
from jitagents.summaries.tree import Block, Tree, blocks_of, stacked


@dataclass(eq=False)
class State:
    """Moments, extremes and quantiles of the measures of a study, and moments of its daily series.

    Attributes:
        layout: of a replication.
        tree: moments of its row.
        daily: moments of the daily series of each variant, by its name.
        least, most: of each measure of a variant; infinite without a value.
        sketch: of the same.
    """

    layout: Layout
    tree: Tree = field(default_factory=Tree)
    daily: dict[str, Tree] = field(default_factory=dict)
    least: Floats = field(default_factory=lambda: np.empty(0))
    most: Floats = field(default_factory=lambda: np.empty(0))
    sketch: Sketch = field(default_factory=Sketch)

    def __post_init__(self) -> None:
        if not self.daily:
            self.daily = {name: Tree() for name in self.layout.variants}
            self.least, self.most = np.full(self.layout.own, np.inf), np.full(self.layout.own, -np.inf)

    @property
    def held(self) -> list[range]:
        """The replications that are there, as ranges in order."""
        return self.tree.held

    def add(self, first: int, rows: Floats, days: Mapping[str, Floats]) -> None:
        """Add replications of all variants and levels.

        Args:
            first: number of the first.
            rows: `(replications, numbers)`, as the layout says.
            days: daily series of each variant that has any `(replications, …)`.

        Raises:
            InputError: some of them are there already.
        """
        self.tree.add(first, rows)
        for name, tree in self.daily.items():
            series = days.get(name, np.empty((len(rows), 0)))
            tree.add(first, series.reshape(len(rows), -1))
        own = np.ascontiguousarray(rows[:, : self.layout.own])
        self.least = np.fmin(self.least, np.fmin.reduce(own))
        self.most = np.fmax(self.most, np.fmax.reduce(own))
        self.sketch.add(own)

    def take(self, other: "State") -> None:
        """Add the replications of another state of the same study.

        Raises:
            InputError: it is of another layout, or some of them are there already.
        """
        if other.layout != self.layout:
            raise InputError("these summaries are not of the same measures, scopes and daily series")
        self.tree.take(other.tree)
        for name, tree in other.daily.items():
            self.daily[name].take(tree)
        self.least, self.most = np.fmin(self.least, other.least), np.fmax(self.most, other.most)
        self.sketch.take(other.sketch)

    def labelled(self, labels: Labels) -> "State":
        """The same with labels in the place of identifiers."""
        layout = self.layout
        shown = replace(
            layout,
            levels=tuple(map(labels.level, layout.levels)),
            scopes={labels.variant(name): tuple(map(labels.scope, own)) for name, own in layout.scopes.items()},
            series={labels.variant(name): own for name, own in layout.series.items()},
        )
        daily = {labels.variant(name): tree for name, tree in self.daily.items()}
        return State(shown, self.tree, daily, self.least, self.most, self.sketch)

    def content(self) -> bytes:
        """The bytes of its file: equal for equal states."""
        blocks = sorted(self.tree.blocks)
        sketch = self.sketch.settled()
        arrays: dict[str, Any] = {
            "layout": np.frombuffer(json.dumps(self.layout.stated()).encode(), dtype=np.uint8),
            "blocks": np.array(blocks, dtype=np.int64).reshape(-1, 2),
            "moments": _values(self.tree, blocks, self.layout.size),
            "least": self.least, "most": self.most, "keys": sketch.keys, "counts": sketch.counts,
        }  # fmt: skip
        for at, tree in enumerate(self.daily.values()):
            arrays[f"daily{at}"] = _values(tree, blocks, int(np.prod(self.layout.daily(self.layout.variants[at]))))
        content = BytesIO()
        np.savez_compressed(content, **arrays)
        return content.getvalue()

    @classmethod
    def read(cls, content: bytes) -> "State":
        """The state of which these are the bytes.

        Raises:
            ValueError: they are of none.
        """
        try:
            with np.load(BytesIO(content), allow_pickle=False) as file:
                if sum(one.file_size for one in file.zip.infolist()) > LARGEST_TABLE:
                    raise ValueError("it is too large")
                arrays = {name: file[name] for name in file.files}
            layout = Layout.of(json.loads(arrays["layout"].tobytes()))
            return _checked(layout, arrays)
        except (KeyError, OSError, BadZipFile, EOFError, RecursionError, TypeError, IndexError) as reason:
            raise ValueError(f"it is damaged ({reason!r})") from reason


def _values(tree: Tree, blocks: list[Block], size: int) -> Floats:
    """The moments of the blocks `(blocks, 3, size)`."""
    return stacked(tree.blocks[block] for block in blocks) if blocks else np.empty((0, 3, size))


def _checked(layout: Layout, arrays: Mapping[str, Any]) -> State:
    """A state of arrays that were read.

    Raises:
        ValueError: they do not fit together.
    """
    blocks = [Block(int(level), int(place)) for level, place in arrays["blocks"]]
    state, own = State(layout), (layout.own,)
    sizes = [int(np.prod(layout.daily(name))) for name in layout.variants]
    shapes: dict[str, tuple[int, ...]] = {"moments": (len(blocks), 3, layout.size), "least": own, "most": own}
    shapes |= {f"daily{at}": (len(blocks), 3, size) for at, size in enumerate(sizes)}
    shapes |= {"keys": (len(arrays["keys"]),), "counts": (len(arrays["keys"]),)}
    for name, shape in shapes.items():
        kind = np.int64 if name in ("keys", "counts") else np.float64
        if arrays[name].shape != shape or arrays[name].dtype != kind:
            raise ValueError(f"{name} is not what the layout says")
    state.least, state.most = arrays["least"], arrays["most"]
    state.sketch = Sketch(arrays["keys"], arrays["counts"])
    trees = [("moments", state.tree), *((f"daily{at}", tree) for at, tree in enumerate(state.daily.values()))]
    for name, tree in trees:
        tree.blocks.update({block: Moments(*found) for block, found in zip(blocks, arrays[name], strict=True)})
    whole = [block for numbers in state.held for block in blocks_of(numbers)]
    if any(level < 0 or place < 0 for level, place in blocks) or sorted(whole) != sorted(blocks):
        raise ValueError("its blocks of replications are not those of a tree")
    return state
