"""Gathering: the outcomes of all chunks of a study are brought together as results, with their manifest."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from jitagents.accounting.daily import own_series
from jitagents.accounting.measures import own_definitions
from jitagents.results import Results
from jitagents.results.joining import joined
from jitagents.results.losses import merged, sums
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import point_table, swept_keys, with_swept
from jitagents.scenario.replications import ends, stated
from jitagents.studies.chunks import Outcome
from jitagents.studies.manifest import now, versions
from jitagents.studies.revision import revision
from jitagents.studies.rules import own_code

if TYPE_CHECKING:
    from jitagents.studies.planned_study import PlannedStudy


def brought_together(study: "PlannedStudy", outcomes: Sequence[Outcome], manifest: Manifest) -> Results:
    """The results of a study from the outcomes of its chunks."""
    points, overview = point_table(study.levels.stated), study.overview
    variants, levels = [*study.configs], study.levels.labels
    replications = joined([outcome.replications for outcome in outcomes], variants, levels)
    histories = joined([outcome.histories for outcome in outcomes], variants, levels)
    losses = merged([outcome.losses for outcome in outcomes])
    replications, histories, losses = (with_swept(one, points) for one in (replications, histories, losses))
    held = manifest.replications
    config = {**study.config, "replications": stated(range(*held))} if held else study.config
    return Results(replications, histories, overview.agents, overview.lanes, config, manifest, losses)


def outcome_of(results: Results, variant: str) -> Outcome:
    """The results of a variant as the outcome of one chunk, of which `brought_together` makes the same again."""
    keys = swept_keys(results.points)
    replications, histories, losses = (
        frame if frame.empty else frame[frame["variant"] == variant].drop(columns=keys).reset_index(drop=True)
        for frame in (results.replications, results.histories, results.losses)
    )
    return Outcome(replications, histories, sums(losses))


def manifest_of(study: "PlannedStudy", status: str, numbers: range | None = None) -> Manifest:
    """The manifest of a study, without its chunks.

    Args:
        study: as it was resolved.
        status: running, stopped or complete.
        numbers: of the replications that are there; None: all that are asked for.
    """
    return Manifest(
        hash=study.hash,
        study=study.name,
        status=status,
        seed=study.config["seed"],
        asked=list(study.asked),
        made=now(),
        versions=versions(),
        git=revision(),
        network={"name": study.network.name, "source": study.network.source},
        targets=study.overview.targets,
        inputs=study.inputs,
        levels=study.levels.stated,
        disrupted={level: str(name) for level, name in study.levels.targets.items()},
        crisis_window=study.overview.window,
        replications=ends(study.replications if numbers is None else numbers) or None,
        precision=study.precision,
        measures=own_definitions(study.config),
        series=own_series(study.config["daily"]),
        screening={name: asdict(finding) for name, finding in study.findings.items()},
        routes=study.routes,
        rules={name: code.source for name, code in own_code(study.configs).items()},
        variants=study.configs,
    )
