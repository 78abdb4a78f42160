"""Frames on disk: their columns and types are checked before they are used, since a stranger may have written them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import types

from jitagents.errors import Faults, InputError
from jitagents.results import files
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import check_swept, swept_keys

type Kind = Callable[[pa.DataType], bool]


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(inner) or types.is_large_string(inner))


def _is_number(kind: pa.DataType) -> bool:
    return bool(types.is_integer(kind) or types.is_floating(kind))


def _is_days(kind: pa.DataType) -> bool:
    return bool(types.is_list(kind) or types.is_large_list(kind)) and _is_number(kind.value_type)


def _is_value(kind: pa.DataType) -> bool:
    return _is_number(kind) or _is_text(kind)


LABELS: dict[str, Kind] = {"variant": _is_text, "level": _is_text}
COLUMNS: dict[str, dict[str, Kind]] = {
    "replications": LABELS | {"replication": types.is_integer, "scope": _is_text},
    "histories": LABELS
    | {"replication": types.is_integer, "metric": _is_text, "scope": _is_text, "calm": _is_days, "crisis": _is_days},
    "losses": LABELS
    | {
        "agent": _is_text,
        "replications": types.is_integer,
        "grain": _is_number,
        "output": _is_number,
        "lost": _is_days,
    },
    "agents": dict.fromkeys(("name", "kind", "region", "firm", "item"), _is_text)
    | {"tier": _is_number, "value": _is_number, "rate": _is_number},
    "lanes": dict.fromkeys(("seller", "buyer", "mode", "item"), _is_text) | {"rate": _is_number},
}
"""Columns of each frame; those of swept keys stand beside `level`, those of measures follow in the replications."""
EMPTY = ("losses",)
"""Frames that may have no columns, if nothing was kept."""
DONE, SHOWN = ": done", 3
"""End of the words for a chunk that is done; and chunks that a message names."""


def read_frames(folder: Path, days: int | None, points: pd.DataFrame, manifest: Manifest) -> dict[str, pd.DataFrame]:
    """The raw frames of a results directory by name.

    Args:
        folder: the directory.
        days: that each history has; None: not known.
        points: the values of the swept keys, by level.
        manifest: of the directory.

    Raises:
        InputError: files that are missing, damaged, or of other columns; all of them.
    """
    missing = [f"{name}.parquet" for name in files.FRAMES if not (folder / f"{name}.parquet").exists()]
    if missing:
        raise InputError(_half_written(folder, missing, manifest.chunks))
    frames, faults = dict[str, pd.DataFrame](), Faults()
    for name in files.FRAMES:
        path = folder / f"{name}.parquet"
        with faults.collected():
            try:
                content = files.content_of(path, files.LARGEST_TABLE)
                swept = swept_keys(points) if "level" in COLUMNS[name] else ()
                frames[name] = parsed(name, content, days, swept)
                if swept:
                    check_swept(frames[name], points)
            except (OSError, ValueError) as reason:
                raise InputError(f"{path} cannot be read: {reason}") from reason
    faults.tell()
    if manifest.replications is not None and not _are_held(frames, range(*manifest.replications)):
        raise InputError(f"{folder} is half written: its tables are of other replications; run the study again")
    return frames


def _are_held(frames: Mapping[str, pd.DataFrame], held: range) -> bool:
    """Whether the frames are of these replications, all of them and no others."""
    ends = [
        [frame["replication"].min(), frame["replication"].max() + 1]
        for name in ("replications", "histories")
        if len(frame := frames[name])
    ]
    counts = frames["losses"].get("replications", pd.Series(dtype=int))
    return all(there == [held.start, held.stop] for there in ends) and bool((counts == len(held)).all())


def _half_written(folder: Path, missing: Sequence[str], chunks: Mapping[str, str]) -> str:
    """A sentence on the chunks or files that are missing."""
    lacking = [words for words in chunks.values() if not words.endswith(DONE)]
    if not lacking:
        return f"{folder} is half written, {', '.join(missing)} missing; run the study again to finish it"
    more = f"; and {len(lacking) - SHOWN:,} more" if len(lacking) > SHOWN else ""
    which = f"{'; '.join(lacking[:SHOWN])}{more}"
    return f"{folder} lacks {len(lacking):,} of {len(chunks):,} chunks: {which}; run the study again to simulate these"


def parsed(name: str, content: bytes, days: int | None, swept: Collection[str] = ()) -> pd.DataFrame:
    """A frame from the bytes of its Parquet file.

    Args:
        name: of the frame.
        content: of the file.
        days: that each history has; None: not known.
        swept: swept keys, each of which must have a column.

    Raises:
        ValueError: it is none, or not this one.
    """
    try:
        stored = pq.ParquetFile(BytesIO(content))
        schema = stored.schema_arrow
        _check(schema, stored.metadata.num_rows, COLUMNS[name] | dict.fromkeys(swept, _is_value), name)
        frame = pd.read_parquet(BytesIO(content))
    except (OSError, KeyError, TypeError, AttributeError, RuntimeError, pa.ArrowException) as reason:
        raise ValueError(f"it is damaged ({reason})") from reason
    if list(frame.columns) != schema.names:
        raise ValueError("its columns are not those that it names")
    for column, kind in COLUMNS[name].items():
        if kind is _is_days and column in frame and days is not None:
            lengths = {len(values) for values in frame[column] if values is not None}
            if lengths - {days}:
                raise ValueError(f"column {column} must have {days:,} days in each row")
    return frame


def _check(schema: pa.Schema, rows: int, columns: dict[str, Kind], name: str) -> None:
    """Raise a ValueError for a column that is missing, or of another type; one without values has any."""
    if name in EMPTY and not schema.names:
        return
    for column, is_right in columns.items():
        if schema.names.count(column) != 1:
            raise ValueError(f"column {column} is missing")
        kind = schema.field(column).type
        if rows and not (is_right(kind) or types.is_null(kind)):
            raise ValueError(f"column {column} is of type {kind}")
    if name == "replications" and rows:
        measures = (one for one in schema if one.name not in columns)
        wrong = [one.name for one in measures if not (_is_number(one.type) or types.is_null(one.type))]
        if wrong:
            raise ValueError(f"column {wrong[0]} must hold numbers")
