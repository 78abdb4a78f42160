"""The look that the figures of the debrief share: a panel a seat, a thin line a board."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.setup import SEATS
from jitagents.column import Array
from jitagents.plots.style import COLOURS, GREY, INK, PALE, RC, Picture
from jitagents.translation import Translation

WIDTH, HEIGHT = 10.0, 3.4
"""Of a row of four panels, inches."""
SEAT_COLOURS = dict(zip(SEATS, COLOURS, strict=False))


@contextmanager
def picture(caption: str, title: str, width: float = WIDTH, height: float = HEIGHT) -> Iterator[Picture]:
    """A figure in the look of all others."""
    with rc_context(RC):
        figure = Picture(width, height, caption)
        yield figure
        figure.suptitle(title, x=0.01, ha="left")


def by_seat(
    played: Played, values: Array, label: str, words: tuple[str, str], say: Translation, *, demand: bool = False
) -> Callable[[], Picture]:
    """Return the drawing of a panel a seat on one scale: a thin line a board, their mean, and the customers.

    Args:
        played: the boards.
        values: of each week `(weeks, seats, boards)`.
        label: of the axis.
        words: title and caption.
        say: the language.
        demand: whether the customers' orders are drawn too.
    """

    def draw() -> Picture:
        title, caption = words
        weeks = range(1, played.length + 1)
        with picture(caption, title) as figure:
            axes: list[Axes] = list(figure.subplots(1, len(SEATS), sharex=True, sharey=True))
            for place, (seat, axis) in enumerate(zip(SEATS, axes, strict=True)):
                boards = values[:, place]
                if boards.shape[1] > 1:
                    axis.step(weeks, boards, where="mid", color=SEAT_COLOURS[seat], linewidth=0.6, alpha=0.4)
                axis.step(weeks, boards.mean(axis=1), where="mid", color=SEAT_COLOURS[seat], linewidth=2)
                if demand:
                    axis.step(weeks, played.customers, where="mid", color=INK, linewidth=1, linestyle="--")
                axis.axhline(0, color=GREY, linewidth=0.8, zorder=1)
                axis.set_title(say(seat))
                axis.set_xlabel(say("week"))
                axis.grid(axis="y", color=PALE)
                axis.xaxis.set_major_locator(MaxNLocator(5, integer=True))
            axes[0].set_ylabel(label)
            axes[0].set_xlim(0.5, played.length + 0.5)
        return figure

    return draw
