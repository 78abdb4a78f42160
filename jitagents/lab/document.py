"""The state as a file of the configuration, and back: the command line runs it to the same numbers."""

import shlex
from pathlib import Path
from typing import Any

import yaml

from jitagents.config_directory import groups
from jitagents.errors import InputError
from jitagents.lab.experiment import Experiment
from jitagents.lab.state import State
from jitagents.lab.values import values_of
from jitagents.scenario.settings import SHARED

NAME = "lab"
HEADER = """\
# @package _global_
# A state of the laboratory. As DIR/experiment/{name}.yaml it runs by: jitagents --config-dir DIR +experiment={name}
# In the laboratory again: jitagents lab --open FILE
"""


def command(experiment: Experiment, state: State) -> str:
    """The command that runs a state."""
    words = ["jitagents", f"study={experiment.study}", *experiment.overrides(state)]
    return " ".join(map(shlex.quote, words))


def document(experiment: Experiment, state: State) -> str:
    """A state as an experiment of the configuration: the network and the crisis first, all else as a variant.

    Raises:
        InputError: an override of the command line that takes something away (`~key`), which a file cannot.
    """
    first, shared, variant = [{"override /study": experiment.study}], dict[str, Any](), list[str]()
    for one in experiment.overrides(state):
        key, _, value = one.partition("=")
        name = key.lstrip("+")
        if one.startswith("~"):
            raise InputError(f"{one}: cannot be written into a file")
        if name in ("network", "crisis", "experiment"):
            first.append({name: value} if key.startswith("+") else {f"override /{name}": value})
        elif name in SHARED:
            shared[name] = values_of([f"{name}={value}"])[name]
        else:
            variant.append(one)
    first.sort(key=lambda one: "override /study" in one)  # behind the network, which may choose behaviours
    content = {"defaults": first, "study": NAME, **shared, "variants": {state.method: variant}}
    return HEADER.format(name=NAME) + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def read(path: Path) -> tuple[str, list[str]]:
    """The study and the overrides of a file that `document` has written.

    Raises:
        InputError: it is none.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        (variant,) = content["variants"].values()
        if not isinstance(variant, list) or not all(isinstance(one, str) for one in variant):
            raise TypeError
        chosen = {key.removeprefix("override /"): value for one in content["defaults"] for key, value in one.items()}
        study = chosen.pop("study")
        shared = {key: value for key, value in content.items() if key in SHARED and key not in ("study", "variants")}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: is no state of the laboratory ({type(error).__name__})") from None
    stated = [f"{'' if key in groups() and key != 'experiment' else '+'}{key}={value}" for key, value in chosen.items()]
    return study, [*stated, *(f"{key}={_text(value)}" for key, value in shared.items()), *variant]


def _text(value: Any) -> str:
    """A plain value as the text of an override."""
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
        .removesuffix("\n")
        .removesuffix("\n...")
    )
