"""Directory of the configuration: its groups, their choices, and the keys that a study has."""

from functools import cache
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf


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
