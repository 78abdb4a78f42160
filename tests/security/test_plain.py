"""Files that are none: devices, pipes, logs that never end, links, directories; each is refused at once."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket
from time import monotonic

import pytest

from jitagents.behaviours.demand import Replay
from jitagents.errors import InputError
from jitagents.guard.plain import content_of

SOON = 5.0
"""Seconds in which an answer must be there; a pipe would block for ever."""


@contextmanager
def soon() -> Iterator[None]:
    start = monotonic()
    yield
    assert monotonic() - start < SOON


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def socketed(path: Path) -> Path:
    with socket(AF_UNIX, SOCK_STREAM) as end:
        end.bind(str(path))
    return path


def linked(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def directory(path: Path) -> Path:
    path.mkdir()
    return path


def circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


KINDS: dict[str, Callable[[Path], Path]] = {
    "pipe": pipe, "socket": socketed, "link to a device": linked, "directory": directory, "circle": circle,
    **{name: lambda _, name=name: Path(name) for name in (  # type: ignore[misc]
        "/dev/zero", "/dev/random", "/dev/urandom", "/dev/full", "/dev/tty", "/proc/kmsg", "/dev/kmsg", "/dev/stdin",
    )},
}  # fmt: skip
KIND = pytest.mark.parametrize("kind", KINDS)


@KIND
@pytest.mark.parametrize("most", [None, 1000])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path, kind: str, most: int | None) -> None:
    path = KINDS[kind](tmp_path / "x.csv")
    if kind == "/dev/stdin" and Path(os.path.realpath(path)).is_file():
        pytest.skip("the input of these tests is a plain file")
    with soon(), pytest.raises(OSError):  # noqa: PT011
        content_of(path, most)


@KIND
def test_a_table_that_is_no_plain_file_is_told(tmp_path: Path, kind: str) -> None:
    path = KINDS[kind](tmp_path / "x.csv")
    with soon(), pytest.raises(InputError, match=r"no ordinary file|a directory|cannot be opened|there is no file"):
        Replay(file=str(path), column="units").series  # noqa: B018


def test_a_pipe_with_a_writer_is_refused_too(tmp_path: Path) -> None:
    path = pipe(tmp_path / "x.csv")
    code = "import sys, time; file = open(sys.argv[1], 'w'); file.write('units\\n5\\n'); file.flush(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(path)]) as writer:
        try:
            with soon(), pytest.raises(OSError, match="is no plain file"):
                content_of(path)
        finally:
            writer.kill()


@pytest.mark.parametrize("name", ["/proc/self/pagemap", "/proc/kcore", "/proc/self/mem"])
def test_a_file_that_never_ends_has_a_bound(name: str) -> None:
    """The system says that some of them are plain, of no bytes."""
    if not Path(name).exists():
        pytest.skip(f"there is no {name} here")
    with soon(), pytest.raises((OSError, ValueError)):
        content_of(Path(name), 10_000)


def test_a_large_file_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.truncate(2**40)  # a hole, which takes no room
    with soon(), pytest.raises(ValueError, match=r"it has 1,099,511,627,776 bytes; allowed: 1,000 at most"):
        content_of(path, 1000)


def test_a_file_of_just_the_bound_is_read(tmp_path: Path) -> None:
    path, link = tmp_path / "x.csv", tmp_path / "link.csv"
    path.write_bytes(b"12345")
    link.symlink_to(path)
    assert content_of(path, 5) == content_of(path) == content_of(link) == b"12345"
    assert content_of(path, 5, follow=False) == b"12345"
    with pytest.raises(ValueError, match="allowed: 4 at most"):
        content_of(path, 4)
    with pytest.raises(OSError):  # noqa: PT011
        content_of(link, follow=False)


def test_a_file_of_the_system_is_read_whole() -> None:
    """It is plain and says that it has no bytes."""
    if not Path("/proc/version").exists():
        pytest.skip("there is no /proc here")
    assert content_of(Path("/proc/version"), 10_000) == Path("/proc/version").read_bytes()
