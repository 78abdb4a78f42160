"""Configuration: where it lies, how it is composed, and what an error of it means."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import InterpolationResolutionError, MissingMandatoryValue, OmegaConfBaseException

from jitagents.errors import InputError, listed, nearest
from jitagents.places import elsewhere

VERSION_BASE = "1.3"
GROUP_VALUE = "Config group override must be a string or a list"
"""What Hydra raises, as a ValueError, if a group is given something else."""
NO_NAMES = ("null", "true", "false")
ERRORS = (HydraException, OmegaConfBaseException)


def conf_directory() -> Path:
    """The absolute directory of the configuration: the package's own if installed from a wheel, else the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / "conf"
    return installed if installed.is_dir() else package.parent / "conf"


@cache
def groups() -> tuple[str, ...]:
    """The config groups."""
    return tuple(sorted(path.name for path in conf_directory().iterdir() if path.is_dir()))


@cache
def choices(group: str) -> tuple[str, ...]:
    """The choices of a config group, `ordering` or `ordering/placement`; none if there is no such group."""
    return (
        tuple(sorted(path.stem for path in (conf_directory() / group).glob("*.yaml"))) if group in _all_groups() else ()
    )


@cache
def _all_groups() -> frozenset[str]:
    """The config groups and the groups within them."""
    root = conf_directory()
    return frozenset(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir())


@cache
def top_level_keys() -> frozenset[str]:
    """The keys that a study has: its settings, and the groups of which it has one choice each."""
    base: Any = OmegaConf.to_container(OmegaConf.load(conf_directory() / "config.yaml"))
    chosen = {group for one in base["defaults"] if isinstance(one, dict) for group in one}
    return frozenset(base) - {"defaults", "hydra"} | (chosen & {*groups()})


def composed(overrides: Sequence[str]) -> DictConfig:
    """Compose the configuration with overrides, as the command line does (with its search path, if it runs).

    Raises:
        InputError: an override names something that does not exist.
    """
    try:
        if GlobalHydra.instance().is_initialized():
            return compose("config", overrides=list(overrides))
        with initialize_config_dir(str(conf_directory()), version_base=VERSION_BASE):
            return compose("config", overrides=list(overrides))
    except (*ERRORS, ValueError) as error:
        raise InputError(explained(error, overrides)) from error


def plain(config: DictConfig) -> dict[str, Any]:
    """The configuration as plain values, all references worked out, without Hydra's own part.

    Raises:
        InputError: a value is missing or a reference leads nowhere.
    """
    try:
        own = OmegaConf.masked_copy(config, [str(key) for key in config if key != "hydra"])
        node = OmegaConf.to_container(own, resolve=True, throw_on_missing=True)
    except OmegaConfBaseException as error:
        raise InputError(explained(error)) from error
    assert isinstance(node, dict)
    return {str(key): value for key, value in node.items()}


def explained(error: Exception, overrides: Sequence[str] = ()) -> str:
    """One clear sentence for an error of Hydra or OmegaConf, with the nearest valid name.

    Args:
        error: what was raised.
        overrides: those that were being read.

    Raises:
        Exception: the error itself, if it is none of theirs.
    """
    if isinstance(error, MissingConfigException) and error.missing_cfg_file:
        group, _, choice = error.missing_cfg_file.removesuffix(".yaml").rpartition("/")
        return f"{group}={choice}: there is no such choice; {nearest(choice, error.options or ())}"
    if isinstance(error, OverrideParseException):
        why = error.message.partition("\n")[0]
        hint = """write key=value, and in brackets quote what has signs in it: 'variants={a: ["ordering=jit"]}'"""
        return f"{error.override!r} is not understood ({why}); {hint}"
    if GROUP_VALUE in str(error):
        pairs = ((one, *one.partition("=")[::2]) for one in overrides)
        named = [
            one for one, key, value in pairs if key in groups() and (value in NO_NAMES or not value.isidentifier())
        ]
        told = "give the name of a choice, as in ordering=jit; to change its values, ordering.cover=2"
        return f"{', '.join(named) or 'a group'}: {told}"
    if not isinstance(error, ERRORS):
        raise error
    return _explained_by_cause(error)


def _explained_by_cause(error: Exception) -> str:
    """The same for what OmegaConf found, which Hydra may have wrapped."""
    text = " ".join(str(error).split())
    cause = error.__cause__ if isinstance(error.__cause__, OmegaConfBaseException) else error
    if not isinstance(cause, OmegaConfBaseException):
        key = text.partition("Could not override '")[2].partition("'")[0]
        group, wrapped, place = key.partition("@")
        if wrapped and group in groups():
            return f"{key}: no {group} behaviour is wrapped at {place}; choose one that wraps first, as ordering=panic"
        return _no_group(key) if key else text
    key = f"{cause.full_key or cause.key!s}"
    if isinstance(cause, InterpolationResolutionError):
        return f"{key}: refers to something that is not there ({str(cause).partition(chr(10))[0]})"
    if isinstance(cause, MissingMandatoryValue):
        return f"{key}: must be given, e.g. {key}=…"
    if "is not in struct" in str(cause) and "/" in key:
        return _no_group(key)
    if "is not in struct" in str(cause) and isinstance(cause.parent_node, DictConfig):
        parent = key.rpartition(".")[0]
        beside = [
            f"{parent}.{name}" if parent else name
            for name in map(str, cause.parent_node)
            if name not in ("hydra", "_target_")
        ]
        root: Any = OmegaConf.to_container(cause.parent_node._get_root(), throw_on_missing=False)
        there = elsewhere(key, root, conf_directory())
        return f"{key}: there is no such key; {f'{there}{listed(beside)}' if there else nearest(key, beside)}"
    if "Cannot merge DictConfig with ListConfig" in str(cause):
        return f"{key}: must be a list, as {key}=[…]"
    return f"{key}: {str(cause).partition(chr(10))[0]}"


def _no_group(key: str) -> str:
    """Why a group is not to be chosen from: there is none, or what is chosen has no such part."""
    group, _, part = key.rpartition("/")
    if group and (conf_directory() / key).is_dir():
        return f"{key}: the {group} behaviour that is chosen has no {part}; choose one that has, as {group}=hybrid"
    return f"{key}: there is no such group; {nearest(key, groups())}"
