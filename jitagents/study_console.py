"""Lines of a run on the console: before it, what is going to be simulated; after it, what came out."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import wrap

from rich import box
from rich.markup import escape
from rich.table import Table

from jitagents import console
from jitagents.points import told
from jitagents.results import Results, size_limits
from jitagents.results.crisis_words import crisis_of, described
from jitagents.results.labels import called
from jitagents.results.manifest import Manifest
from jitagents.results.own import explained
from jitagents.results.units import MONEY, Units
from jitagents.results.views.base import ConsoleTable
from jitagents.results.warm_up import too_short
from jitagents.scenario.replications import told as told_range
from jitagents.study import Study

GAP, NARROW = 3, 10
"""Between columns; and a column whose intervals stand below the means."""
NO_BREAK = "\N{NO-BREAK SPACE}"
KEPT = re.compile(r"(?<=\d) (?=%)| (?=±)|(?<=±) |(?<=≥) |(?<=\d) (?=(?:million|billion|trillion)\b)")
"""Spaces at which no line may break."""
FEW, NAMED = 5, 12
"""Names up to which all are said, and variants."""


def announce(study: Study, folder: Path, complete: bool) -> None:
    """Print what is going to be simulated, with the targets and buffers that were searched for."""
    network, config, units = study.network, study.config, Units.of(study.config)
    size = f"{len(network.agents):,} agents, {len(network.lanes):,} lanes"
    console.OUT.print(f"[bold]{escape(study.name)}[/] on {escape(network.name)}: {size}")
    twins = ", each in calm and in crisis" if config["crisis"] else ", calm only"
    labels = config["labels"] or {}

    def shown(name: str) -> str:
        return str(labels.get(name, name))

    said = [("variants", _few([shown(name) for name in study.configs], NAMED))]
    said += [
        ("levels", f"{key}: {_few([told(value) for value in values])}") for key, values in study.levels.values.items()
    ]
    said += [("crisis", line) for line in _crisis_lines(study)]
    said += [("buffers", f"{shown(name)} puts them {route}") for name, route in study.routes.items()]
    numbers = study.replications
    said += [("runs", f"{len(numbers)} replications{f', {told_range(numbers)}' if numbers.start else ''}{twins}")]
    said += [(units.times, f"{config['days']} measured, after {config['warmup']} of warm-up")]
    items = sorted(set(network.agents["item"][network.agents["kind"] == "buyer"].astype(str)))
    said += [("sold", f"{_few(items)}{'' if units.currency == MONEY else f'; money is in {units.currency}'}")]
    said += [("note", notice) for notice in study.notices]
    if complete:
        said.append(("note", f"{folder} holds this study already: it is opened, not run again"))
    elif held := study.held(folder):
        said.append(("note", f"{folder} holds {told_range(held)}: only the others are simulated"))
    if not complete and (done := study.kept(folder)):
        said.append(("note", f"goes on where it was stopped: {done} chunks are done"))
    _listed((f"  {what}", text) for what, text in said)


def _crisis_lines(study: Study) -> Iterable[str]:
    """A line for each disruption, and one for each target that was searched for."""
    labels = {str(name): str(label) for name, label in (study.config["labels"] or {}).items()}
    for name, finding in study.findings.items():
        tried = f"{len(finding.ranking)} tried, of {finding.candidates} candidates"
        yield f"{name} acts on {labels.get(finding.name, finding.name)}: its loss costs the most final output ({tried})"
    crisis = called(crisis_of(study.config, Manifest(variants=study.configs)), lambda name: labels.get(name, name))
    targets = [labels.get(name, name) for name in study.overview.targets]
    yield from described(crisis, study.levels.values, targets, Units.of(study.config))


def _few(names: Sequence[str], most: int = FEW) -> str:
    """The names, or the first of many."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def conclude(results: Results, folder: Path) -> None:
    """Print the table and the findings, and where everything lies."""
    whole = results.table()
    frame = whole.head(size_limits.ROWS)
    if len(frame.columns):
        console.OUT.print("\n[bold]Means with 95 % intervals[/]")
        with explained("view", results.view):
            shown = results.view.on_console(results.shown, frame)
        console.OUT.print(_table(shown))
        times = Units.of(results.config).times
        if frame.astype(str).apply(lambda column: column.str.contains("≥")).any(axis=None):
            console.OUT.print(f"≥: some replications had no loss and count with the rest of the {times}\n")
        if cut := size_limits.cut(len(whole)):
            console.OUT.print(f"{cut}\n")
    _listed(("-", sentence) for sentence in results.findings())
    notices = (*results.own.notices, *too_short(results), *results.figures_left_out.values())
    _listed(("note", sentence) for sentence in notices)
    console.OUT.print(f"\nresults: {escape(str(folder))}", soft_wrap=True)


def _listed(rows: Iterable[tuple[str, str]]) -> None:
    """Lines with a mark or a name in front, the text hanging; numbers stay with their units."""
    lines = [*rows]
    indent = max((len(mark) for mark, _ in lines), default=0) + 2
    room = max(console.OUT.width - indent, NARROW)
    for mark, sentence in lines:
        kept = wrap(KEPT.sub(NO_BREAK, sentence), room, break_on_hyphens=False) or [""]
        for number, line in enumerate(kept):
            text = (mark if number == 0 else "").ljust(indent) + line.replace(NO_BREAK, " ")
            console.OUT.print(escape(text), soft_wrap=True)


def _table(shown: ConsoleTable) -> Table:
    """A table that fits 80 columns: an interval goes below its mean where there is no room beside it."""
    first, names = shown.heading, list(shown.columns)
    cells = [[str(cell) for cell in row] for row in shown.rows]
    if shown.may_drop:
        names, cells = _fitting(names, cells, shown.labels)
    narrow = (
        sum(max(map(len, column)) + GAP for column in zip([first, *names], *cells, strict=True)) > console.OUT.width
    )
    if narrow and not first:
        rest = sum(GAP + max(map(_wide, column)) for column in zip(names, *(row[1:] for row in cells), strict=True))
        cells = [[_broken(row[0], console.OUT.width - rest - 1), *row[1:]] for row in cells]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    for number, name in enumerate((first, *names)):
        is_label = number < shown.labels
        table.add_column(escape(name), justify="left" if is_label else "right", no_wrap=is_label)
    for row in cells:
        table.add_row(*(escape(_below(cell) if narrow else cell) for cell in row))
    return table


def _fitting(names: list[str], cells: list[list[str]], labels: int) -> tuple[list[str], list[list[str]]]:
    """The columns for which there is room beside those that name the rows, one at least."""
    room = console.OUT.width - sum(max(len(row[at]) for row in cells) + GAP for at in range(labels))
    columns = labels + max(int(room // (NARROW + GAP)), 1)
    return names[: columns - 1], [row[:columns] for row in cells]


def _below(cell: str) -> str:
    """An interval below its mean."""
    return cell.replace(" ±", "\n±")


def _wide(cell: str) -> int:
    """Columns that a cell takes where its interval stands below its mean."""
    return max(map(len, _below(cell).split("\n")))


def _broken(label: str, room: int) -> str:
    """The label of a row, its unit on a line of its own where there is no room beside it."""
    return label.replace(" (", "\n    (") if len(label) > room else label
