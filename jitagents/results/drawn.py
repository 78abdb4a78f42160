"""Figures and report of a run directory: drawn once, and again if they differ from those that the manifest lists."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.results import files
from jitagents.results.directory import FIGURES, PAGE
from jitagents.results.largest_losses import Explained, LargestLosses
from jitagents.results.report import report

if TYPE_CHECKING:
    from jitagents.results import Results


def is_drawn(results: "Results", folder: Path) -> bool:
    """Whether report and figures are there, as they were written for these results."""
    checksums = results.manifest.drawn
    return PAGE in checksums and all(files.holds(folder / name, content) for name, content in checksums.items())


class Drawing:
    """Figures and causes of results that are made in other processes, at the same time as what this one does.

    Args:
        pool: processes in which the largest losses are explained and the figures drawn.
    """

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._begun = False
        self._why: Future[Explained] | None = None

    def begin(self, results: "Results") -> None:
        """Begin to draw results, which need not be saved yet."""
        self._begun, largest = True, LargestLosses.of(results)
        if largest is not None:
            self._why = self._pool.submit(largest.explained)
        results.draw_in(self._pool)

    def write(self, results: "Results", folder: Path) -> None:
        """Write figures and report into a run directory, and then their checksums into the manifest.

        Args:
            results: of a study; those that drawing began with, if it has begun.
            folder: that of the results, which are saved.
        """
        if not self._begun:
            self.begin(results)
        write(results, folder, lambda: None if self._why is None else self._why.result())


def write(results: "Results", folder: Path, why: Callable[[], Explained | None]) -> None:
    """Write figures and report, and then their checksums into the manifest.

    Args:
        results: of a study.
        folder: its run directory.
        why: waits for the explanation of the largest losses; None where nothing can be traced.
    """
    page = report(results, why).encode()
    results.save_figures(folder)
    files.whole(folder / PAGE, page)
    checksums = {f"{FIGURES}/{name}": files.checksum(content) for name, content in results.image_files.items()}
    checksums[PAGE] = files.checksum(page)
    files.write_manifest(folder, replace(results.manifest, drawn=checksums), results.config)
