"""The Hydra app: a counterpart of `hydra.main` with a loader that checks every configuration before it is used."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any

from hydra import version
from hydra._internal.hydra import Hydra
from hydra._internal.utils import get_args_parser
from hydra.types import RunMode
from omegaconf import DictConfig

from jitagents.config import CONFIG, VERSION_BASE, loader, searching
from jitagents.errors import Faults, InputError
from jitagents.guard import fault_of_folder

NAME = "jitagents"
REFUSED = {
    "config_path": "--config-path: the configuration is jitagents' own; add yours with --config-dir DIR",
    "config_name": "--config-name: the configuration is jitagents' own; add yours with --config-dir DIR",
    "experimental_rerun": "--experimental-rerun: a pickle can hold any code, so none is read; a run goes on when it is "
    "started again with its hydra.run.dir",
}
"""Hydra's flags that would replace the configuration, and the message for each."""

COMMANDS = ("run", "multirun", "cfg", "shell_completion", "info")


type Look = Callable[[DictConfig, bool], None]
"""A callback that is given the composed configuration, and whether it is of a sweep."""


class JobFailed(Exception):
    """A job of a sweep cannot be run; the fault has been printed, and the other jobs go on.

    Args:
        code: exit code of the sweep.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class ObservedHydra(Hydra):
    """Hydra with a callback between composing and making directories."""

    look: Look | None = None

    def compose_config(self, *args: Any, **kwargs: Any) -> DictConfig:
        """Compose a configuration, and show it to the callback."""
        config = super().compose_config(*args, **kwargs)
        if self.look is not None:
            self.look(config, kwargs["run_mode"] is RunMode.MULTIRUN)
        return config


def start(task: Callable[[DictConfig], object], arguments: Sequence[str], look: Look) -> None:
    """Carry out a command line of Hydra: run a task, once or for each job of a sweep, or show a configuration.

    Args:
        task: a function of the composed configuration.
        arguments: flags of Hydra's, and overrides.
        look: a callback that is given the configuration before Hydra makes a directory for it.

    Raises:
        InputError: the command line or a configuration asks for something that is not allowed.
    """
    parser = get_args_parser()
    asked = _asked(parser, arguments)
    version.setbase(VERSION_BASE)
    hydra = ObservedHydra(task_name=NAME, config_loader=loader())
    if asked.help:
        hydra.app_help(CONFIG, parser, asked)
    elif asked.hydra_help:
        hydra.hydra_help(None, parser, asked)
    elif asked.cfg:
        hydra.show_cfg(CONFIG, asked.overrides, asked.cfg, asked.package, asked.resolve)
    elif asked.shell_completion:
        _complete(hydra, asked.overrides)
    elif asked.info:
        hydra.show_info(asked.info, CONFIG, asked.overrides)
    elif asked.multirun or "hydra.mode=MULTIRUN" in asked.overrides:
        hydra.look = look
        hydra.multirun(CONFIG, task, _in_mode(asked.overrides, "MULTIRUN"))
    else:
        hydra.look = look
        hydra.run(CONFIG, task, _in_mode(asked.overrides, "RUN"))


def _asked(parser: ArgumentParser, arguments: Sequence[str]) -> Namespace:
    """Parse the command line, with the directories of the user as a part of Hydra's search path.

    Raises:
        InputError: a flag that is refused, or a directory that is not there.
    """
    several = ArgumentParser(add_help=False, allow_abbrev=False)
    several.add_argument("--config-dir", "-cd", action="append", default=[])
    folders, rest = several.parse_known_args(arguments)
    asked = parser.parse_args(rest)
    faults = Faults()
    faults.add(*(message for flag, message in REFUSED.items() if getattr(asked, flag) is not None))
    if asked.config_dir is not None:
        folders.config_dir.append(asked.config_dir)
    faults.add(*(fault for folder in folders.config_dir if (fault := fault_of_folder(folder))))
    commands = [name for name in COMMANDS if getattr(asked, name)]
    if len(commands) > 1:
        faults.add(f"{' and '.join(f'--{name.replace("_", "-")}' for name in commands)}: one of them at a time")
    faults.tell()
    if not asked.shell_completion:
        asked.overrides = searching(asked.overrides, folders.config_dir)
    return asked


def _in_mode(overrides: Sequence[str], mode: str) -> list[str]:
    return [*(one for one in overrides if not one.startswith("hydra.mode=")), f"hydra.mode={mode}"]


def _complete(hydra: Hydra, overrides: list[str]) -> None:
    """Complete a word of a shell, or install the completion; exit silently if the words before it are refused."""
    try:
        hydra.shell_completion(CONFIG, overrides)
    except InputError:
        sys.exit(1)
