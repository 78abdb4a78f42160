"""Errors of a configuration, explained in one sentence."""

from collections.abc import Sequence
from typing import Any

from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import InterpolationResolutionError, MissingMandatoryValue, OmegaConfBaseException

from jitagents.config_directory import conf_directory, groups, top_level_keys
from jitagents.errors import listed, nearest
from jitagents.guard import GROUP_VALUE
from jitagents.places import elsewhere

AMBIGUOUS = "Ambiguous value for argument '"
"""Beginning of Hydra's error for a value with a comma in a single run."""
NO_NAMES = ("null", "true", "false")
ERRORS = (HydraException, OmegaConfBaseException)


def explained(error: Exception, overrides: Sequence[str] = ()) -> str:
    """Explain an error of Hydra or OmegaConf in one sentence, with the nearest valid name.

    Args:
        error: what was raised.
        overrides: those that were being read.

    Raises:
        Exception: the error itself, if it is of another kind.
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
        allowed = "give the name of a choice, as in ordering=jit; to change its values, ordering.cover=2"
        return f"{', '.join(named) or 'a group'}: {allowed}"
    if not isinstance(error, ERRORS):
        raise error
    return _explained_by_cause(error, overrides)


def _explained_by_cause(error: Exception, overrides: Sequence[str] = ()) -> str:
    """The same for an error of OmegaConf, which Hydra may have wrapped."""
    text = " ".join(str(error).split())
    if text.startswith(AMBIGUOUS):
        key, _, value = text.removeprefix(AMBIGUOUS).partition("' 1.")[0].partition("=")
        in_quotes = repr(value) if "'" not in value else f'"{value}"'
        return f"{key}={value}: a name with a comma needs quotes, {key}={in_quotes}; for several runs, --multirun"
    cause = error.__cause__ if isinstance(error.__cause__, OmegaConfBaseException) else error
    if not isinstance(cause, OmegaConfBaseException):
        key = text.partition("Could not override '")[2].partition("'")[0]
        group, wrapped, place = key.partition("@")
        if wrapped and group in groups():
            return f"{key}: no {group} behaviour is wrapped at {place}; choose one that wraps first, as ordering=panic"
        return _no_group(key, overrides) if key else text
    key = f"{cause.full_key or cause.key!s}"
    if isinstance(cause, InterpolationResolutionError):
        return f"{key}: refers to something that is not there ({str(cause).partition(chr(10))[0]})"
    if isinstance(cause, MissingMandatoryValue):
        return f"{key}: must be given, e.g. {key}=…"
    if "is not in struct" in str(cause) and "/" in key:
        return _no_group(key)
    if "is not in struct" in str(cause) and isinstance(cause.parent_node, DictConfig):
        return _no_key(key, cause.parent_node, overrides)
    if "Cannot merge DictConfig with ListConfig" in str(cause):
        return f"{key}: must be a list, as {key}=[…]"
    return f"{key}: {str(cause).partition(chr(10))[0]}"


def _no_key(key: str, node: DictConfig, overrides: Sequence[str]) -> str:
    """Explain that a mapping has no such key, with those beside it or the place where there is one."""
    parent, _, last = key.rpartition(".")
    if parent.endswith(".target"):
        value = next((one.partition("=")[2] for one in overrides if one.partition("=")[0].lstrip("+") == key), "…")
        return f"{key}: the target is stated in another way there; write {parent}={{{last}: {value}}}"
    beside = [f"{parent}.{name}" if parent else name for name in map(str, node) if name not in ("hydra", "_target_")]
    root: Any = OmegaConf.to_container(node._get_root(), throw_on_missing=False)
    there = elsewhere(key, root, conf_directory())
    if not beside and not there:
        return f"{key}: {parent} has no keys here; state it as a whole, {parent}={{…}}, or add to it with +{key}"
    return f"{key}: there is no such key; {f'{there}{listed(beside)}' if there else nearest(key, beside)}"


def _no_group(key: str, overrides: Sequence[str] = ()) -> str:
    """Explain why a group cannot be chosen from: it does not exist, the choice lacks the part, or a plus is missing."""
    if key in groups() and key not in top_level_keys():
        choice = next((one.partition("=")[2] for one in overrides if one.partition("=")[0] == key), "NAME")
        known = sorted(path.stem for path in (conf_directory() / key).glob("*.yaml"))
        hint = "" if choice in known else f"; {nearest(choice, known)}"
        return f"{key}={choice}: no {key} is chosen by itself, so that a plus is needed: +{key}={choice}{hint}"
    group, _, part = key.rpartition("/")
    if group and (conf_directory() / key).is_dir():
        return f"{key}: the {group} behaviour that is chosen has no {part}; choose one that has, as {group}=hybrid"
    return f"{key}: there is no such group; {nearest(key, groups())}"
