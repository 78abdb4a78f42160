"""The contract that every behaviour of every stage inherits."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from jitagents.behaviours.base import Behaviour, Memory, remember
from jitagents.build import build
from jitagents.column import Array
from tests.contract.conftest import COMPANIONS, ROWS, WORLDS, Sample, configuration, node, stage, written


class Contract:
    """What holds for any behaviour class: it explains itself, and a file configures exactly it."""

    base: ClassVar[type[Behaviour]]

    def test_the_docstring_begins_with_a_sentence(self, cls: type[Behaviour]) -> None:
        assert cls.__doc__
        assert not cls.__doc__.startswith(f"{cls.__name__}("), "dataclass wrote it"
        assert "." in cls.__doc__

    def test_every_number_has_a_meaning(self, cls: type[Behaviour]) -> None:
        for item in fields(cls):
            if any(kind in str(item.type) for kind in ("Number", "int", "float")):
                assert item.metadata.get("meaning"), item.name
                assert "unit" in item.metadata, item.name

    def test_one_file_configures_it(self, cls: type[Behaviour], recording: Path) -> None:
        path = configuration(cls)
        assert path.is_file(), f"{cls.__name__} needs {path.parent.name}/{path.name}"
        stated = written(cls)
        assert stated.pop("_target_") == f"jitagents.behaviours.{stage(cls)}.{cls.__name__}"
        assert set(stated) == {item.name for item in fields(cls)}
        made = build(node(cls, recording), stage(cls))
        assert type(made) is cls
        for name, value in stated.items():
            if not isinstance(value, dict | list) and value != "???":
                assert getattr(made, name) == value

    def test_it_is_frozen(self, behaviour: Behaviour) -> None:
        with pytest.raises(AttributeError):
            behaviour.anything = 1.0  # type: ignore[attr-defined]


class Elementwise(Contract):
    """What holds where each stock point is decided on by itself: arrays `(rows, worlds)` in and out."""

    nonnegative = True

    def call(self, behaviour: Behaviour, sample: Sample, day: int, memory: Memory) -> tuple[Array, ...]:
        """What the behaviour makes of a day."""
        raise NotImplementedError

    def memory(self, behaviour: Behaviour, sample: Sample) -> Memory:
        """The memory before day 1."""
        memory = remember(behaviour, *sample.days[0]["stock"].shape)
        behaviour.begin(sample.seen(0), memory)
        return memory

    def run(self, behaviour: Behaviour, sample: Sample) -> list[Array]:
        """What it makes of all days, copied."""
        fitted = behaviour.fit(sample.plan)
        memory = self.memory(fitted, sample)
        days = range(1, len(sample.days) + 1)
        return [np.array(part) for day in days for part in self.call(fitted, sample, day, memory)]

    def test_shape_and_range(self, behaviour: Behaviour, sample: Sample) -> None:
        for part in self.run(behaviour, sample):
            assert np.broadcast_shapes(part.shape, (ROWS, WORLDS)) == (ROWS, WORLDS)
            assert np.isfinite(part).all()
            assert (part >= 0).all() or not self.nonnegative

    def test_it_is_pure(self, behaviour: Behaviour, sample: Sample) -> None:
        before, twin = repr(vars(behaviour)), sample.at()
        copies = [{name: record.copy() for name, record in day.items()} for day in sample.days]
        first = self.run(behaviour, sample)
        assert all(np.array_equal(*pair) for pair in zip(first, self.run(behaviour, twin), strict=True))
        assert all(
            np.array_equal(day[name], copy[name]) for day, copy in zip(sample.days, copies, strict=True) for name in day
        )
        assert repr(vars(behaviour)) == before

    def test_it_writes_no_memory_but_its_own(self, behaviour: Behaviour, sample: Sample) -> None:
        memory = self.memory(behaviour.fit(sample.plan), sample)
        shapes = {name: column.shape for name, column in memory.items()}
        held = dict(memory)
        self.call(behaviour.fit(sample.plan), sample, 1, memory)
        assert {name: column.shape for name, column in memory.items()} == shapes
        assert set(memory) == set(behaviour.depths())
        assert all(memory[name] is column for name, column in held.items())

    @pytest.mark.parametrize("axis", ["rows", "worlds"])
    def test_it_does_not_matter_who_stands_where(self, behaviour: Behaviour, sample: Sample, axis: str) -> None:
        rows, worlds = np.array([3, 0, 4, 2, 1]), np.array([2, 0, 1])
        moved = {"rows": (rows, slice(None)), "worlds": (slice(None), worlds)}[axis]
        whole, parts = self.run(behaviour, sample), self.run(behaviour, sample.at(*moved))
        for part, expected in zip(parts, whole, strict=True):
            full = np.broadcast_to(expected, (ROWS, WORLDS))[moved[0]][:, moved[1]]
            np.testing.assert_allclose(np.broadcast_to(part, (ROWS, WORLDS)), full, rtol=1e-12)

    def test_a_parameter_may_differ_by_world(
        self, swept: tuple[type[Behaviour], str], sample: Sample, recording: Path
    ) -> None:
        """What a world gets from an array is what it gets from its number alone."""
        cls, name = swept
        highest = limit(cls, name)
        given = COMPANIONS.get((cls.__name__, name), {}) | {name: min(highest, 1.0)}
        behaviour = replace(build(node(cls, recording), stage(cls)), **given)
        values = np.array([0.2, 0.5, 1.0]) * highest if highest <= 1 else np.array([1.0, 2.0, 4.0])
        together = self.run(replace(behaviour, **{name: values[None]}), sample)
        matters = False
        for world, value in enumerate(values):
            of_world = sample.at(worlds=[world])
            alone = self.run(replace(behaviour, **{name: float(value)}), of_world)
            other = self.run(replace(behaviour, **{name: float(values[world - 1])}), of_world)
            matters |= any(not np.array_equal(*pair) for pair in zip(alone, other, strict=True))
            for part, expected in zip(together, alone, strict=True):
                of_part = np.broadcast_to(part, (ROWS, WORLDS))[:, [world]]
                np.testing.assert_allclose(of_part, np.broadcast_to(expected, (ROWS, 1)), rtol=1e-12)
        assert matters, f"{name} changes nothing"


def limit(cls: type[Behaviour], name: str) -> Any:
    """The highest value of a parameter."""
    return next(item.metadata["high"] for item in fields(cls) if item.name == name)
