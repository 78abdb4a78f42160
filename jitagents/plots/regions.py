"""Regions: the best variant over two swept parameters, as a map."""

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from jitagents.errors import InputError
from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import LEVELS, VARIANTS
from jitagents.plots.style import RC, Look, Picture, looks
from jitagents.points import told
from jitagents.results.sweep import meaning, numbers

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Each field is a pair of values of what is swept, in the colour of the variant that is best there in the mean. In "
    "a full field its distance to each other variant is clear: the 95 % intervals of the paired differences do not "
    "hold 0. In a pale one, more replications could show another to be the best."
)
FEWEST = 3
"""Values of each key from which on a study is shown as a map of its own accord."""
WIDE, HIGH = 80, 48
"""Letters of a line below the map, and beside it."""
PALE = 0.35
"""Opacity of a field where the best variant is not clear."""


@dataclass(frozen=True)
class RegionsFigure(StudyFigure):
    """The best variant over two swept parameters, as a map."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 16, LEVELS: 2_500}
    numbers: ClassVar[str] = "`results.best()`"

    metric: str = param("cost", "", "the measure that is compared")
    world: str | None = param(None, "", "None: crisis if there is one", choices=(None, "calm", "crisis"))
    most: bool = param(False, "", "whether the most is best; otherwise the least")

    def drawable(self, results: "Results") -> bool:
        values = numbers(results).nunique()
        return len(values) == 2 and values.min() >= FEWEST and len(results.variants) > 1 and results.has(self.metric)

    def draw(self, results: "Results") -> Figure:
        points = numbers(results)
        if len(points.columns) != 2:
            raise InputError("a map of regions needs two swept keys with numbers: levels={key: [...], other: [...]}")
        config = next(iter(results.manifest.variants.values()), results.config)
        world = self.world or ("crisis" if results.has_crisis else "calm")
        table = results.best(self.metric, world, most=self.most)[["level", "variant", "clear"]].join(points, on="level")
        words = {str(key): meaning(config, str(key)) for key in points}
        which = f"{'most' if self.most else 'least'} {results.definitions[self.metric].label} in {world}"
        return regions(table, words, results.variants, which)


def regions(table: pd.DataFrame, words: dict[str, str], variants: list[str], which: str) -> Figure:
    """Draw a field for each pair of values.

    Args:
        table: level, variant, clear, and a column of numbers for each of two keys.
        words: the two keys, and what they mean; the one with more values goes along.
        variants: all that were compared, in their order.
        which: what is best, e.g. `least cost in crisis`.
    """
    along, up = sorted(words, key=lambda key: -table[key].nunique())
    with rc_context(RC):
        figure = Picture(7.5, 4.6, CAPTION)
        axis = figure.add_subplot()
        found = {name: look for name, look in looks(variants).items() if name in set(table["variant"])}
        columns, rows = (_ticks(axis, table[key], way, words[key]) for key, way in ((along, "x"), (up, "y")))
        for _, field in table.iterrows():
            _field(axis, columns[field[along]], rows[field[up]], found[field["variant"]], clear=field["clear"])
        axis.set(xlim=(0, len(columns)), ylim=(0, len(rows)))
        axis.tick_params(length=0)
        handles = [Patch(label=name, **_filled(look)) for name, look in found.items()]
        figure.legend(handles=handles, loc="outside right center", title="best")
        figure.suptitle(_title(table, which, along, up), x=0.01, ha="left")
    return figure


def _ticks(axis: Axes, values: "pd.Series[float]", way: str, words: str) -> dict[float, int]:
    """Name the values along an axis; return the place of each."""
    places = {value: place for place, value in enumerate(np.unique(values))}
    ticks = np.arange(len(places)) + 0.5
    names = [told(value) for value in places]
    if way == "x":
        axis.set_xticks(ticks, names)
        axis.set_xlabel("\n".join(wrap(words, WIDE)))
    else:
        axis.set_yticks(ticks, names)
        axis.set_ylabel("\n".join(wrap(words, HIGH)))
    return places


def _field(axis: Axes, x: int, y: int, look: Look, *, clear: bool) -> None:
    axis.add_patch(Rectangle((x, y), 1, 1, linewidth=1.5, alpha=None if clear else PALE, **_filled(look)))


def _filled(look: Look) -> dict[str, Any]:
    return {"facecolor": look.colour, "hatch": look.hatch, "edgecolor": "white"}


def _title(table: pd.DataFrame, which: str, along: str, up: str) -> str:
    """The variant that is clearly best in most of the map, and how much of it is not clear."""
    clear = table[table["clear"]]
    if clear.empty:
        return f"No variant clearly has the {which} anywhere"
    counts = clear["variant"].value_counts()
    name, fields = counts.index[0], counts.iloc[0]
    keys = " and ".join(key.rpartition(".")[2] for key in (along, up))
    if fields == len(table):
        return f"{name} has the {which} in all fields of {keys}"
    unclear = "" if len(clear) == len(table) else f"; {len(table) - len(clear)} are not clear"
    return f"{name} has the {which} in {fields} of {len(table)} fields of {keys}{unclear}"
