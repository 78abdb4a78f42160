"""Store of the finished chunks of a study, each sealed with the study's hash and the checksums of its files."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from jitagents.results import directory, files
from jitagents.results.frames import parsed
from jitagents.studies.chunks import Chunk, Outcome, simulate

PARTS = ("replications", "histories", "losses")
LARGEST = 10_000
"""Bytes of a seal."""


@dataclass(frozen=True)
class Store:
    """Finished chunks of a run directory: one file a part, complete or absent, and a seal that is written last.

    Attributes:
        folder: the run directory.
        study: hash of the study.
    """

    folder: Path
    study: str
    _known: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def has(self, chunk: Chunk) -> bool:
        """Whether a chunk is done, by this study and as it was written; looked up once."""
        if chunk.name not in self._known:
            self._known[chunk.name] = self._fits(chunk)
        return self._known[chunk.name]

    @property
    def simulate(self) -> Callable[[Chunk], list[bytes]]:
        """Run a chunk, and return the contents of its files, which are written here."""
        return _simulated

    def keep(self, chunk: Chunk, outcome: Sequence[bytes]) -> None:
        """Write the outcome of a chunk, given as the contents of its files."""
        (self.folder / directory.CHUNKS).mkdir(parents=True, exist_ok=True)
        for part, content in zip(PARTS, outcome, strict=True):
            files.whole(self._path(chunk, f"{part}.parquet"), content)
        files.whole(self._path(chunk, "json"), json.dumps(self._seal(chunk, outcome)).encode())
        self._known[chunk.name] = True

    def read(self, chunk: Chunk) -> Outcome:
        """Read the outcome of a chunk.

        Raises:
            ValueError: its files are not those of this chunk.
        """
        contents = [files.content_of(self._path(chunk, f"{part}.parquet"), files.LARGEST_TABLE) for part in PARTS]
        return self._parsed(chunk, contents)

    def replications(self, chunk: Chunk) -> pd.DataFrame:
        """Read the replications of a chunk alone.

        Raises:
            ValueError: the file is not that of this chunk.
        """
        content = files.content_of(self._path(chunk, "replications.parquet"), files.LARGEST_TABLE)
        return parsed("replications", content, None)

    def _path(self, chunk: Chunk, ending: str) -> Path:
        return self.folder / directory.CHUNKS / f"{chunk.name}.{ending}"

    def _seal(self, chunk: Chunk, contents: Sequence[bytes]) -> dict[str, Any]:
        checksums = dict(zip(PARTS, map(files.checksum, contents), strict=True))
        return {"study": self.study, "chunk": str(chunk), "files": checksums}

    def _fits(self, chunk: Chunk) -> bool:
        try:
            seal = json.loads(files.content_of(self._path(chunk, "json"), LARGEST))
            contents = [files.content_of(self._path(chunk, f"{part}.parquet"), files.LARGEST_TABLE) for part in PARTS]
            if seal != self._seal(chunk, contents):
                return False
            self._parsed(chunk, contents)
        except (OSError, ValueError, RecursionError):
            return False
        return True

    def _parsed(self, chunk: Chunk, contents: Sequence[bytes]) -> Outcome:
        days = int(chunk.config["days"])
        outcome = Outcome(*(parsed(part, content, days) for part, content in zip(PARTS, contents, strict=True)))
        _check(chunk, outcome.replications, whole=True)
        _check(chunk, outcome.histories, whole=False)
        return outcome


def contents(outcome: Outcome) -> list[bytes]:
    """The contents of the files of a chunk."""
    return [getattr(outcome, part).to_parquet(compression="zstd") for part in PARTS]


def _simulated(chunk: Chunk) -> list[bytes]:
    return contents(simulate(chunk))


def _check(chunk: Chunk, frame: pd.DataFrame, whole: bool) -> None:
    """Raise a ValueError for rows of worlds that are not the chunk's, or if some worlds are missing."""
    count = len(chunk.sweep.labels) * (chunk.last - chunk.first)
    replications = frame["replication"]
    if len(frame) % count or (whole and not len(frame)):
        raise ValueError("it has not all worlds of the chunk")
    if not (
        {*frame["variant"].unique()} <= {chunk.variant}
        and {*frame["level"].unique()} <= {*chunk.sweep.labels}
        and replications.between(chunk.first, chunk.last - 1).all()
    ):
        raise ValueError("it has worlds of another chunk")
