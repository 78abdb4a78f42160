"""Command line of contests: the rules of a directory play, the leader board is printed and written."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from jitagents import console
from jitagents.study import load
from jitagents.teaching.contest.arguments import read
from jitagents.teaching.contest.contest import Contest
from jitagents.teaching.contest.outputs import Shown


def run(arguments: Sequence[str]) -> int:
    """Let the rules of a directory play; return the exit code."""

    def work() -> None:
        asked = read(arguments)
        contest = Contest.from_files(load(asked.study, asked.overrides), asked.directory, asked.seconds)
        shown = Shown(contest, asked.metric, asked.most)
        for path in asked.outputs:
            shown.write(path)
        _print(shown)
        console.wrote(asked.outputs)

    return console.exit_code(work)


def _print(shown: Shown) -> None:
    table = Table("rank", "name", escape(shown.heading), "behind the first")
    for row in shown.rows:
        table.add_row(*map(escape, row))
    console.OUT.print(table)
    console.OUT.print(escape(shown.sentence), soft_wrap=True)
    for name, fault in shown.faults:
        console.OUT.print(f"[bold]{escape(name)}[/]: {escape(fault)}", soft_wrap=True)
