"""Readiness of the flows of a network for just-in-time, judged by its own figures or by histories of the user."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from jitagents.diagnosis.words import Say
from jitagents.errors import InputError
from jitagents.lab.experiment import Experiment
from jitagents.lab.rooms.files import kinds_of, told_apart, written
from jitagents.lab.state import State
from jitagents.readiness.advice import advised
from jitagents.readiness.arguments import Arguments
from jitagents.readiness.command import judge
from jitagents.readiness.findings import Findings
from jitagents.readiness.histories import HISTORIES, File
from jitagents.readiness.judgement import predictions
from jitagents.readiness.verification import Verification, verify
from jitagents.studies.telling import Tell, silent
from jitagents.study import Study

RULES = ("electre_tri", "weakest", "average")
"""Rules of joint judgement, the usual one first."""


def judge_flows(study: Study, rule: str, files: Mapping[str, bytes] | None = None) -> Findings:
    """Return the judgement of every flow of a study's network.

    Args:
        study: whose first variant counts.
        rule: one of `RULES`.
        files: content of histories by name: demand, deliveries, counts and exposure, told apart by their names or
            else by their headings; None: the network's own figures alone.

    Raises:
        InputError: files that are too large or of another kind, or the faults of the histories, with file and line.
    """
    with TemporaryDirectory(prefix="jitagents-") as folder:
        found = _histories(written(files or {}, Path(folder)))
        return judge(study, Arguments(found, rule=[f"+readiness={rule}"]))


def in_words(found: Findings, say: Say) -> pd.DataFrame:
    """Return the table of a judgement with its reasons in the reader's language."""
    return advised(next(iter(found.tables.values())), found.rule, found.verified, say)


def _histories(paths: list[Path]) -> dict[str, File]:
    return {kind: File(str(path)) for kind, path in told_apart(paths, _kind_of, "history").items()}


def _kind_of(path: Path) -> str:
    """The history that a file holds."""
    fitting = kinds_of(path, HISTORIES)
    if len(fitting) == 1:
        return fitting[0]
    raise InputError(f"{path.name}: which history is it? Call it {', '.join(f'{kind}.csv' for kind in HISTORIES)}")


def study_of(experiment: Experiment, state: State) -> Study:
    """Return the study whose flows are judged: a year of the network of the laboratory, as a state has it.

    Raises:
        InputError: anything that prevents the simulation.
    """
    return experiment.load([*experiment.overrides(state), "days=365", "warmup=100"])


def verified(found: Findings, replications: int = 5, tell: Tell = silent) -> Findings:
    """Return the judgement beside the money that the conversion of each flow alone saves, found by simulation.

    Args:
        found: the judgement.
        replications: worlds of each flow.
        tell: told the share of the flows that are simulated.
    """
    config = {"replications": replications, "workers": 1}
    study = found.study.changed(
        {**found.study.config, **config}, {name: {**one, **config} for name, one in found.study.configs.items()}
    )
    flows = list(found.table[["seller", "buyer"]].itertuples(index=False, name=None))
    parts = list[Verification]()
    for number, flow in enumerate(flows):
        tell(number / len(flows))
        parts.append(verify(study, [flow]))
    tell(1.0)
    whole = _together(parts)
    known = predictions(whole, found.tables)
    return replace(
        found, study=study, table=in_words(replace(found, verified=whole), str), verified=whole, predictions=known
    )


def _together(parts: list[Verification]) -> Verification:
    first = parts[0]
    crises = {name: np.concatenate([one.crises[name] for one in parts]) for name in first.crises}
    calm, freed = (np.concatenate([getattr(one, name) for one in parts]) for name in ("calm", "freed"))
    return Verification(pd.concat([one.flows for one in parts], ignore_index=True), calm, crises, freed, first.yearly)
