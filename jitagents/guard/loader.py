"""Loader of configurations: Hydra's own, with every tree checked before anything is made of it."""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.utils import create_config_search_path
from hydra.core.object_type import ObjectType
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from jitagents.errors import Faults, InputError
from jitagents.guard import nodes, text
from jitagents.guard.names import fault_of_name, fault_of_path
from jitagents.guard.references import ALLOWED_IN_PATHS, References, targets
from jitagents.guard.repository import CheckedRepository, CountingRepository, forget_changed
from jitagents.trust import not_from_here

GROUP_VALUE = "Config group override must be a string or a list"
"""Beginning of the ValueError that Hydra raises for a group with another kind of value."""

PLACES = ("run.dir", "sweep.dir", "sweep.subdir")
"""Hydra's keys that state directories."""
CURRENT = "hydra.runtime.cwd"
MOST_KEPT = 200
"""Configurations of choices that are kept, of about 50 kilobytes each."""


class GuardedLoader(ConfigLoaderImpl):
    """Hydra's loader, through which every composed tree goes: runs, jobs of a sweep, help, completion, variants.

    Args:
        folder: the configuration of jitagents.
    """

    def __init__(self, folder: Path) -> None:
        with not_from_here():  # where Hydra looks for plug-ins
            path = create_config_search_path(str(folder))
        super().__init__(path)
        self.repository = CheckedRepository(path)
        self._plain = ConfigLoaderImpl(path)
        self._stated: dict[tuple[str, ...], Any] = {}
        self._chosen: dict[tuple[str, ...], tuple[bytes, Mapping[str, Any]]] = {}

    def load_configuration(
        self,
        config_name: str | None,
        overrides: list[str],
        run_mode: RunMode,
        from_shell: bool = True,
        validate_sweep_overrides: bool = True,
    ) -> DictConfig:
        """Compose a configuration, and check it.

        Raises:
            InputError: it would run code, write where the user has not said, or never end.
        """
        with _in_a_sentence():
            text.check_overrides(overrides)
            config = super().load_configuration(config_name, overrides, run_mode, from_shell, validate_sweep_overrides)
            tree: Any = OmegaConf.to_container(config, resolve=False)
            hydras = tree.pop("hydra")
            if overrides:  # without any, nothing of the user's is in it
                nodes.check_tree(hydras, self._stated_by(config_name, hydras["overrides"]["hydra"]))
            References(tree).check()
            _check_places(config, hydras)
        return config

    def compose(self, config_name: str, overrides: list[str]) -> DictConfig:
        """Compose a configuration without Hydra's own part, and check it.

        What the choices of groups determine is composed once, and values are set in a copy of it: the variants of a
        study, and studies of one session, share their choices.

        Raises:
            InputError: as `load_configuration`.
        """
        with _in_a_sentence():
            text.check_overrides(overrides)
            parsed = OverridesParser.create().parse_overrides(overrides=overrides)
            if any(nodes.is_hydras(one.key_or_group) or one.is_sweep_override() for one in parsed):
                return _without_hydras(self.load_configuration(config_name, overrides, RunMode.RUN, from_shell=False))
            nodes.check_overrides(parsed)
            _check_references(parsed)
            setting = [one for one in parsed if self._sets_a_value(one)]
            kept, hydras = self._of_choices(config_name, [one for one in parsed if one not in setting])
            config: DictConfig = pickle.loads(kept)  # in a fifth of the time of a deep copy
            self._apply_overrides_to_config(setting, config)
            tree: Any = OmegaConf.to_container(config, resolve=False)
            References(tree).check()
            _check_places(config, hydras)
        return config

    def _sets_a_value(self, one: Override) -> bool:
        """Whether an override sets a value, and does not choose from a group; as Hydra tells them apart."""
        return isinstance(one.value(), dict) or not self.repository.group_exists(one.key_or_group)

    def _of_choices(self, config_name: str, choosing: Iterable[Override]) -> tuple[bytes, Mapping[str, Any]]:
        """The configuration that choices of groups determine, pickled, and Hydra's own part; kept while files are."""
        asked = [one.input_line or "" for one in choosing]
        if forget_changed():
            self._chosen.clear()
        if (config_name, *asked) not in self._chosen:
            config = self.load_configuration(config_name, asked, RunMode.RUN, from_shell=False)
            hydras: Any = OmegaConf.to_container(config.hydra, resolve=False)
            if len(self._chosen) == MOST_KEPT:
                self._chosen.pop(next(iter(self._chosen)))
            self._chosen[config_name, *asked] = pickle.dumps(_without_hydras(config)), hydras
        return self._chosen[config_name, *asked]

    def get_group_options(
        self,
        group_name: str,
        results_filter: ObjectType | None = ObjectType.CONFIG,
        config_name: str | None = None,
        overrides: list[str] | None = None,
    ) -> list[str]:
        """List the choices of a group, or the groups within it; nothing is parsed where nothing is overridden."""
        if config_name is None and not overrides:
            return self.repository.get_group_options(group_name, results_filter)
        return super().get_group_options(group_name, results_filter, config_name, overrides)

    def _parse_overrides_and_create_caching_repo(
        self, config_name: str | None, overrides: list[str]
    ) -> tuple[list[Override], CountingRepository]:
        """Hydra's step between the command line and the files, with both checked."""
        parsed = OverridesParser.create().parse_overrides(overrides=overrides)
        nodes.check_overrides(parsed)
        _check_references(parsed)
        repository = CountingRepository(CheckedRepository(self.config_search_path))
        self._process_config_searchpath(config_name, parsed, repository)
        return parsed, repository

    def _stated_by(self, config_name: str | None, overrides: list[str]) -> Mapping[str, Any]:
        """Hydra's own part as its defaults, our configuration and overrides determine it, without files of the user."""
        asked = tuple(one for one in overrides if "hydra.searchpath" not in one)
        if (config_name or "", *asked) not in self._stated:
            config = self._plain.load_configuration(config_name, [*asked], RunMode.RUN, validate_sweep_overrides=False)
            tree: Any = OmegaConf.to_container(config.hydra, resolve=False)
            self._stated[config_name or "", *asked] = tree
        stated: Mapping[str, Any] = self._stated[config_name or "", *asked]
        return stated


