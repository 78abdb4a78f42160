"""Effects of swept keys by regression, against exact linear responses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jitagents.results.design import Design


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 3)), min_size=4, max_size=12, unique=True))
def test_a_linear_response_gives_back_its_coefficients(points: list[tuple[int, int]]) -> None:
    levels = [f"level {number}" for number in range(len(points))]
    a, b = (np.array(column, dtype=float) for column in zip(*points, strict=True))
    design = Design.of({"x.a": list(a), "x.b": list(b)}, levels)
    responses = 7.0 + np.outer(a, [1.0, -2.0, 0.0]) + np.outer(b, [0.5, 3.0, 1.0])
    if design.confounded:
        assert np.linalg.matrix_rank(np.column_stack([np.ones_like(a), a, b])) < 3
        return
    for key, expected in (("x.a", [1, -2, 0]), ("x.b", [0.5, 3, 1])):
        effect = design.effect(key, levels, responses)
        if effect is not None:
            np.testing.assert_allclose(effect, expected, atol=1e-9)


def test_a_key_that_does_not_vary_or_is_a_name_has_no_effect() -> None:
    design = Design.of({"a": [1.0, 2.0, 3.0], "b": [5.0, 5.0, 5.0], "c": ["x", "y", "z"]}, ["p", "q", "r"])
    responses = np.arange(6.0).reshape(3, 2)
    assert design.effect("b", ["p", "q", "r"], responses) is None
    assert design.effect("c", ["p", "q", "r"], responses) is None
    assert design.effect("a", ["p", "q", "r"], responses) == pytest.approx([2, 2])


def test_what_is_a_full_factorial() -> None:
    assert Design.of({"a": [1, 1, 2, 2], "b": [1, 2, 1, 2]}, list("pqrs")).factorial
    assert not Design.of({"a": [1, 2, 3], "b": [1, 2, 3]}, list("pqr")).factorial
