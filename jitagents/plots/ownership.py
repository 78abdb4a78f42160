"""Total cost of ownership by source beyond the lowest invoice, and the break-even of outages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jitagents.ownership.terms import YEAR
from jitagents.parameters import param
from jitagents.plots.figure import StudyFigure
from jitagents.plots.sizes import AGENTS, VARIANTS
from jitagents.plots.style import COLOURS, GREY, HATCHES, INK, RC, Numbers, Picture, looks
from jitagents.results.intervals import interval
from jitagents.results.ownership import ROWS, Source, lacking, sources
from jitagents.results.ownership_break_even import break_even
from jitagents.results.ownership_inputs import Terms

if TYPE_CHECKING:
    from jitagents.results import Results

CAPTION = (
    "Left: what each source costs a unit beyond the lowest invoice of all, in calm; the plain bar is simulated, its "
    "mark a 95 % interval of the total, and the pale bar is the closed form, where the safety factor is known. Right: "
    "total cost along the outages a year, each as long as in the crisis of this study, with 95 % intervals; the lines "
    "cross at the break-even, where the vertical line and its band stand."
)
WIDEST = 3.0
"""Break-evens that the axis reaches."""


@dataclass(frozen=True)
class OwnershipFigure(StudyFigure):
    """Total cost of ownership by source, in stacked bars, and the break-even of outages, at one level."""

    caption: ClassVar[str] = CAPTION
    limits: ClassVar[dict[str, int]] = {VARIANTS: 8, AGENTS: 12}
    numbers: ClassVar[str] = "`results.tco()`"

    review: float | None = param(None, "days", "between orders; None: as the ordering rule has it", low=1e-9)
    safety_factor: float | None = param(None, "", "of the buyer; None: as the ordering rule has it", low=0)
    stopped: float = param(0.0, "money/day", "loss on a day without goods; 0: no break-even is drawn", low=0)
    level: int = param(0, "", "number of the level that is drawn, from 0 up", low=0)
    outages: float = param(1.0, "", "in each crisis world", low=1e-9)
    life: float | None = param(
        None, "years", "over which qualification is written off; None: the measured days", low=1 / YEAR
    )

    def drawable(self, results: "Results") -> bool:
        return not lacking(results) and results.recipe.is_complete

    def draw(self, results: "Results") -> Figure:
        chosen = results.levels[min(self.level, len(results.levels) - 1)]
        terms = Terms(self.review, self.safety_factor, self.stopped, self.life)
        found = list(sources(results, None, terms, chosen))
        risky = results.has_crisis and results.has("days_lost") and self.stopped > 0
        with rc_context(RC):
            figure = Picture(9.0 if risky else 6.0, 4.6, CAPTION)
            axes = figure.subplots(1, 2 if risky else 1, squeeze=False)[0]
            _bars(axes[0], _apart(found), len(results.variants))
            figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=5)
            if risky:
                _lines(axes[1], found, self.outages)
            figure.suptitle(_title(found), x=0.01, ha="left")
        return figure


def _apart(found: list[Source]) -> list[Source]:
    """The sources that differ in calm, the first of those that do not."""
    return [one for place, one in enumerate(found) if not any((one.total == two.total).all() for two in found[:place])]


def _bars(axis: Axes, found: list[Source], variants: int) -> None:
    """Draw a stack a source: each kind of cost beyond the lowest invoice, money a unit."""
    lowest, at = min(one.inputs.source.price for one in found), np.arange(len(found))
    simulated = [{row: float((one.money[row] / one.units).mean()) for row in ROWS} for one in found]
    needed = [one.inputs.buyer.demand * YEAR if one.inputs.covered else np.nan for one in found]  # no bar of a part
    closed = [{row: one.closed_form[row] / units for row in ROWS} for one, units in zip(found, needed, strict=True)]
    rows = [row for row in ROWS if any(one.money[row].any() or one.closed_form[row] > 0 for one in found)]
    for stacks, width, shift, alpha in ((simulated, 0.5, -0.16, 1.0), (closed, 0.22, 0.24, 0.45)):
        base = np.zeros(len(found))
        for place, row in enumerate(rows):
            label = row.replace("_", " ") if alpha == 1.0 else None
            height = np.array([stack[row] for stack in stacks]) - (lowest if row == "purchase" else 0.0)
            axis.bar(
                at + shift, height, width, base, color=COLOURS[place % len(COLOURS)], alpha=alpha, edgecolor="white",
                hatch=HATCHES[(place + place // len(COLOURS)) % len(HATCHES)], label=label,
            )  # fmt: skip
            base += np.nan_to_num(height)
    total = interval(np.stack([one.total / one.units - lowest for one in found]))
    arms = np.nan_to_num([total.mean - total.low, total.high - total.mean])
    axis.errorbar(at - 0.16, total.mean, arms, fmt="none", ecolor=INK, capsize=3)
    axis.set_xticks(at, [f"{one.variant}\n{one.flow}" if len(found) > variants else one.variant for one in found])
    axis.set_ylabel(f"cost beyond {lowest:g}, the lowest invoice\n(money/unit)")
    axis.yaxis.set_major_formatter(Numbers())


def _lines(axis: Axes, found: list[Source], outages: float) -> None:
    """Total cost along the outages a year, and the break-even of the cheapest source with one that loses less."""
    pair = _pair(found)
    root = break_even(*pair, outages) if pair else None
    far = root.mean if root is not None and 0 < root.mean < np.inf else 0.5
    rates = np.linspace(0.0, min(2.0 * far, WIDEST * max(far, 1.0)), 21)
    for look, one in zip(looks([f"{one.variant} {one.flow}" for one in found]).values(), found, strict=True):
        lost = one.days_lost * one.inputs.buyer.stopped / outages
        cost = interval((one.total + rates[:, None] * lost) / one.units)
        axis.fill_between(rates, cost.low, cost.high, color=look.colour, alpha=0.16, lw=0)
        axis.plot(rates, cost.mean, color=look.colour, linestyle=look.line, label=one.variant)
    if root is not None and 0 < root.mean < np.inf:
        axis.axvline(root.mean, color=GREY, lw=0.9)
        axis.axvspan(max(root.low, 0.0), min(root.high, float(rates[-1])), color=GREY, alpha=0.12, lw=0)
        axis.annotate(f"break-even\n{root.mean:.2f} a year", (root.mean, 0.02), xycoords=("data", "axes fraction"),
                      xytext=(4, 0), textcoords="offset points", color=GREY)  # fmt: skip
    axis.legend(loc="upper left")
    axis.set(xlabel="outages a year", ylabel="total cost of ownership (money/unit)", xlim=(0, float(rates[-1])))
    axis.grid(color="#eeeeee")


def _pair(found: list[Source]) -> tuple[Source, Source] | None:
    """The cheapest source in calm, and the cheapest of those that lose less in the crisis; None if there is none."""
    cheapest = min(found, key=lambda one: float(one.total.mean()))
    dearer = [one for one in found if one.total.mean() > cheapest.total.mean()]
    others = [one for one in dearer if one.days_lost.mean() < cheapest.days_lost.mean()]
    return (cheapest, min(others, key=lambda one: float(one.total.mean()))) if others else None


def _title(found: list[Source]) -> str:
    """The difference between the cheapest source and the next one, on the invoice and in all."""
    ranked = sorted(_apart(found), key=lambda one: float(one.total.mean()))
    if len(ranked) < 2:
        return "Total cost of ownership"
    first, second = ranked[:2]
    apart = interval((second.total - first.total) / first.total).one
    if not apart.low > 0:
        return "Total cost of ownership: no source is clearly cheapest in calm"
    invoiced = 100.0 * (second.inputs.source.price / first.inputs.source.price - 1.0)
    word = "dearer" if invoiced > 0.0 else "cheaper"
    return (
        f"{second.variant} is {abs(invoiced):.0f} % {word} than {first.variant} on the invoice, and "
        f"{100 * apart.mean:.1f} % {'' if invoiced > 0.0 else 'dearer '}in all before outages"
    )
