"""Trust: the packages whose classes a configuration may name, and the directory that they may lie in."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

TRUST = "JITAGENTS_TRUST"
"""Environment variable with further packages whose classes a configuration may name, separated by commas."""
OURS = "jitagents"
SAFE_PATH = "PYTHONSAFEPATH"
"""Environment variable by which a new Python does not look for modules in the current directory."""


def trusted_packages() -> tuple[str, ...]:
    """`jitagents`, and the packages that the user trusts in the environment (`--trust` puts them there)."""
    return (OURS, *filter(None, (name.strip() for name in os.environ.get(TRUST, "").split(","))))


class TrustedHere(MetaPathFinder):
    """Finder of trusted packages in the current directory, and of nothing else there.

    With the directory itself on Python's path, any file of it with the name of a library would be imported instead of
    the library. Installed packages come first.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of a trusted top-level package; None for all others and for their parts."""
        if path is not None or fullname not in trusted_packages()[1:]:
            return None
        return PathFinder.find_spec(fullname, [str(Path.cwd())], target)


def look_here() -> None:
    """Let trusted packages be imported from the current directory, in this process."""
    if not any(isinstance(finder, TrustedHere) for finder in sys.meta_path):
        sys.meta_path.append(TrustedHere())


@contextmanager
def safe_start() -> Iterator[None]:
    """Keep Pythons that are started meanwhile from looking for modules in the current directory.

    A Python started with `-c` or `-m`, as servers of processes are, looks there first, even for the standard library.
    """
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE_PATH]
        else:
            os.environ[SAFE_PATH] = before


@contextmanager
def not_from_here() -> Iterator[None]:
    """Remove the current directory from Python's path meanwhile, unless the user's PYTHONPATH names it."""
    before, here = list(sys.path), os.path.realpath(os.curdir)
    wanted = {os.path.realpath(one) for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one}
    sys.path[:] = [one for one in before if os.path.realpath(one) != here or here in wanted]
    try:
        yield
    finally:
        sys.path[:] = before
