"""Charts of weeks as SVG, drawn by the server: no script, no file from outside, sharp on a phone and on a wall."""

from collections.abc import Mapping, Sequence
from math import ceil, floor

from markupsafe import Markup, escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 400, 180, 30, 84, 10, 24
DECADE = 10
"""Weeks from one label of the axis to the next."""
TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


def chart(lines: Mapping[str, Sequence[float]], weeks: int, title: str, horizontal: str) -> Markup:
    """Draw lines over the weeks; each has its colour, its dashes and its name at its end.

    Args:
        lines: values of each week from the first on, by name.
        weeks: width of the chart.
        title: read by screen readers.
        horizontal: name of the axis of weeks.
    """
    values = [value for line in lines.values() for value in line]
    low, high, step = _scale(min(values, default=0.0), max(values, default=0.0))
    across, up = (WIDTH - LEFT - RIGHT) / max(weeks - 1, 1), (HEIGHT - TOP - BOTTOM) / (high - low)

    def x(week: int) -> float:
        return LEFT + (week - 1) * across

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (value - low) * up

    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(title)}</title>']
    for tick in range(low, high + 1, step):
        kind = "zero" if tick == 0 else "grid"
        parts.append(f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick}</text>')
    parts += [
        f'<text class="tick" x="{x(week):.1f}" y="{HEIGHT - 10}" text-anchor="middle">{week}</text>'
        for week in sorted({1, *range(DECADE, weeks + 1, DECADE)})
    ]
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT + 14}" y="{HEIGHT - 10}">{escape(horizontal)}</text>')
    drawn = {name: line for name, line in lines.items() if len(line)}
    labels = _apart([y(line[-1]) for line in drawn.values()])
    for number, ((name, line), height) in enumerate(zip(drawn.items(), labels, strict=True)):
        points = " ".join(f"{x(week):.1f},{y(value):.1f}" for week, value in enumerate(line, start=1))
        parts.append(f'<polyline class="line line{number % 5}" points="{points}"/>')
        parts.append(
            f'<text class="name line{number % 5}" x="{x(len(line)) + 6:.1f}" y="{height + 4:.1f}">{escape(name)}</text>'
        )
    return Markup("".join(parts) + "</svg>")


def _scale(least: float, most: float) -> tuple[int, int, int]:
    """Ends of an axis, and the step of its ticks, that are whole and hold 0."""
    span = max(most, 0.0) - min(least, 0.0)
    step = next((tick for tick in TICKS if span / tick <= 6), ceil(span / 6))
    low, high = floor(min(least, 0.0) / step) * step, ceil(max(most, 1.0) / step) * step
    return low, max(high, low + step), step


def _apart(heights: Sequence[float], gap: float = 13.0) -> list[float]:
    """Heights of labels, moved apart so that all can be read."""
    placed = dict[int, float]()
    for number in sorted(range(len(heights)), key=lambda one: heights[one]):
        above = max(placed.values(), default=-gap)
        placed[number] = max(heights[number], above + gap)
    over = max([*placed.values(), 0.0]) - (HEIGHT - BOTTOM)
    return [placed[number] - max(over, 0.0) for number in range(len(heights))]
