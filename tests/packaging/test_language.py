"""The language of the code: docstrings that name their subject, and names of the field."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import jitagents

PACKAGE = Path(jitagents.__file__).parent
BEGINNING = re.compile(r"(?:[^:.\n]{1,40}: )?(?:what|who|whom|whose|how|where)\b", re.IGNORECASE)
"""A docstring with this beginning, also after a title, does not name its subject."""
FORMER = frozenset(
    {
        "bench", "benches", "blow", "blows", "cast", "desk", "desks", "fog", "ground", "portrait", "prey",
        "rehearsal", "rehearse", "strike", "strikes", "struck", "sway", "veil", "veils",
    }
)  # fmt: skip
"""Words that once stood for ideas of the field; the glossary in CONTRIBUTING.md has the words to use."""
PARTS = sorted(
    path.stem
    for path in PACKAGE.iterdir()
    if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("__")
)


def modules(part: str) -> Iterator[tuple[Path, ast.Module]]:
    """The modules of a part of the package, parsed."""
    files = (PACKAGE / part).rglob("*.py") if (PACKAGE / part).is_dir() else [PACKAGE / f"{part}.py"]
    for file in files:
        yield file.relative_to(PACKAGE), ast.parse(file.read_text())


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The docstrings of modules, classes, functions and constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value


def bound(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The names that a module gives to classes, functions, parameters, variables and attributes, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def words(name: str) -> set[str]:
    """The words of a name in snake case or camel case."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@pytest.mark.parametrize("part", PARTS)
def test_docstrings_name_their_subject(part: str) -> None:
    faults = [
        f"{file}:{docstring.lineno}: {str(docstring.value).strip().splitlines()[0]}"
        for file, tree in modules(part)
        for docstring in docstrings(tree)
        if BEGINNING.match(str(docstring.value).strip())
    ]
    assert not faults, "begin with a noun phrase or a verb:\n" + "\n".join(faults)


@pytest.mark.parametrize("part", PARTS)
def test_names_are_those_of_the_field(part: str) -> None:
    faults = [str(file) for file, _ in modules(part) if {word for name in file.parts for word in words(name)} & FORMER]
    faults += [
        f"{file}:{line}: {name}" for file, tree in modules(part) for line, name in bound(tree) if words(name) & FORMER
    ]
    assert not faults, "see the glossary in CONTRIBUTING.md:\n" + "\n".join(faults)


def test_the_checks_find_what_they_look_for() -> None:
    assert all(map(BEGINNING.match, ("What it is.", "Chains: who is short", "Where goods wait")))
    assert not any(map(BEGINNING.match, ("Whatever is ready", "True where goods wait.")))
    assert words("SimulationState_of") == {"simulation", "state", "of"}
    assert words("on_strike") & FORMER
    assert not words("grounded") & FORMER