def _without_hydras(config: DictConfig) -> DictConfig:
    with open_dict(config):
        del config["hydra"]
    return config


def _check_references(overrides: Iterable[Override]) -> None:
    """Check the references in what is chosen: Hydra works them out before the configuration is composed."""
    for one in overrides:
        value: Any = one.value()
        if not nodes.is_hydras(one.key_or_group):
            for part in value if isinstance(value, list) else [value]:
                targets(part if isinstance(part, str) else "", one.key_or_group)


def _check_places(config: DictConfig, hydras: Mapping[str, Any]) -> None:
    """Check the values that become parts of paths: the study's name, and the values that a stated path refers to."""
    stated = {f"hydra.{part}": str(hydras[part.partition(".")[0]][part.partition(".")[2]]) for part in PLACES}
    used = {key: place for place, text in stated.items() for key in targets(text, place, ALLOWED_IN_PATHS)}
    faults = Faults()
    for key, place in sorted({"study": "", **used}.items()):
        value = OmegaConf.select(config, key, throw_on_missing=False, throw_on_resolution_failure=False)
        if value is None:
            continue
        if nodes.is_hydras(key):
            fault = fault_of_path(str(value), anywhere=key == CURRENT)
            faults.add(*([f"{place}: ${{{key}}} is {fault}{_without(key)}"] if fault else []))
        else:
            fault = fault_of_name(str(value) if isinstance(value, int | float) else value)
            faults.add(*([f"{key}: {fault}"] if fault else []))
    faults.tell()


def _without(key: str) -> str:
    leave_out = "; leave out what it comes from by hydra.job.config.override_dirname.exclude_keys=[KEY]"
    return leave_out if key == "hydra.job.override_dirname" else ""


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Turn errors of composing, other than Hydra's own, into input errors."""
    try:
        yield
    except HydraException as error:
        key = str(getattr(error.__cause__ or error.__context__, "full_key", None) or "")
        if nodes.is_hydras(key) and str(error).startswith("In '"):  # a file is merged
            raise nodes.changed([key]) from error
        raise
    except (InputError, OmegaConfBaseException):
        raise
    except RecursionError:
        raise InputError(
            "the configuration is nested without end, or its defaults or references lead in a circle"
        ) from None
    except Exception as error:
        if GROUP_VALUE in str(error):
            raise
        why = " ".join(str(error).split())[:200]
        raise InputError(f"the configuration cannot be composed ({type(error).__name__}: {why})") from error
