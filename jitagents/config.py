"""Configuration: composed with overrides, as the command line does, and read as plain values."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from hydra import version
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.version import VersionBase
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from jitagents.config_directory import conf_directory
from jitagents.config_errors import ERRORS, explained
from jitagents.errors import InputError
from jitagents.guard import GuardedLoader

CONFIG, VERSION_BASE = "config", "1.3"
SEARCH_PATH = "hydra.searchpath="
CODED = "_named_"
"""Prefix of a key that encodes a name."""
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def as_ours() -> Iterator[None]:
    """Let Hydra behave as its version 1.3, and restore it afterwards: a program around us may use another version."""
    with _ONE_AT_A_TIME:
        base = VersionBase.instance()
        before = base.getbase()
        version.setbase(VERSION_BASE)
        try:
            yield
        finally:
            base.version_base = before


@cache
def loader() -> GuardedLoader:
    """The loader of the configuration; it shares no state with a Hydra app or notebook that calls us."""
    with as_ours():
        return GuardedLoader(conf_directory())


def composed(overrides: Sequence[str]) -> DictConfig:
    """Compose the configuration with overrides, as the command line does.

    Args:
        overrides: `hydra.searchpath=[DIR]` among them names directories with further configurations.

    Raises:
        InputError: an override names something that does not exist, or sets what a configuration must not.
    """
    try:
        with as_ours():
            return loader().compose(CONFIG, list(overrides))
    except InputError:
        raise
    except (*ERRORS, ValueError) as error:
        raise InputError(explained(error, overrides)) from error


def searching(overrides: Sequence[str], folders: Sequence[str | Path]) -> list[str]:
    """Add directories of the user to the search path of choices; choices of jitagents keep their meaning.

    Args:
        overrides: as asked for; `hydra.searchpath=[DIR]` among them adds directories too.
        folders: directories with choices, as `DIR/ordering/mine.yaml`.
    """
    stated = [one for one in overrides if one.lstrip("+").startswith(SEARCH_PATH)]
    searched: list[str | Path] = [*folders]
    for one in OverridesParser.create().parse_overrides(stated):
        value = one.value()
        if not isinstance(value, list):
            return [*overrides]  # it is refused as it stands
        searched += map(str, value)
    rest = [one for one in overrides if one not in stated]
    return [*rest, f"{SEARCH_PATH}[{','.join(map(_quoted, searched))}]"] if searched else rest


def _quoted(folder: str | Path) -> str:
    """A directory as an absolute path in quotes for Hydra's parser; addresses of other kinds are kept."""
    text = str(folder)
    if "://" not in text:
        text = str(Path(text).expanduser().absolute())
    return "'" + re.sub(r"(\\+)(?='|$)", r"\1\1", text).replace("'", "\\'") + "'"


def plain(config: DictConfig) -> dict[str, Any]:
    """The configuration as plain values with all references resolved, without Hydra's own part.

    Raises:
        InputError: a value is missing or a reference leads nowhere.
    """
    try:
        own = _without_hydras(config) if "hydra" in config else config
        node = OmegaConf.to_container(own, resolve=True, throw_on_missing=True)
    except OmegaConfBaseException as error:
        raise InputError(explained(error)) from error
    assert isinstance(node, dict)
    return {str(key): decoded(value) for key, value in node.items()}


def _without_hydras(config: DictConfig) -> DictConfig:
    return OmegaConf.masked_copy(config, [str(key) for key in config if key != "hydra"])


def coded(name: str) -> str:
    """Encode a name as a key of Hydra's grammar, in which keys have neither quotes nor accents."""
    return f"{CODED}{name.encode().hex()}"


def decoded(node: Any) -> Any:
    """A configuration with the encoded names of its keys decoded."""
    if isinstance(node, dict):
        return {_meant(key): decoded(value) for key, value in node.items()}
    return [decoded(value) for value in node] if isinstance(node, list) else node


def _meant(key: Any) -> Any:
    is_coded = isinstance(key, str) and key.startswith(CODED)
    return bytes.fromhex(key.removeprefix(CODED)).decode() if is_coded else key
