"""The text of files and overrides: counted before anything is made of it."""

import os
from pathlib import Path

import pytest

from jitagents.errors import InputError
from jitagents.guard.plain import content_of
from jitagents.guard.text import MOST_BYTES, check_file, check_overrides

BOMB = "a: &a [" + ", ".join("x" * 10) + "]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcde", "bcdef", strict=True)
)  # fmt: skip
"""A million values in a few hundred letters."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: 1\nb: [x, y]", 7),
        ("a: &a [1, 2]\nb: *a", 9),
        ("a: ${b}", 8),
        ("a: " + "x" * 250, 5),
    ],
    ids=["plain", "an alias counts as what it stands for", "a reference counts as six", "a long text"],
)
def test_the_number_of_values(text: str, values: int, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    assert check_file(path) == values


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (BOMB.encode(), "more than 11,000 values"),
        (b"a: &a [*a]", "the alias *a stands for nothing before it, or is a part of itself"),
        (b"a: !!python/object/apply:os.system [ls]", "the tag 'tag:yaml.org,2002:python/object/apply:os.system'"),
        (b"a: " + b"[" * 101 + b"]" * 101, "nested deeper than 100 levels"),
        (b"a: \xff", "is not UTF-8 text"),
        (b"a: [", "is not YAML"),
        (b"a" * (MOST_BYTES + 1), "larger than 500,000 bytes"),
    ],
)
def test_a_file_that_is_refused(content: bytes, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        check_file(path)
    [told] = error.value.faults
    assert told.startswith(f"{path}: {fault}")


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        ("a=" + "x" * 25_000, "25,002 letters"),
        ("a=[" + "1," * 1_500 + "1]", "1,501 parts"),
        ("k" * 251 + "=1", "a key of 251 letters; 250 are allowed"),
        ("a=" + "[" * 21 + "]" * 21, "nested deeper than 20 levels"),
        ("a=\x00", "signs that cannot be printed"),
    ],
)
def test_an_override_that_is_refused(override: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        check_overrides([override])


def test_overrides_at_their_bounds() -> None:
    check_overrides(["a=" + "x" * 20_000, "k" * 250 + "=1", "b=" + "[" * 20 + "]" * 20])


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert content_of(tmp_path / "link", 5) == b"12345"
    with pytest.raises(OSError, match="link"):
        content_of(tmp_path / "link", follow=False)
    with pytest.raises(ValueError, match="it has 5 bytes; allowed: 4 at most"):
        content_of(tmp_path / "file", 4)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="is no plain file"):
        content_of(tmp_path / "pipe")
