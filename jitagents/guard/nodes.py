"""Hydra's own part of a configuration: the keys that the command line may set. Files may set none of them.

Hydra builds callbacks, handlers of logs, launchers and sweepers from there, sets environment variables and makes
directories, all before a study is looked at.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from hydra.core.override_parser.types import Override

from jitagents.errors import Faults, InputError, nearest
from jitagents.guard.names import fault_of_text
from jitagents.guard.references import ALLOWED_IN_PATHS, targets

LAUNCHERS = ("basic", "joblib", "submitit_local", "submitit_slurm")
SWEEPERS = ("basic", "optuna")
SAMPLERS = ("bruteforce", "cmaes", "grid", "motpe", "nsgaii", "nsgaiii", "qmc", "random", "tpe")
LOGS = ("none", "disabled", "stdout")
GROUPS = {
    "hydra/launcher": LAUNCHERS,
    "hydra/sweeper": SWEEPERS,
    "hydra/sweeper/sampler": SAMPLERS,
    "hydra/job_logging": LOGS,
    "hydra/hydra_logging": LOGS,
}
"""Hydra's own groups that the command line may choose from; the choices are those of Hydra and its known plug-ins."""
WORD = re.compile(r"[\w.,:@%+*=/-]*")
"""Text that no shell, script or job header interprets."""


def _word(value: Any) -> bool:
    return (
        value is None
        or isinstance(value, bool | int | float)
        or (isinstance(value, str) and bool(WORD.fullmatch(value)))
    )


def _words(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_word(key) and _word(part) for key, part in value.items())
    return all(map(_word, value)) if isinstance(value, list) else _word(value)


def _parameters(value: Any) -> bool:
    parts = value.values() if isinstance(value, Mapping) else [value]
    return all(part is None or isinstance(part, str | int | float) for part in parts)


def _one_of(*allowed: Any) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _path(value: Any) -> bool:
    return isinstance(value, str | int) and bool(str(value)) and fault_of_text(str(value), "") is None


def _amount(value: Any) -> bool:
    return _word(value) and (not isinstance(value, str) or bool(re.fullmatch(r"all|auto|(\d+\*)?n_jobs|\d+", value)))


JOBLIB: dict[str, Callable[[Any], bool]] = {
    "n_jobs": _word,
    "backend": _one_of(None, "loky", "multiprocessing", "threading"),
    "prefer": _one_of(None, "processes", "threads"),
    "require": _one_of(None, "sharedmem"),
    "verbose": _word,
    "timeout": _word,
    "pre_dispatch": _amount,
    "batch_size": _amount,
    "max_nbytes": _word,
    "mmap_mode": _one_of(None, "r", "r+", "w+", "c"),
}
SUBMITIT = (
    "timeout_min", "cpus_per_task", "gpus_per_node", "tasks_per_node", "mem_gb", "nodes", "name", "partition", "qos",
    "comment", "constraint", "exclude", "account", "gres", "cpus_per_gpu", "gpus_per_task", "mem_per_gpu",
    "mem_per_cpu", "signal_delay_s", "max_num_timeout", "array_parallelism", "stderr_to_stdout",
)  # fmt: skip
SWEEPER: dict[str, Callable[[Any], bool]] = {
    "max_batch_size": _word,
    "params": _parameters,
    "n_trials": _word,
    "n_jobs": _word,
    "direction": _words,
    "study_name": _word,
    "max_failure_rate": _word,
    "storage": _one_of(None),  # a storage is a file or a server
}
FREE = re.compile(r"hydra\.sweeper\.(sampler\.(?!_)\w+|params\..+)")
"""Parameters of a sampler, and swept keys; the resulting jobs are checked like all others."""
KEYS: dict[str, Callable[[Any], bool]] = {
    "hydra.run.dir": _path,
    "hydra.sweep.dir": _path,
    "hydra.sweep.subdir": _path,
    "hydra.job.name": _word,
    "hydra.job.num": _word,
    "hydra.job.config.override_dirname.kv_sep": _word,
    "hydra.job.config.override_dirname.item_sep": _word,
    "hydra.job.config.override_dirname.exclude_keys": _words,
    "hydra.mode": lambda value: str(value).upper() in ("RUN", "MULTIRUN"),
    "hydra.verbose": _words,
    "hydra.output_subdir": _one_of(None),
    "hydra.searchpath": _path,
    **{f"hydra.launcher.{key}": check for key, check in JOBLIB.items()},
    **{f"hydra.launcher.{key}": _word for key in SUBMITIT},
    **{f"hydra.sweeper.{key}": check for key, check in SWEEPER.items()},
}
"""Keys of Hydra's that the command line may set, each with a check of the value."""
OF_THE_RUN = ("overrides", "runtime", "searchpath")
"""Parts of the node that describe the run, and build nothing."""


