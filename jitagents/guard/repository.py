"""Repositories of configurations: the files of the search path, each checked before it is read."""

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path

from hydra._internal.config_repository import CachingConfigRepository, ConfigRepository
from hydra.core.default_element import ConfigDefault, GroupDefault, InputDefault
from hydra.core.object_type import ObjectType
from hydra.plugins.config_source import ConfigResult
from omegaconf import OmegaConf

from jitagents.errors import InputError
from jitagents.guard import text
from jitagents.guard.names import fault_of_text
from jitagents.guard.references import targets

MOST_DEFAULTS = 1000
LONGEST = 200
"""Letters of the name of a configuration."""


_read: dict[Path, tuple[int, bytes]] = {}
"""Files of jitagents that were read, pickled, with the time of their change: all variants are composed of them."""


def forget_changed() -> bool:
    """Forget the files of jitagents that have changed since they were read; whether there were any."""
    changed = [path for path, (time, _) in _read.items() if _time(path) != time]
    for path in changed:
        del _read[path]
    return bool(changed)


def _time(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else -1


class CheckedRepository(ConfigRepository):
    """Files of configurations; those of the user are checked before they are read."""

    values = 0

    def load_config(self, config_path: str) -> ConfigResult | None:
        """Read a configuration of the search path; None if there is none.

        Raises:
            InputError: its name leads out of the search path, or its file is not a plain configuration.
        """
        if (
            ".." in Path(config_path).parts
            or Path(config_path).is_absolute()
            or len(config_path) > LONGEST
            or fault_of_text(config_path, "")
        ):
            raise InputError(f"{config_path[:100]!r}: is not the name of a configuration")
        source = self._find_object_source(config_path, ObjectType.CONFIG)
        if source is None or source.scheme() != "file":
            return super().load_config(config_path)
        path = Path(source.path, f"{config_path.removesuffix('.yaml')}.yaml")
        if source.provider == "main":
            return self._ours(config_path, path)
        self.values += text.check_file(path)
        text.check_count(self.values)
        try:
            found = super().load_config(config_path)
        except Exception as error:
            raise InputError(f"{path}: cannot be read: {' '.join(str(error).split())[:200]}") from error
        if found is not None and not OmegaConf.is_dict(found.config):
            raise InputError(f"{path}: must be a mapping of keys to values")
        if found is not None:
            for written in _texts(found.defaults_list or ()):
                targets(written, f"{path}: defaults")
        return found

    def _ours(self, config_path: str, path: Path) -> ConfigResult | None:
        """Read a configuration of jitagents; composing changes what it gets, and so gets a copy."""
        if path not in _read or _read[path][0] != _time(path):
            _read[path] = _time(path), pickle.dumps(super().load_config(config_path))
        found: ConfigResult | None = pickle.loads(_read[path][1])  # in a fifth of the time of a deep copy
        return found


class CountingRepository(CachingConfigRepository):
    """A cache that counts the requests for configurations, since defaults may refer to each other without end.

    Args:
        delegate: of this cache alone. Hydra's cache makes a copy of it, which takes longer than to read the files.
    """

    asked = 0

    def __init__(self, delegate: CheckedRepository) -> None:
        self.delegate = delegate
        self.cache = {}

    def load_config(self, config_path: str) -> ConfigResult | None:
        """Take a configuration from the cache, or read it.

        Raises:
            InputError: too many were asked for.
        """
        self.asked += 1
        if self.asked > MOST_DEFAULTS:
            raise InputError(
                f"{config_path}: defaults lead to more than {MOST_DEFAULTS:,} configurations; in a circle?"
            )
        return super().load_config(config_path)


def _texts(defaults: Iterable[InputDefault]) -> Iterator[str]:
    """The texts in a list of defaults, in which Hydra resolves references before the configuration is composed."""
    for one in defaults:
        if isinstance(one, GroupDefault):
            chosen = one.value if isinstance(one.value, list) else [one.value]
            written = [one.group, one.package, *chosen]
        else:
            assert isinstance(one, ConfigDefault)
            written = [one.path, one.package]
        yield from (text for text in written if isinstance(text, str))
