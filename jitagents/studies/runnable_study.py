"""The run of a study: in memory, or in a directory that is looked up first."""

from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryDirectory

from jitagents.results import Results
from jitagents.results.files import located
from jitagents.studies.executors.chosen import running_backend
from jitagents.studies.planned_study import PlannedStudy
from jitagents.studies.run_directory import RunDirectory


class RunnableStudy(PlannedStudy):
    """A planned study that is run, and its directory, which may hold some of it."""

    def is_complete(self, path: str | Path) -> bool:
        """Whether a run directory holds all results of this study.

        Raises:
            InputError: the directory holds something else.
        """
        return RunDirectory(located(path), self).is_complete()

    def kept(self, path: str | Path) -> int:
        """The number of finished chunks that a run directory holds beside results that were brought together."""
        return RunDirectory(located(path), self).finished_chunks()

    def held(self, path: str | Path) -> range:
        """The replications whose results a run directory holds; an empty range if it holds none.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        return RunDirectory(located(path), self).held()

    def run(self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None) -> Results:
        """Simulate what is not yet simulated, and bring it together.

        Args:
            path: run directory: chunks are kept there as they are done, and a study that was stopped goes on; one that
                is complete is opened, and replications that it lacks are added to it. None: nothing is kept.
            progress: show a progress bar.
            executor: of your own, where chunks run; None: as the configuration says, `executor=…`.

        Raises:
            InputError: the directory holds something else, or another run uses it; or the executor cannot run it.
            ChunksFailed: chunks failed, and all others are kept in the directory; without one, the first error is
                raised as it is.
        """
        backend = running_backend(self.backend, executor, kept=path is not None, stays_here=self._stays_here)
        if path is None:
            with TemporaryDirectory() as temporary:
                return RunDirectory(Path(temporary), self).simulate(progress, backend, go_on=False)
        return RunDirectory(located(path), self).run(progress, backend)
