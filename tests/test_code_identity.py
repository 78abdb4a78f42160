"""Identity of code: it changes with what the code does, and with nothing else."""

import importlib
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
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


@pytest.mark.parametrize(
    "importing",
    [
        "from plant_of_lesson.tools import twice",
        "from plant_of_lesson import tools",
        "import plant_of_lesson.tools as t",
        "import plant_of_lesson.tools",
    ],
)
def test_other_modules_of_the_package_count(importing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever way they are imported; other packages count by name."""
    call = importing.split()[-1] + ("" if importing.endswith("twice") else ".twice")
    files = {
        "plant_of_lesson/__init__.py": "",
        "plant_of_lesson/tools.py": "FACTOR = 2\ndef twice(x):\n    return FACTOR * x\ndef unused():\n    return 5\n",
        "plant_of_lesson/rules.py": f"{importing}\ndef rule(seen):\n    return {call}(seen.demand)\n",
    }
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # which is taken for that of another text of the same second

    def read(old: str, new: str, home: str = "plant_of_lesson.rules") -> list[str]:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text.replace(old, new))
        for name in [name for name in sys.modules if name.startswith("plant_of_lesson")]:
            del sys.modules[name]
        importlib.invalidate_caches()
        found = Identity(home)
        found.add("rule", importlib.import_module("plant_of_lesson.rules").rule)
        return found.parts

    assert read("", "") == read("", "") == read("return 5", "return 67")
    assert read("FACTOR = 2", "FACTOR = 31") != read("", "")
    assert read("FACTOR = 2", "FACTOR = 31", "another.module") == read("", "", "another.module")


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
