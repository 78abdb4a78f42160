"""Merging: the results of parts of a study, replications of their own each, as the results of one run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jitagents.errors import Faults, InputError
from jitagents.results.differences import differences
from jitagents.results.joining import joined
from jitagents.results.losses import merged as merged_losses
from jitagents.results.losses import sums
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import with_swept
from jitagents.scenario.replications import ends, stated, told

if TYPE_CHECKING:
    from jitagents.results import Results


def merged(parts: Sequence["Results"]) -> "Results":
    """The results of all parts, in the order of their replications.

    Raises:
        InputError: they are no results, not parts of one study, were made by other versions, overlap, or have a gap.
    """
    check_kinds(parts)
    ordered = sorted(parts, key=lambda part: held(part).start)
    numbers = check_parts([Part(held(part), part.manifest) for part in ordered])
    first = ordered[0]
    replications, histories = (
        joined([getattr(part, name) for part in ordered], first.variants, first.levels)
        for name in ("replications", "histories")
    )
    losses = merged_losses([sums(part.losses) for part in ordered])
    return replace(
        first,
        replications=replications,
        histories=histories,
        losses=with_swept(losses, first.points),
        config={**first.config, "replications": stated(numbers)},
        manifest=replace(first.manifest, replications=ends(numbers), asked=None, precision={}, chunks={}, drawn={}),
    )


def check_kinds(parts: Sequence[object]) -> None:
    """Check that parts are of the kind of the first one, or else say of which kind they are.

    Raises:
        InputError: one of them is not.
    """
    kind, faults = type(parts[0]), Faults()
    for place, part in enumerate(parts[1:], start=1):
        if not isinstance(part, kind):
            opened = f"; {kind.__name__}.open(...) reads a directory" if isinstance(part, str | Path) else ""
            faults.add(f"merge: part {place} is a {type(part).__name__}: must be {kind.__name__}{opened}")
    faults.tell()


def held(part: "Results") -> range:
    """The replications that results have."""
    numbers = part.replications["replication"]
    return range(int(numbers.min()), int(numbers.max()) + 1)


def faults_of_versions(there: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """The packages of other versions, in words, since their numbers need not fit together."""
    return [f"{name} {there[name]}, not {here[name]}" for name in there if here.get(name, there[name]) != there[name]]


class Part(NamedTuple):
    """A part of a study.

    Attributes:
        held: its replications.
        manifest: of its results.
    """

    held: range
    manifest: Manifest


def check_parts(ordered: Sequence[Part]) -> range:
    """Check that parts, in the order of their replications, are of one study.

    Returns:
        The replications of all.

    Raises:
        InputError: they are of other studies or versions, overlap, or have a gap.
    """
    if len(ordered) < 2:
        raise InputError("merging takes two parts of a study or more")
    first, faults = ordered[0].manifest, Faults()
    for held, manifest in ordered[1:]:
        which = f"the part with {told(held)}"
        if manifest.hash != first.hash:
            faults.add(f"{which} is of another study{differences(manifest, first)}")
        elif other := faults_of_versions(manifest.versions, first.versions):
            faults.add(f"{which} was made by other versions: {', '.join(other)}")
    for before, after in pairwise(part.held for part in ordered):
        if after.start < before.stop:
            common = range(after.start, min(before.stop, after.stop))
            faults.add(f"{told(common)} are in two of the parts")
        elif after.start > before.stop:
            faults.add(f"{told(range(before.stop, after.start))} are in none of the parts")
    faults.tell()
    return range(ordered[0].held.start, ordered[-1].held.stop)
