"""Directory of a study: checks of what lies in it, before anything is simulated."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from jitagents.errors import InputError
from jitagents.results import directory
from jitagents.results.manifest import Manifest
from jitagents.results.merging import faults_of_versions
from jitagents.scenario.replications import told
from jitagents.studies.growth import INSTEAD, Growth
from jitagents.studies.manifest import versions

if TYPE_CHECKING:
    from jitagents.studies.planned_study import PlannedStudy


@dataclass(frozen=True)
class StudyDirectory:
    """A directory that holds one study, or will.

    Attributes:
        keeps: replications themselves or a summary, of the kind of directory.
        folder: need not exist.
        study: that it holds.
    """

    keeps: ClassVar[str]

    folder: Path
    study: "PlannedStudy"

    def claimed(self) -> Manifest | None:
        """The manifest of this study that lies in the directory; None if there is none.

        Raises:
            InputError: the directory holds something else, or keeps the study in another way.
        """
        study = self.study
        own = Manifest(hash=study.hash, variants=study.configs, inputs=study.inputs, keep=self.keeps)
        return directory.claim(self.folder, own)

    def _is_precise(self, found: Manifest) -> bool:
        """Whether a complete study has the precision that is asked for."""
        return not self.study.precision or found.precision == json.loads(json.dumps(self.study.precision))

    def _checked(self, held: range) -> range:
        """The replications that are there, all of which must be asked for.

        Raises:
            InputError: some are not.
        """
        if not self.study.precision:
            Growth(held, self.study.replications).check(self.folder)
        return held

    def _check_versions(self, found: Manifest, held: range) -> None:
        """Check that new replications will fit to those that are there.

        Raises:
            InputError: these were made by other versions of the packages on which numbers depend.
        """
        if other := faults_of_versions(found.versions, versions()):
            made = f"{self.folder} holds {told(held)}, made by {', '.join(other)}"
            raise InputError(f"{made}: other versions may give other numbers; {INSTEAD}")
