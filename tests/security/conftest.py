"""A marker file that no configuration may make, and a directory with configurations of a stranger's."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import call, home, undrawn

__all__ = ["call", "home", "undrawn"]

type Write = Callable[[str, str], Path]


@pytest.fixture
def mark(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file outside the run directory; it must not be there afterwards."""
    path = tmp_path_factory.mktemp("outside") / "mark"
    yield path
    assert not path.exists(), "code ran, or a file outside was written"
    assert not list(path.parent.iterdir()), "a file outside was written"


@pytest.fixture
def stranger(home: Path, mark: Path) -> Write:
    """Write a file below a stranger's directory; `MARK` stands for the marker."""

    def write(name: str, text: str) -> Path:
        path = home / "stranger" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("MARK", str(mark)), encoding="utf-8")
        return home / "stranger"

    return write
