"""The manifest of results: the identity of a study and the origin of its numbers; `manifest.json` on disk."""

from collections.abc import Mapping, Sequence
from dataclasses import Field, asdict, dataclass, field, fields
from typing import Any, Self

from jitagents.points import Point
from jitagents.results import manifest_checks as checks
from jitagents.results.buffer_path import BufferPath
from jitagents.scenario.settings import KEPT

REPLICATIONS, SUMMARY = KEPT
FORMAT = 1
"""Format of results on disk; it is raised when files of the former format cannot be read as they were meant."""


def _entry(check: checks.Check, words: str, default: Any = None) -> Any:
    """An entry of a manifest.

    Args:
        check: whether a value that was read may stand there.
        words: what may, for messages.
        default: of a manifest that does not state it; a list or mapping is copied.
    """
    metadata = {"check": check, "words": words}
    if isinstance(default, list | dict):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


def _texts_by_name() -> Any:
    return _entry(checks.by_name(checks.is_text), "a mapping of texts", {})


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The manifest of results. The resolved configuration lies beside it, in the same file.

    Attributes:
        format: of the files.
        hash: equal for equal numbers.
        study: name of the study.
        status: running, stopped or complete.
        seed: of the random numbers.
        asked: overrides of the command; None: not known.
        made: when it was written, UTC.
        versions: of the packages on which numbers depend.
        git: revision of the working directory, if it is one.
        network: its name and source.
        targets: agents that the crisis acts on.
        inputs: hashes of the files that the study read, by path.
        levels: the value of each swept key, a mapping a level; none without a sweep.
        disrupted: the agent that each level disrupts, by the level's label; none if anything else differs.
        crisis_window: first and last measured day of the crisis; None: there is none.
        measures: words for the measures that are not ours, or that say more in this study, by name.
        series: words for the daily series that are not ours, by name.
        screening: what a search for targets found, by variant.
        routes: paths of buffers that were found before the study, by variant.
        replications: first number of those in the tables, and the one after the last; None: nothing is there yet.
        keep: what is kept of the replications: they themselves, or a summary.
        precision: half-widths that were looked at, and the limit of replications.
        chunk: levels and replications of a chunk.
        chunks: which chunks are done, in words.
        rules: text of the rules that were given as objects, by variant.
        variants: the resolved configuration of each variant.
        drawn: checksums of the figures and the report.
        labelled: variants that are shown by a label, of results for readers; never on disk.
    """

    format: int = _entry(checks.is_whole, "a whole number", FORMAT)
    hash: str = _entry(checks.is_text, "a text", "")
    study: str = _entry(checks.is_text, "a text", "")
    status: str = _entry(checks.is_state, f"one of {', '.join(checks.STATES)}", "complete")
    seed: int | None = _entry(checks.is_seed, "a whole number")
    asked: Sequence[str] | None = _entry(checks.or_none(checks.several(checks.is_text)), "a list of texts")
    made: str = _entry(checks.is_text, "a text", "")
    versions: Mapping[str, str] = _texts_by_name()
    git: str | None = _entry(checks.or_none(checks.is_text), "a text")
    network: Mapping[str, str | None] = _entry(checks.by_name(checks.or_none(checks.is_text)), "a mapping of texts", {})
    targets: Sequence[str] = _entry(checks.several(checks.is_text), "a list of texts", [])
    inputs: Mapping[str, str] = _texts_by_name()
    rules: Mapping[str, str] = _texts_by_name()
    levels: Sequence[Point] = _entry(checks.are_points, "a list of points: swept keys with numbers or texts", [])
    disrupted: Mapping[str, str] = _texts_by_name()
    crisis_window: Sequence[int] | None = _entry(checks.or_none(checks.is_window), "two whole numbers")
    measures: Mapping[str, Mapping[str, Any]] = _entry(
        checks.by_name(checks.is_definition), "a mapping of measures to their words", {}
    )
    series: Mapping[str, Mapping[str, Any]] = _entry(
        checks.by_name(checks.is_definition), "a mapping of daily series to their words", {}
    )
    screening: Mapping[str, Any] = _entry(checks.by_name(checks.is_screening), "a mapping of findings", {})
    routes: Mapping[str, BufferPath] = _entry(checks.by_name(checks.is_route), "a mapping of paths of buffers", {})
    replications: Sequence[int] | None = _entry(checks.or_none(checks.is_range), "two whole numbers, ascending")
    keep: str = _entry(lambda value: value in KEPT, f"one of {', '.join(KEPT)}", REPLICATIONS)
    precision: Mapping[str, Any] = _entry(checks.is_mapping, "a mapping", {})
    chunk: Mapping[str, int] | None = _entry(
        checks.or_none(checks.is_size), "levels and replications, whole numbers from 1"
    )
    chunks: Mapping[str, str] = _texts_by_name()
    variants: Mapping[str, Mapping[str, Any]] = _entry(checks.by_name(checks.is_mapping), "a mapping of mappings", {})
    drawn: Mapping[str, str] = _entry(checks.is_drawn, "a mapping of figures to checksums", {})
    labelled: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Self:
        """A manifest from what was read of it, once it is checked; what is no entry of it is left out."""
        entries = {item.name: stated[item.name] for item in cls.entries() if item.name in stated}
        entries["routes"] = {name: BufferPath.of(route) for name, route in entries.get("routes", {}).items()}
        return cls(**entries)

    def stated(self) -> dict[str, Any]:
        """The manifest as it is written."""
        entries = {item.name: getattr(self, item.name) for item in self.entries()}
        return entries | {"routes": {name: asdict(route) for name, route in self.routes.items()}}

    @classmethod
    def entries(cls) -> "list[Field[Any]]":
        """The entries that are written, each with its check and its words."""
        return [item for item in fields(cls) if item.metadata]
