"""The state of a summary on disk: whole, or refused in one sentence."""

import io
from typing import Any

import numpy as np
import pytest

from jitagents.summaries.layout import Key, Layout
from jitagents.summaries.rows import row
from jitagents.summaries.state import State

LAYOUT = Layout(
    ("",), {"a": ("network", "tier:0"), "b": ("network",)}, ("cost", "first_loss", "last_loss"),
    frozenset({"first_loss", "last_loss"}), frozenset({"last_loss"}), twins=True,
    series={"a": (("owed", "network"), ("output", "network")), "b": ()}, days=6, along=("cost",),
)  # fmt: skip


def state(count: int = 5, first: int = 3) -> State:
    random = np.random.default_rng(count)
    values = {name: random.normal(size=(count, 1, len(own), 3, 2)) for name, own in LAYOUT.scopes.items()}
    days = {"a": random.normal(size=(count, *LAYOUT.daily("a")))}
    made = State(LAYOUT)
    made.add(first, row(values, days, LAYOUT), days)
    return made


def changed(content: bytes, **arrays: Any) -> bytes:
    with np.load(io.BytesIO(content)) as file:
        there = {name: file[name] for name in file.files}
    out = io.BytesIO()
    np.savez(out, **{**there, **arrays})
    return out.getvalue()


def test_it_is_read_as_it_was_written() -> None:
    one = state()
    other = State.read(one.content())
    assert other.layout == one.layout
    assert other.held == [range(3, 8)]
    assert other.content() == one.content()


def test_parts_of_a_row_do_not_overlap() -> None:
    places = LAYOUT.places
    numbers = [number for place in places.values() for number in range(place.slice.start, place.slice.stop)]
    assert numbers == [*range(LAYOUT.size)]
    assert [key for key in places if key.kind == "gap"] == [Key("gap", "a", "b")]
    assert places[Key("gap", "a", "b")].shape == (1, 1, 3, 2), "the scope that both have"
    assert Key("growth", "a") in places
    assert Key("growth", "b") not in places


@pytest.mark.parametrize(
    "arrays",
    [
        {"moments": np.zeros((1, 3, 1))},
        {"least": np.zeros(3)},
        {"keys": np.zeros(4)},
        {"counts": np.zeros(0, np.int64)},
        {"blocks": np.array([[0, 0], [0, 1]])},
        {"blocks": np.array([[-1, 0], [2, 1]])},
        {"layout": np.frombuffer(b"[]", np.uint8)},
        {"layout": np.frombuffer(b"{", np.uint8)},
        {"daily0": np.array([{}], dtype=object)},
    ],
)
def test_a_file_that_was_changed_is_refused(arrays: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # many sentences
        State.read(changed(state().content(), **arrays))


@pytest.mark.parametrize("content", [b"", b"PK", b"no file of numpy"])
def test_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # many sentences
        State.read(content)
