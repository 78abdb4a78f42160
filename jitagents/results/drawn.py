"""Figures and report of a run directory: drawn once, and again if they differ from those that the manifest lists."""

from collections.abc import Callable
from concurrent.futures import Executor
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


def draw(results: "Results", folder: Path, pool: Executor) -> None:
    """Write figures and report, and then their checksums into the manifest.

    Args:
        results: of a study.
        folder: its run directory.
        pool: processes in which the largest losses are explained and the figures drawn, at the same time.
    """
    largest = LargestLosses.of(results)
    why = None if largest is None else pool.submit(largest.explained)
    results.draw_in(pool)
    write(results, folder, lambda: None if why is None else why.result())


def write(results: "Results", folder: Path, why: Callable[[], Explained | None]) -> None:
    """Write figures and report, and then their checksums into the manifest.

    Args:
        results: of a study.
        folder: its run directory.
        why: waits for the explanation of the largest losses; None where nothing can be traced.
    """
    results.save_figures(folder)
    page = report(results, why()).encode()
    files.whole(folder / PAGE, page)
    checksums = {f"{FIGURES}/{name}": files.checksum(content) for name, content in results.image_files.items()}
    checksums[PAGE] = files.checksum(page)
    files.write_manifest(folder, replace(results.manifest, drawn=checksums), results.config)
