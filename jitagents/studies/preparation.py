"""Preparation of a study: targets, levels and placements are resolved, and every variant is built once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jitagents.results.buffer_path import BufferPath
from jitagents.results.labels import check_labels
from jitagents.results.objective import check_objective
from jitagents.scenario.stated_levels import columns_of
from jitagents.scenario.sweep import LEVELS, RANGES, Sweep
from jitagents.studies.dry_run import StudyOverview, dry_run
from jitagents.studies.notices import notices_of
from jitagents.studies.placements import resolve_placements
from jitagents.studies.screening import Finding
from jitagents.studies.targets import resolve_targets


@dataclass(frozen=True)
class Prepared:
    """Variants that are ready to run; the attributes are those of `Study`."""

    configs: dict[str, dict[str, Any]]
    levels: Sweep
    overview: StudyOverview
    notices: tuple[str, ...]
    findings: dict[str, Finding]
    routes: dict[str, BufferPath]


def prepare(name: str, config: Mapping[str, Any], configs: Mapping[str, dict[str, Any]]) -> Prepared:
    """Resolve and check the variants of a study.

    Args:
        name: of the study.
        config: resolved configuration before any variant's overrides.
        configs: resolved configuration of each variant, by its name.

    Raises:
        InputError: anything that prevents the simulation.
    """
    levels: Any = config["levels"] or {}
    points_are_stated = isinstance(levels, list)
    aimed = resolve_targets(configs, columns_of(levels) if points_are_stated else levels)
    stated_at = RANGES if "ranges" in (config["design"] or {}) else LEVELS
    sweep = Sweep.along(aimed.levels, stated_at) if points_are_stated else Sweep.of(aimed.levels)
    resolved, routes = resolve_placements(aimed.configs)
    overview = dry_run(resolved, sweep)
    check_labels(config["labels"], resolved, overview.agents["name"], sweep.keys)
    check_objective(config, len(resolved), len(sweep.points))
    notices = tuple(notices_of(name, config, overview))
    return Prepared(resolved, sweep, overview, notices, aimed.findings, routes)
