"""Play: the simulation of one rule of a contest, whose tables come back as bytes and not as objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd

from jitagents.results.frames import parsed
from jitagents.studies.chunks import Chunk, Outcome, simulate
from jitagents.studies.rules import with_rule
from jitagents.studies.store import PARTS
from jitagents.teaching.contest.files import rule_of


@dataclass(frozen=True)
class Task:
    """A rule that plays.

    Attributes:
        chunks: worlds in which it plays, with the configuration of its variant.
        file: that has the rule; None: the configuration has it.
    """

    chunks: Sequence[Chunk]
    file: Path | None = None


def play(task: Task) -> bytes:
    """Simulate a rule in all worlds; returns its tables, read by `outcome_of`.

    Raises:
        InputError: the rule fails.
    """
    config: Mapping[str, Any] = task.chunks[0].config
    if task.file is not None:
        config = with_rule(config, rule_of(task.file), {})
    outcomes = [simulate(replace(chunk, config=config)) for chunk in task.chunks]
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for part in PARTS:
            frame = pd.concat([getattr(one, part) for one in outcomes], ignore_index=True)
            archive.writestr(part, frame.to_parquet(compression="zstd"))
    return content.getvalue()


def outcome_of(content: bytes, days: int) -> Outcome:
    """The tables that a rule has brought back.

    Args:
        content: as `play` returns it.
        days: measured.

    Raises:
        ValueError: it is something else.
    """
    with ZipFile(BytesIO(content)) as archive:
        return Outcome(*(parsed(part, archive.read(part), days) for part in PARTS))
