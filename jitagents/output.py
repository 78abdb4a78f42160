"""Directories that Hydra writes to: checked before it does, and restored when nothing could be run."""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from omegaconf import DictConfig, OmegaConf, read_write

from jitagents.errors import InputError

SWEEP, BEST = "multirun.yaml", "optimization_results.yaml"
"""Files that sweepers of Hydra write, even over existing files and through links."""
NOW = "${now:"
"""Part of the name of a directory that is a new one for every run."""
OUR_KEYS = ("hydra:", "study:", "replications:", "warmup:")
LARGEST = 10_000_000
"""Bytes of a sweep's file at most."""


@dataclass
class Output:
    """The directory of a run or of a sweep, and the directories that existed before Hydra made any.

    Attributes:
        root: the directory; None: not known, so that nothing is removed.
        existing: of the root, its parents and the directories in it, those that existed before.
    """

    root: Path | None = None
    existing: set[Path] = field(default_factory=set)

    def look(self, config: DictConfig, several: bool) -> None:
        """Record the directories that exist; make the one of a run that is named after the time.

        Args:
            config: that Hydra has composed.
            several: whether it is a sweep of jobs.

        Raises:
            InputError: the directory of a sweep is in use for something else.
        """
        root = Path(os.path.abspath(str(config.hydra.sweep.dir if several else config.hydra.run.dir)))  # noqa: PTH100
        self.existing = {path for path in (root, *root.parents) if path.exists()}
        if not several and NOW in str(OmegaConf.to_container(config.hydra.run)["dir"]):  # type: ignore[call-overload,index]
            root = _made_anew(root)
            self.existing.discard(root)
            with read_write(config):
                config.hydra.run.dir = str(root)
        elif root.is_dir():
            self.existing |= {path for path in root.iterdir() if path.is_dir()}
            if several:
                _check_sweep(root)
        self.root = root

    def leave_no_trace(self, folder: Path) -> None:
        """Remove a directory that this run has made, and parents that it has made, if they are empty."""
        with suppress(OSError):  # something is in it, or another run of the same second was quicker
            for path in (folder, *folder.parents):
                if not self._is_made(path):
                    return
                path.rmdir()

    def leave_no_sweep(self) -> None:
        """Remove the directory of a sweep if no job has left anything in it."""
        if self.root is not None and self._is_made(self.root):
            with suppress(OSError):
                if {path.name for path in self.root.iterdir()} <= {SWEEP}:
                    (self.root / SWEEP).unlink(missing_ok=True)
                    self.leave_no_trace(self.root)

    def _is_made(self, path: Path) -> bool:
        """Whether a directory did not exist before; below a new directory, all are new."""
        if self.root is None or path in self.existing:
            return False
        if path == self.root or path in self.root.parents or self.root not in self.existing:
            return path in (self.root, *self.root.parents) or self.root in path.parents
        return self.root in path.parents and self.root / path.relative_to(self.root).parts[0] not in self.existing


def _made_anew(root: Path) -> Path:
    """Make a directory that is named after the time, and return it; if another run has it, the next free name."""
    root.parent.mkdir(parents=True, exist_ok=True)
    for number in count():
        chosen = root if number == 0 else root.with_name(f"{root.name}_{number}")
        with suppress(FileExistsError):
            chosen.mkdir()
            break
    return chosen


def _check_sweep(root: Path) -> None:
    links = [root / name for name in (SWEEP, BEST) if (root / name).is_symlink()]
    if links:
        raise InputError(f"{links[0]} is a link, which may lead out of the directory; give another hydra.sweep.dir")
    strangers = sorted(path.name for path in root.iterdir() if not path.is_dir() and path.name != BEST)
    if strangers and not _is_ours(root / SWEEP):
        first_few = ", ".join(strangers[:3])
        raise InputError(f"{root} holds {first_few} and is not the directory of a sweep; give another hydra.sweep.dir")


def _is_ours(sweep: Path) -> bool:
    """Whether a sweep's file has the keys of a study."""
    if not sweep.is_file() or sweep.stat().st_size > LARGEST:
        return False
    lines = sweep.read_bytes().decode(errors="replace").splitlines()
    return all(any(line.startswith(key) for line in lines) for key in OUR_KEYS)
