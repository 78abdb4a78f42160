"""The run of a study: in memory, or in a directory that is looked up first."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryDirectory

from jitagents.errors import InputError
from jitagents.results import Results
from jitagents.results.files import located
from jitagents.results.manifest import SUMMARY
from jitagents.studies.executors.chosen import running_backend
from jitagents.studies.planned_study import PlannedStudy
from jitagents.studies.run_directory import RunDirectory
from jitagents.studies.summarising import check_summary
from jitagents.studies.summary_directory import SummaryDirectory
from jitagents.summaries import Summary


class RunnableStudy(PlannedStudy):
    """A planned study that is run, and its directory, which may hold some of it."""

    def is_complete(self, path: str | Path) -> bool:
        """Whether a run directory holds all results of this study.

        Raises:
            InputError: the directory holds something else.
        """
        return self._directory(path).is_complete()

    def kept(self, path: str | Path) -> int:
        """The number of finished chunks that a run directory holds beside results that were brought together."""
        return self._directory(path).finished_chunks()

    def held(self, path: str | Path) -> range:
        """The replications whose results a run directory holds; an empty range if it holds none.

        Raises:
            InputError: the directory holds something else, or replications that are not asked for.
        """
        return self._directory(path).held()

    def _directory(self, path: str | Path) -> RunDirectory | SummaryDirectory:
        """A run directory of what the study keeps."""
        return (SummaryDirectory if self._is_summarised else RunDirectory)(located(path), self)

    @property
    def _is_summarised(self) -> bool:
        return bool(self.config["keep"] == SUMMARY)

    def run(
        self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None,
        meanwhile: Callable[[Results], object] | None = None,
    ) -> Results:  # fmt: skip
        """Simulate what is not yet simulated, and bring it together.

        Args:
            path: run directory: chunks are kept there as they are done, and a study that was stopped goes on; one that
                is complete is opened, and replications that it lacks are added to it. None: nothing is kept.
            progress: show a progress bar.
            executor: of your own, where chunks run; None: as the configuration says, `executor=…`.
            meanwhile: is given new results before they are written into the directory, to begin what takes long.

        Raises:
            InputError: the directory holds something else, or another run uses it; or the executor cannot run it; or
                the study is to keep a summary alone.
            ChunksFailed: chunks failed, and all others are kept in the directory; without one, the first error is
                raised as it is.
        """
        if self._is_summarised:
            raise InputError("keep = summary: run() keeps replications; summarise() runs this study")
        backend = running_backend(self.backend, executor, kept=path is not None, stays_here=self._stays_here)
        if path is None:
            with TemporaryDirectory() as temporary:
                return RunDirectory(Path(temporary), self).simulate(progress, backend, go_on=False)
        return RunDirectory(located(path), self).run(progress, backend, meanwhile)

    def summarise(
        self, path: str | Path | None = None, progress: bool = True, executor: Executor | None = None
    ) -> Summary:
        """Simulate what is not yet simulated, and keep a summary of the replications alone (`keep: summary`).

        Memory and disk do not grow with replications: means, intervals and comparisons are kept as moments, which are
        the same bits whatever the chunks and processes; quantiles within 1 % of their value.

        Args:
            path: run directory: the summary is kept there while it grows, and a study that was stopped goes on; one
                that is complete is opened, and replications that it lacks are added to it. None: nothing is kept.
            progress: show a progress bar.
            executor: of your own, where chunks run; None: as the configuration says, `executor=…`.

        Raises:
            InputError: as `run`; or a part of the study needs single replications.
            ChunksFailed: as `run`.
        """
        check_summary(self.config)
        backend = running_backend(self.backend, executor, kept=path is not None, stays_here=self._stays_here)
        if path is None:
            with TemporaryDirectory() as temporary:
                return SummaryDirectory(Path(temporary), self).simulate(progress, backend, go_on=False)
        return SummaryDirectory(located(path), self).run(progress, backend)
