"""Configuration: where it lies, how it is composed, and what a wrong name meant."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from jitagents.errors import InputError, nearest

VERSION_BASE = "1.3"


def conf_directory() -> Path:
    """The absolute directory of the configuration: the package's own if installed from a wheel, else the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / "conf"
    return installed if installed.is_dir() else package.parent / "conf"


def choices(group: str) -> list[str]:
    """The choices of a config group, by name."""
    return sorted(path.stem for path in (conf_directory() / group).glob("*.yaml"))


def groups() -> list[str]:
    """The config groups."""
    return sorted(path.name for path in conf_directory().iterdir() if path.is_dir())


def composed(overrides: Sequence[str], name: str = "config") -> DictConfig:
    """Compose the configuration with overrides, as the command line does.

    Raises:
        InputError: an override names something that does not exist.
    """
    try:
        if GlobalHydra.instance().is_initialized():
            return compose(name, overrides=list(overrides))
        with initialize_config_dir(str(conf_directory()), version_base=VERSION_BASE):
            return compose(name, overrides=list(overrides))
    except (HydraException, OmegaConfBaseException) as error:
        raise InputError(explained(error)) from error


def plain(config: DictConfig) -> dict[str, Any]:
    """The configuration as plain values, all references worked out, without Hydra's own part.

    Raises:
        InputError: a value is missing or a reference leads nowhere.
    """
    try:
        node = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    except OmegaConfBaseException as error:
        raise InputError(explained(error)) from error
    assert isinstance(node, dict)
    return {str(key): value for key, value in node.items() if key != "hydra"}


def explained(error: Exception) -> str:
    """One clear sentence for an error of Hydra or OmegaConf, with the nearest valid name."""
    text = str(error)
    if missing := re.search(r"Could not find '([\w/@.-]+)/([^'/]+)'", text):
        group, choice = missing.groups()
        return f"{group}={choice}: there is no such choice; {nearest(choice, choices(group))}"
    if lost := re.search(r"Could not override '([^']+)'|Key '([^']+)' is not in struct", text):
        key = lost[1] or _full_key(text) or lost[2]
        return f"{key}: there is no such key; {nearest(key, _keys_beside(key))}"
    if unset := re.search(r"Missing mandatory value: (\S+)", text):
        key = _full_key(text) or unset[1]
        return f"{key}: must be given, e.g. {key}=…"
    return " ".join(text.split())


def _full_key(text: str) -> str | None:
    found = re.search(r"full_key: (\S+)", text)
    return found[1] if found else None


def _keys_beside(key: str) -> list[str]:
    """The keys that could have been meant: those of the same node in the default configuration, and the groups."""
    with initialize_config_dir(str(conf_directory()), version_base=VERSION_BASE):
        default = compose("config")
    parent = key.rpartition(".")[0]
    node = OmegaConf.select(default, parent) if parent else default
    beside = [f"{parent}.{name}" if parent else str(name) for name in (node if isinstance(node, DictConfig) else ())]
    return sorted({*beside, *([] if parent else groups())})