def is_hydras(key: str) -> bool:
    """Whether an override's key is of Hydra's own part."""
    return "hydra" in re.findall(r"\w+", key)[:1]


def check_overrides(overrides: Iterable[Override]) -> None:
    """Check the overrides of Hydra's own part.

    Raises:
        InputError: one sets what only Hydra's developers should, or to more than a plain value.
    """
    faults = Faults()
    for one in overrides:
        if is_hydras(one.key_or_group) or "hydra" in re.findall(r"\w+", one.package or ""):
            faults.add(*_faults(one))
    faults.tell()


def _faults(one: Override) -> list[str]:
    key, value = one.key_or_group, cast("Any", one.value())
    if one.is_delete() or one.package is not None:
        return [f"{one.input_line}: this part of Hydra's cannot be changed"]
    if key in GROUPS:
        if isinstance(value, str) and value in GROUPS[key]:
            return []
        return [f"{key}={value}: not a choice that jitagents knows; {nearest(value, GROUPS[key])}"]
    check = _parameters if FREE.fullmatch(key) else KEYS.get(key)
    if check is None:
        allowed = "hydra.run.dir, hydra.sweep.dir, hydra.sweep.subdir, hydra.launcher.n_jobs and the like"
        return [f"{key}: cannot be set, since Hydra makes objects, files or variables of it; what can be: {allowed}"]
    if key == "hydra.searchpath":
        return [
            fault for folder in (value if isinstance(value, list) else [value]) if (fault := fault_of_folder(folder))
        ]
    if isinstance(value, str):
        targets(value, key, ALLOWED_IN_PATHS)
    if not check(value):
        return [f"{key} = {str(value)[:60]!r}: not allowed here; a plain value is"]
    return []


def fault_of_folder(folder: object) -> str | None:
    """Say why something is not a directory with configurations; None if it is one."""
    path = str(folder).removeprefix("file://")
    if "://" in path or "${" in path or fault_of_text(path, ""):
        return f"{str(folder)[:100]!r}: give a directory with configurations; packages and references are not read"
    return None if Path(path).is_dir() else f"--config-dir {path[:200]}: there is no such directory"


def check_tree(found: Mapping[str, Any], stated: Mapping[str, Any]) -> None:
    """Check that Hydra's own part is as its defaults, our configuration and the command line determine it.

    Args:
        found: the composed part, with its references unresolved.
        stated: the same without any configuration of the user's.

    Raises:
        InputError: a configuration file has changed it.
    """
    keys = list(_changed(found, stated, "hydra"))
    if keys:
        raise changed(keys)


def changed(keys: Sequence[str]) -> InputError:
    """The error that a configuration file sets keys of Hydra's own."""
    names = ", ".join(key[:100] for key in keys[:5])
    return InputError(f"{names}: a configuration file cannot set what is Hydra's own; the command line may")


def _changed(found: Any, stated: Any, place: str) -> Iterable[str]:
    if isinstance(found, Mapping) and isinstance(stated, Mapping):
        for key in {**found, **stated}:
            if (place == "hydra" and key in OF_THE_RUN) or (place, key) == ("hydra.job", "override_dirname"):
                continue
            yield from _changed(found.get(key, _missing), stated.get(key, _missing), f"{place}.{key}")
    elif found != stated or type(found) is not type(stated):
        yield place


_missing = object()
