"""Identity of code: it changes with what the code does, and with nothing else."""

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jitagents.code_identity import Identity

HEAD = "import numpy as np\nfrom dataclasses import dataclass\n"


def identity(source: str, name: str = "rule") -> list[str]:
    module = ModuleType("lesson")
    exec(compile(HEAD + source, "lesson.py", "exec"), vars(module))
    found = Identity("lesson")
    found.add("rule", getattr(module, name))
    assert not found.unknown
    return found.parts


PLAIN = "def rule(seen):\n    return 2 * seen.demand\n"
HELPED = "def helper(x):\n    return 2 * x\ndef rule(seen):\n    return helper(seen.demand)\n"
GLOBAL = "TIMES = 2\ndef rule(seen):\n    return TIMES * seen.demand\n"
NESTED = "def rule(seen):\n    double = lambda x: 2 * x\n    return double(seen.demand)\n"
DEFAULT = "def rule(seen, times=2):\n    return times * seen.demand\n"
CLOSED = "def make(times):\n    return lambda seen: times * seen.demand\nrule = make(2)\n"
METHOD = "class rule:\n    def decide(self, seen):\n        return 2 * seen.demand\n"
BASE = "class Base:\n    def twice(self, x):\n        return 2 * x\nclass rule(Base):\n    pass\n"
ATTRIBUTE = "class rule:\n    times = 2\n    def decide(self, seen):\n        return self.times * seen.demand\n"
FIELD = "@dataclass(frozen=True)\nclass rule:\n    times: float = 2\n"
PROPERTY = "class rule:\n    @property\n    def times(self):\n        return 2\n"
ARRAY = "TABLE = np.array([2.0, 5.0])\ndef rule(seen):\n    return TABLE[0]\n"
PARTIAL = "from functools import partial\ndef f(times, seen):\n    return times * seen\nrule = partial(f, 2)\n"


@pytest.mark.parametrize(
    "source",
    [PLAIN, HELPED, GLOBAL, NESTED, DEFAULT, CLOSED, METHOD, BASE, ATTRIBUTE, FIELD, PROPERTY, ARRAY, PARTIAL],
)
def test_a_number_in_it_counts_and_its_layout_does_not(source: str) -> None:
    assert identity(source) == identity(source)
    assert identity(source.replace("2", "3")) != identity(source)
    commented = source.replace(":\n    ", ":  # so it is\n\n    ")
    assert identity(commented) == identity(source)


def test_words_about_it_do_not_count() -> None:
    assert identity(PLAIN.replace(":\n", ':\n    """Twice."""\n', 1)) == identity(
        PLAIN.replace(":\n", ':\n    """Double."""\n', 1)
    )


def test_what_refers_to_itself_ends() -> None:
    source = "def rule(n):\n    return 1 if n < 2 else n * rule(n - 1)\n"
    assert identity(source) == identity(source)


@pytest.mark.parametrize("value", [object(), iter([1]), memoryview(b"x")])
def test_what_cannot_be_told_is_named(value: Any) -> None:
    def rule() -> Any:
        return value

    found = Identity(__name__)
    found.add("rule", rule)
    assert found.unknown == ["value"]


def test_values_of_numpy_count_by_their_content() -> None:
    def of(rule: Callable[..., Any]) -> list[str]:
        found = Identity(__name__)
        found.add("rule", rule)
        return found.parts

    assert of(partial(max, np.ones(3))) == of(partial(max, np.ones(3)))
    assert of(partial(max, np.ones(3))) != of(partial(max, np.ones(4)))
