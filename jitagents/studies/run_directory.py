"""Run directory of a study: its missing chunks are simulated, kept, and brought together as results."""

from collections.abc import Callable
from functools import cached_property

from jitagents.results import Results, directory, files
from jitagents.results.manifest import REPLICATIONS
from jitagents.studies.chunk_plan import ChunkPlan
from jitagents.studies.chunks import Chunk
from jitagents.studies.executors import Backend
from jitagents.studies.gathering import brought_together, outcome_of
from jitagents.studies.growth import Growth
from jitagents.studies.reopening import as_asked
from jitagents.studies.rule_checks import check_kept
from jitagents.studies.rules import own_code
from jitagents.studies.simulation_run import SimulationRun
from jitagents.studies.store import Store, contents
from jitagents.studies.study_directory import StudyDirectory


class RunDirectory(StudyDirectory):
    """A directory that holds the results of one study, or will."""

    keeps = REPLICATIONS

    def is_complete(self) -> bool:
        """Whether the directory holds all results of the study.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        found = self.claimed()
        if found is None or found.status != "complete" or self._missing(self.held()):
            return False
        return self._is_precise(found) and self._has_tables()

    def held(self) -> range:
        """The replications in the tables of the directory; an empty range if there are none.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        found = self.claimed()
        return self._checked(range(*found.replications) if found and found.replications else range(0))

    def finished_chunks(self) -> int:
        """The number of chunks that the directory holds beside its tables."""
        held = self.held()
        plan, first, done = self._plan(held), len(self._old(held)), 0
        for numbers in self._missing(held):
            chunks = self.study.chunks(plan, numbers, first)
            done, first = done + sum(map(self._store.has, chunks)), first + len(chunks)
        return done

    def run(self, progress: bool, backend: Backend, meanwhile: Callable[[Results], object] | None = None) -> Results:
        """Simulate the missing chunks and save the results; a complete study is opened.

        Args:
            progress: show a progress bar.
            backend: where chunks are simulated.
            meanwhile: is given new results before they are saved.

        Raises:
            InputError: the directory holds something else, or another run uses it; or a rule cannot be identified.
        """
        check_kept(own_code(self.study.configs))
        self.held()
        self.folder.mkdir(parents=True, exist_ok=True)
        with directory.occupied(self.folder):
            directory.tidy(self.folder)
            if self.is_complete():
                results = as_asked(Results.open(self.folder), self.study.config)
            else:
                results = self.simulate(progress, backend, go_on=True)
                if meanwhile is not None:
                    meanwhile(results)
                results.save(self.folder)
            directory.clear_chunks(self.folder)
        return results

    def simulate(self, progress: bool, backend: Backend, *, go_on: bool) -> Results:
        """Simulate the missing chunks, and bring all together; the results themselves are not saved.

        Args:
            progress: show a progress bar.
            backend: where chunks are simulated.
            go_on: if a chunk fails, simulate the others before that is told; else its error ends the run.

        Raises:
            ChunksFailed: chunks could not be simulated; all others are kept.
        """
        run = self._run(self._taken_up(), progress, backend, go_on)
        numbers = run.simulate()
        return brought_together(self.study, run.outcomes(), run.manifest("complete", numbers))

    def _run(self, held: range, progress: bool, backend: Backend, go_on: bool) -> SimulationRun:
        plan, old = self._plan(held), self._old(held)
        return SimulationRun(self.folder, self.study, self._store, held, old, plan, progress, backend, go_on)

    def _taken_up(self) -> range:
        """Keep the tables of the directory as chunks, so that nothing is lost whenever the run ends.

        Returns:
            Their replications; none if there are no tables that could be read, and all is simulated.

        Raises:
            InputError: they were made by other versions of the packages on which numbers depend.
        """
        found, held = self.claimed(), self.held()
        if not held or found is None:
            return held
        self._check_versions(found, held)
        if not all(map(self._store.has, self._old(held))):
            if not self._has_tables():
                return range(0)
            results = Results.open(self.folder)
            for chunk in self._old(held):
                self._store.keep(chunk, contents(outcome_of(results, chunk.variant)))
        return held

    def _has_tables(self) -> bool:
        return all(files.is_plain(self.folder / f"{name}.parquet") for name in files.FRAMES)

    @cached_property
    def _store(self) -> Store:
        return Store(self.folder, self.study.hash)

    def _old(self, held: range) -> list[Chunk]:
        """The tables, as a chunk a variant."""
        return self.study.chunks(ChunkPlan(len(self.study.levels.points), len(held)), held) if held else []

    def _plan(self, held: range) -> ChunkPlan:
        """The size of the chunks: that of a run that was stopped, or one that suits what is missing."""
        found = self.claimed()
        if found and found.chunk and found.status != "complete":
            return ChunkPlan(**found.chunk)
        return self.study.chunk_plan(max(sum(map(len, self._missing(held))), 1))

    def _missing(self, held: range) -> list[range]:
        return Growth(held, self.study.wanted(held)).missing
