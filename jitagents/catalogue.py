"""Catalogue of the groups of choices, each choice with the first comment line of its file."""

from collections.abc import Sequence
from pathlib import Path

from jitagents.config_directory import conf_directory
from jitagents.errors import InputError, nearest
from jitagents.guard.text import read

type Choices = dict[str, dict[str, str]]
"""Group -> choice -> its description."""


def choices(folders: Sequence[Path] = ()) -> Choices:
    """All groups and their choices, in alphabetical order.

    Args:
        folders: directories of the user, as given to `--config-dir`; choices of jitagents keep their descriptions.

    Raises:
        InputError: one of the directories is not there.
    """
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        raise InputError(*(f"--config-dir {folder}: there is no such directory" for folder in missing))
    known: Choices = {}
    for folder in (conf_directory(), *folders):
        for path in sorted(folder.glob("*/**/*.yaml")):
            if not str(path.relative_to(folder)).isprintable():
                continue
            group, choice = path.relative_to(folder).with_suffix("").as_posix().rsplit("/", 1)
            known.setdefault(group, {}).setdefault(choice, first_words(path))
    return {group: dict(sorted(named.items())) for group, named in sorted(known.items())}


def of_group(group: str, known: Choices) -> Choices:
    """The choices of one group.

    Raises:
        InputError: there is no such group.
    """
    if group not in known:
        raise InputError(f"--list {group}: there is no such group; {nearest(group, known)}")
    return {group: known[group]}


def first_words(path: Path) -> str:
    """The first comment line of a file; empty if it does not begin with one."""
    try:
        text = read(path)
    except (InputError, OSError, UnicodeDecodeError):
        return "cannot be read"
    first = next((line for line in text.splitlines() if not line.startswith("# @")), "")
    comment = first.removeprefix("#").strip() if first.startswith("#") else ""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in comment)
