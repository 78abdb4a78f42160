"""The console: the output of every command, and messages when it cannot go on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from jitagents.config_directory import top_level_keys
from jitagents.errors import InputError
from jitagents.text import LAYOUT, visible


class SafeConsole(Console):
    """A terminal to which no text gives commands: what cannot be seen is shown as its escape."""

    def render_str(self, text: str, **options: Any) -> Text:
        """A text, or a cell of a table, as it is printed."""
        return super().render_str(visible(text, LAYOUT), **options)


OUT, ERRORS = SafeConsole(highlight=False), SafeConsole(stderr=True, soft_wrap=True, highlight=False)
BAD_INPUT = 2
"""Exit code of a command whose input is at fault."""


def separate(title: str) -> None:
    """Begin one of several runs."""
    OUT.rule(escape(title), align="left")


def busy(what: str) -> AbstractContextManager[object]:
    """Show that something takes a moment."""
    return ERRORS.status(what)


def show_choices(choices: Mapping[str, Mapping[str, str]]) -> None:
    """Print what there is to choose from: a row a choice, with a plus where no study has one by itself."""
    width = max((len(choice) for there in choices.values() for choice in there), default=0)
    for group, there in choices.items():
        plus = "" if group.partition("/")[0] in top_level_keys() else "+"
        OUT.print(f"[bold]{plus}{escape(group)}=[/]")
        rows = Table.grid(padding=(0, 2))
        rows.add_column(width=width + 2)
        for choice, words in there.items():
            rows.add_row(f"  {escape(choice)}", escape(words))
        OUT.print(rows)


def show_versions(versions: Mapping[str, str]) -> None:
    """Print the versions behind the numbers."""
    OUT.print(", ".join(f"{name} {number}" for name, number in versions.items()), soft_wrap=True)


def show_copies(folder: str, copies: Sequence[Path]) -> None:
    """Print what was copied, and how to open a notebook."""
    OUT.print(f"{len(copies)} files copied to {escape(folder)}")
    OUT.print(f"open the notebooks with: jupyter lab {escape(folder)}/notebooks", soft_wrap=True)


def complain(faults: Sequence[str]) -> None:
    """Print what is wrong, a line for each fault."""
    several = len(faults) > 1
    ERRORS.print(f"[bold red]jitagents:[/] {f'{len(faults)} faults' if several else escape(faults[0])}")
    for fault in faults if several else ():
        ERRORS.print(f"  - {escape(fault)}")


def of_system(error: OSError) -> str:
    """A sentence on what the system refused, and for which file."""
    if isinstance(error, FileExistsError) and Path(error.filename).is_file():
        return f"{error.filename}: is a file, where a directory is to be made; choose another one"
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def exit_code(work: Callable[[], None]) -> int:
    """Do the work of a command; return 0, or 2 where its input or a file was at fault, which is printed."""
    try:
        work()
    except InputError as error:
        complain(error.faults)
        return BAD_INPUT
    except OSError as error:
        complain([of_system(error)])
        return BAD_INPUT
    return 0


def wrote(paths: Iterable[Path]) -> None:
    """Print the files that were written."""
    for path in paths:
        OUT.print(f"written: {escape(str(path))}", soft_wrap=True)


def stopped(why: str = "") -> None:
    """Print how to go on with what was stopped; by default a study, whose chunks are kept."""
    usual = "Chunks that were done are kept; to go on, give the same command and its hydra.run.dir"
    ERRORS.print(f"\n[bold]stopped.[/] {escape(why) or usual}", soft_wrap=True)
