"""Precision of a summary: whether its intervals are narrow enough, as `jitagents.results.precision` judges them."""

from collections.abc import Sequence

from jitagents.errors import InputError
from jitagents.results.estimate import Estimate
from jitagents.results.precision import Judgement, level, verdict
from jitagents.scenario.precision import Aim
from jitagents.summaries.layout import Key
from jitagents.summaries.summary import Summary
from jitagents.summaries.tables import Tables


def judge(summary: Summary, aims: Sequence[Aim]) -> Judgement:
    """Look at the intervals of the network: of each variant, at each level, in calm and in crisis.

    Args:
        summary: of the replications so far.
        aims: of the study.

    Raises:
        InputError: the measures have no value.
    """
    layout, tables = summary.state.layout, Tables(summary.state, summary.definitions)
    looked: list[tuple[int, Aim, str]] = []
    for world in range(len(layout.compared)):
        for aim in aims:
            if world == 0 and aim.measure in layout.zero:
                continue
            for variant, scopes in layout.scopes.items():
                place = layout.places[Key("own", variant)]
                _, width, metrics, worlds = place.shape
                for at, name in enumerate(layout.levels):
                    row = (at * width + scopes.index("network")) * metrics + layout.metrics.index(aim.measure)
                    number = place.start + row * worlds + world
                    where = (f"{aim.measure} of {variant}", name, layout.compared[world])
                    if tables.total.count[number] > 0:
                        looked.append((number, aim, ", ".join(filter(None, where))))
    if not looked:
        raise InputError(f"precision: {', '.join(aim.measure for aim in aims)} has no value in any of these worlds")
    places, asked, names = zip(*looked, strict=True)
    every = tables.total.estimate(level(asked))
    looked_at = [*places]
    found = Estimate(every.mean[looked_at], every.low[looked_at], every.high[looked_at])
    return verdict(found, summary.replication_count, asked, names)
