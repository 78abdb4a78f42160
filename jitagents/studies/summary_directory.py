"""Run directory of a study of which a summary is kept: it is opened, grown, or made."""

from jitagents.results import directory, files
from jitagents.results.manifest import SUMMARY
from jitagents.studies.executors import Backend
from jitagents.studies.reopening import as_asked
from jitagents.studies.rule_checks import check_kept
from jitagents.studies.rules import own_code
from jitagents.studies.study_directory import StudyDirectory
from jitagents.studies.summary_run import SummaryRun
from jitagents.summaries import Summary
from jitagents.summaries.saving import read_state
from jitagents.summaries.state import State


class SummaryDirectory(StudyDirectory):
    """A directory that holds the summary of one study, or will."""

    keeps = SUMMARY

    def is_complete(self) -> bool:
        """Whether the directory holds the whole summary of the study.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        found = self.claimed()
        if found is None or found.status != "complete" or found.replications is None:
            return False
        held = self._checked(range(*found.replications))
        there = held == self.study.wanted(held) and files.is_plain(self.folder / files.STATE)
        return there and self._is_precise(found)

    def held(self) -> range:
        """The replications in the directory, from the first to the last; an empty range if there are none.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        state = self._state() if self.claimed() else None
        return _span(state) if state else range(0)

    def finished_chunks(self) -> int:
        """No chunks are kept beside the summary."""
        return 0

    def run(self, progress: bool, backend: Backend) -> Summary:
        """Simulate what is missing and save the summary; a complete one is opened.

        Args:
            progress: show a progress bar.
            backend: where chunks are simulated.

        Raises:
            InputError: the directory holds something else, or another run uses it; or a rule cannot be identified.
            ChunksFailed: chunks could not be simulated; all others are in the directory.
        """
        check_kept(own_code(self.study.configs))
        self.held()
        self.folder.mkdir(parents=True, exist_ok=True)
        with directory.occupied(self.folder):
            directory.tidy(self.folder)
            if self.is_complete():
                return as_asked(Summary.open(self.folder), self.study.config)
            summary = self.simulate(progress, backend, go_on=True)
            summary.save(self.folder)
        return summary

    def simulate(self, progress: bool, backend: Backend, *, go_on: bool) -> Summary:
        """Simulate what is missing; tables and figures are not saved.

        Args:
            progress: show a progress bar.
            backend: where chunks are simulated.
            go_on: if a chunk fails, simulate the others before that is told; else its error ends the run.

        Raises:
            InputError: what is there was made by other versions of the packages on which numbers depend.
            ChunksFailed: chunks could not be simulated.
        """
        found = self.claimed()
        state = self._state() if found else None
        if found and state:
            self._check_versions(found, _span(state))
        return SummaryRun(self.folder, self.study, state, progress, backend, go_on).simulate()

    def _state(self) -> State | None:
        state = read_state(self.folder)
        if state:
            self._checked(_span(state))
        return state


def _span(state: State) -> range:
    """From the first replication to the last."""
    held = state.held
    return range(held[0].start, held[-1].stop) if held else range(0)
