"""Entries of the reference, read from the class of a behaviour, its docstring and its parameters."""

import inspect
import re
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from jitagents import behaviours
from jitagents.behaviours.base import Behaviour
from jitagents.catalogue import first_words
from jitagents.config_directory import conf_directory
from jitagents.parameters import Parameters
from jitagents.scenario.setup import STAGES

SECTION = re.compile(r"^(Formula|Source):\n((?:    .*\n?|\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a behaviour, as text.

    Attributes:
        name: in Python and in YAML.
        default: in YAML.
        unit, limits, meaning: empty where there are none.
    """

    name: str
    default: str
    unit: str
    limits: str
    meaning: str


@dataclass(frozen=True)
class Entry:
    """A behaviour.

    Attributes:
        stage: that it belongs to.
        cls: its class.
        sentence: the first of its docstring.
        words: the rest of the docstring; may be empty.
        formula: from the docstring, line by line; empty where there is none.
        source: author and year; empty where there is none.
        choice: on the command line, e.g. `ordering=jit`; empty where no file configures it.
        told: first comment of that file.
        parameters: in the order of the class.
    """

    stage: str
    cls: type[Behaviour]
    sentence: str
    words: str
    formula: str
    source: str
    choice: str
    told: str
    parameters: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.cls.__name__


def stages() -> dict[str, type[Behaviour]]:
    """The stages in the order of the day's decisions, and their base classes."""
    return {str(name): cls for name, cls in STAGES.items() if isinstance(cls, type) and issubclass(cls, Behaviour)}


def entries(stage: str) -> list[Entry]:
    """List the behaviours of a stage in alphabetical order, with those of the user that are imported."""
    return [_entry(stage, cls) for cls in concrete(stages()[stage])]


def concrete(base: type[Behaviour]) -> list[type[Behaviour]]:
    """List the concrete classes below a base class, ours and the user's, in alphabetical order."""
    below, classes = [base], set[type[Behaviour]]()
    while below:
        cls = below.pop()
        below += cls.__subclasses__()
        ours = cls.__module__.startswith("jitagents.")
        if not _is_abstract(cls) and (not ours or cls.__module__.startswith(behaviours.__name__)):
            classes.add(cls)
    return sorted(classes, key=lambda cls: cls.__name__)


def _is_abstract(cls: type) -> bool:
    return any(getattr(getattr(cls, name), "__isabstractmethod__", False) for name in dir(cls))


def configuration(stage: str, cls: type[Behaviour]) -> Path:
    """Path of the file that configures a class; the file may not exist."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
    return conf_directory() / stage / f"{name}.yaml"


def _entry(stage: str, cls: type[Behaviour]) -> Entry:
    text = inspect.cleandoc(cls.__doc__ or "") + "\n"
    sections = {name: inspect.cleandoc(body) for name, body in SECTION.findall(text)}
    sentence, _, words = SECTION.sub("", text).strip().partition("\n\n")
    path = configuration(stage, cls)
    written: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return Entry(
        stage=stage,
        cls=cls,
        sentence=" ".join(sentence.split()),
        words=words.strip(),
        formula=sections.get("Formula", ""),
        source=" ".join(sections.get("Source", "").split()),
        choice=f"{stage}={path.stem}" if path.is_file() else "",
        told=first_words(path) if path.is_file() else "",
        parameters=tuple(_parameter(item, written) for item in fields(cls)),
    )


def _parameter(item: Field[Any], written: dict[str, Any]) -> Parameter:
    stated, default = item.metadata, item.default
    if item.default_factory is not MISSING:
        default = item.default_factory()
    shown = written.get(item.name, default)
    return Parameter(
        name=item.name,
        default="must be given" if shown == "???" else _short(default if isinstance(shown, dict) else shown),
        unit=str(stated.get("unit", "")),
        limits=_limits(stated),
        meaning=str(stated.get("meaning", "")),
    )


def _limits(stated: Any) -> str:
    if choices := stated.get("choices"):
        return " or ".join("null" if choice is None else str(choice) for choice in choices)
    low, high = stated.get("low", float("-inf")), stated.get("high", float("inf"))
    parts = [f"from {low:g}" if low > float("-inf") else "", f"up to {high:g}" if high < float("inf") else ""]
    return " ".join(filter(None, parts))


def _short(value: Any) -> str:
    if isinstance(value, Parameters):
        return type(value).__name__
    if value is None or value is MISSING:
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)
