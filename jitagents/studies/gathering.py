"""Gathering: the outcomes of all chunks of a study are brought together as results, with their manifest."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import pandas as pd

from jitagents.accounting.daily import own_series
from jitagents.accounting.measures import own_definitions
from jitagents.results import Results
from jitagents.results.losses import merged
from jitagents.results.manifest import Manifest
from jitagents.results.swept_columns import point_table, with_swept
from jitagents.studies.chunks import Outcome
from jitagents.studies.manifest import now, versions
from jitagents.studies.revision import revision
from jitagents.studies.rules import own_code

if TYPE_CHECKING:
    from jitagents.studies.study import Study


def brought_together(study: "Study", outcomes: Sequence[Outcome], manifest: Manifest) -> Results:
    """The results of a study from the outcomes of its chunks, in their order."""
    points, overview = point_table(study.levels.stated), study.overview
    replications = pd.concat([outcome.replications for outcome in outcomes], ignore_index=True)
    histories = pd.concat([outcome.histories for outcome in outcomes], ignore_index=True)
    losses = merged([outcome.losses for outcome in outcomes])
    replications, histories, losses = (with_swept(one, points) for one in (replications, histories, losses))
    return Results(replications, histories, overview.agents, overview.lanes, study.config, manifest, losses)


def manifest_of(study: "Study", status: str) -> Manifest:
    """The manifest of a study, without its chunks.

    Args:
        study: as it was resolved.
        status: running, stopped or complete.
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
        measures=own_definitions(study.config),
        series=own_series(study.config["daily"]),
        screening={name: asdict(finding) for name, finding in study.findings.items()},
        routes=study.routes,
        rules={name: code.source for name, code in own_code(study.configs).items()},
        variants=study.configs,
    )
