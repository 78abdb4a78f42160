"""Merging: the summaries of parts of a study as the summary of one run."""

from collections.abc import Sequence
from dataclasses import replace

from jitagents.results.merging import Part, check_kinds, check_parts
from jitagents.scenario.replications import ends, stated
from jitagents.summaries.state import State
from jitagents.summaries.summary import Summary


def merged(parts: Sequence[Summary]) -> Summary:
    """The summary of all parts, the same bits as of one run.

    Raises:
        InputError: they are no summaries, not parts of one study, were made by other versions, overlap, or have a gap.
    """
    check_kinds(parts)
    ordered = sorted(parts, key=lambda part: part.state.held[0].start)
    numbers = check_parts([Part(part.state.held[0], part.manifest) for part in ordered])
    first, state = ordered[0], State(ordered[0].state.layout)
    for part in ordered:
        state.take(part.state)
    manifest = replace(first.manifest, replications=ends(numbers), asked=None, precision={}, chunks={}, drawn={})
    return replace(first, state=state, config={**first.config, "replications": stated(numbers)}, manifest=manifest)
