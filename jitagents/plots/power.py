"""Power of pilots: the chance to see a loss of a given size in so many days, beside a sequential test."""

from collections.abc import Sequence

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jitagents import sprt
from jitagents.errors import InputError
from jitagents.plots.style import GREY, INK, RC, Look, Picture, looks

CAPTION = (
    "Chance that a pilot of fixed length sees a loss of service, a line for each size of the loss, in standard "
    "deviations of a day's service; days are independent and normal, the test is one-sided. The ring is the length at "
    "which the chance is that which is wanted (the horizontal line); the triangle on the axis is the mean length of a "
    "sequential test with the same two errors, where the loss is there (Wald 1945). All lines begin at the chance of a "
    "false alarm."
)


def power_curve(
    losses: Sequence[float] = (0.25, 0.5, 1.0), *, most: int = 180, false_alarm: float = 0.05, miss: float = 0.1,
    sd: float | None = None,
) -> Figure:  # fmt: skip
    """Draw the chance that a pilot sees a loss over its days, with the lengths that are enough.

    Args:
        losses: in standard deviations of a day, each above 0.
        most: days of the longest pilot that is drawn.
        false_alarm: chance of an alarm without a loss.
        miss: chance of none with it.
        sd: standard deviation of a day's service, a share, by which losses are told in per cent; None: they are not.

    Raises:
        InputError: there is no loss, one is not above 0, or a number is outside its limits.
    """
    _check(losses, most, sd)
    lengths = [sprt.fixed_length(loss, false_alarm, miss) for loss in losses]
    days = np.linspace(0.0, most, 361)
    with rc_context(RC):
        figure = Picture(6.6, 4.2, CAPTION)
        axis = figure.add_subplot()
        names = [_name(loss, sd) for loss in losses]
        for loss, name, look in zip(losses, names, looks(names).values(), strict=True):
            axis.plot(days, sprt.power(days, loss, false_alarm), color=look.colour, linestyle=look.line, label=name)
        axis.set(xlabel="length of the pilot (days)", ylabel="chance to see the loss", xlim=(0, most), ylim=(0, 1.02))
        for loss, length, look in zip(losses, lengths, looks(names).values(), strict=True):
            _lengths(axis, length, sprt.average_length(loss, loss, false_alarm, miss), 1.0 - miss, look)
        axis.axhline(1.0 - miss, color=GREY, lw=0.8)
        axis.grid(color="#eeeeee")
        axis.legend(title="loss of service", loc="lower right")
        figure.suptitle(_title(losses, lengths, names, miss), x=0.01, ha="left")
    return figure


def _lengths(axis: Axes, fixed: float, sequential: float, wanted: float, look: Look) -> None:
    """Mark the length of a pilot that is enough, and that of the sequential test."""
    axis.plot(fixed, wanted, "o", mfc="white", mec=look.colour, mew=1.5)
    if sequential <= axis.get_xlim()[1]:  # it stands on the axis, half of it outside
        axis.plot(sequential, 0.0, "^", mfc=look.colour, mec=INK, mew=0.5, clip_on=False, zorder=3)


def _name(loss: float, sd: float | None) -> str:
    return f"{loss:g} sd" if sd is None else f"{100 * loss * sd:.2g} % of demand ({loss:g} sd)"


def _title(losses: Sequence[float], lengths: Sequence[float], names: Sequence[str], miss: float) -> str:
    smallest = int(np.argmin(losses))
    days = int(np.ceil(lengths[smallest]))
    return f"To see a loss of {names[smallest]} in {100 * (1 - miss):.0f} of 100 pilots, one must last {days} days"


def _check(losses: Sequence[float], most: int, sd: float | None) -> None:
    if not len(losses):
        raise InputError("power_curve: losses: must be at least one, in standard deviations of a day")
    if not most >= 1:
        raise InputError(f"power_curve: most = {most}: must be 1 day or more")
    if sd is not None and not sd > 0.0:
        raise InputError(f"power_curve: sd = {sd}: must be above 0")
