"""Files of a class: one Python file for each student, given by the lecturer as a directory of this machine."""

import inspect
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from jitagents.agents import SiteAgent
from jitagents.behaviours.base import Behaviour
from jitagents.errors import Faults, InputError
from jitagents.guard import fault_of_name
from jitagents.rule_errors import explained

DECIDE = "decide"
LARGEST = 200_000
"""Bytes of a file."""


def files_in(directory: str | Path) -> dict[str, Path]:
    """The Python files of a directory by the names of the students, which are those of the files.

    No file is read. Files whose name begins with an underscore or a dot are left out, and links.

    Raises:
        InputError: there is no such directory, or no file in it, or one is no name or too large.
    """
    folder, faults = Path(directory).expanduser(), Faults()
    if not folder.is_dir():
        raise InputError(f"{directory}: there is no such directory")
    found = sorted(path for path in folder.glob("*.py") if path.is_file() and not path.is_symlink())
    found = [path for path in found if path.name[0] not in "_."]
    if not found:
        raise InputError(
            f"{directory}: has no Python file; each student hands in one, NAME.py with `def decide(seen):`"
        )
    for path in found:
        if fault := fault_of_name(path.stem):
            faults.add(f"{path.name}: {fault}")
        if path.stat().st_size > LARGEST:
            faults.add(f"{path.name}: has more than {LARGEST:,} bytes")
    faults.tell()
    return {path.stem: path for path in found}


def rule_of(path: Path) -> Any:
    """Run a file, and return its rule: that of the name `decide`, or else its only class with a rule.

    The file does whatever it says: call this in a process of its own.

    Raises:
        InputError: it fails, or has no rule or several.
    """
    spec = spec_from_file_location(f"rule_of_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise InputError(f"line {error.lineno}: {error.msg}") from error
    except MemoryError:
        raise
    except Exception as error:
        raise explained(error, path.name, 0, str(path)) from error
    if callable(found := getattr(module, DECIDE, None)):
        return found
    own = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
    rules = [one for one in own if issubclass(one, Behaviour | SiteAgent) or inspect.isroutine(vars(one).get(DECIDE))]
    if len(rules) != 1:
        found = f"several rules, {', '.join(one.__name__ for one in rules)}" if rules else "no rule"
        raise InputError(f"has {found}; there must be one, `def decide(seen):`")
    return rules[0]
