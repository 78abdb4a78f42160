"""Configuration: its directory, its composition, and plain explanations of its errors."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from hydra import version
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from hydra.version import VersionBase
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import InterpolationResolutionError, MissingMandatoryValue, OmegaConfBaseException

from jitagents.errors import InputError, listed, nearest
from jitagents.guard import GROUP_VALUE, GuardedLoader
from jitagents.places import elsewhere

CONFIG, VERSION_BASE = "config", "1.3"
SEARCH_PATH = "hydra.searchpath="
CODED = "_named_"
"""Prefix of a key that encodes a name."""
AMBIGUOUS = "Ambiguous value for argument '"
"""Beginning of Hydra's error for a value with a comma in a single run."""
NO_NAMES = ("null", "true", "false")
ERRORS = (HydraException, OmegaConfBaseException)


def conf_directory() -> Path:
    """The absolute directory of the configuration: the package's own if installed from a wheel, else the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / "conf"
    return installed if installed.is_dir() else package.parent / "conf"


@cache
def groups() -> tuple[str, ...]:
    """The names of the config groups."""
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
