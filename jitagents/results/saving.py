"""Results on disk: a directory of tables with the manifest, or a workbook."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jitagents.errors import InputError
from jitagents.results import directory, files

if TYPE_CHECKING:
    from jitagents.results import Results

OTHER = (".xls", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".json", ".parquet", ".html", ".pdf")
"""Ends of names of files that results are not saved as."""


def save(results: "Results", path: Path) -> None:
    """Write results into a directory; or into a workbook, if the path ends in `.xlsx`.

    Raises:
        InputError: the path has the name of another kind of file, the directory holds results of another configuration,
            or a sheet would have too many rows.
    """
    if path.suffix.lower() == ".xlsx":
        from jitagents.results.sheets import workbook

        files.whole(path, workbook(results))
        return
    if path.suffix.lower() in OTHER and not path.is_dir():
        raise InputError(f"{path}: results are saved as a workbook, {path.stem}.xlsx, or into a directory")
    directory.claim(path, results.manifest)
    frames = {name: getattr(results, name) for name in files.FRAMES}
    frames |= {"summary": results.whole_summary, "daily": results.whole_daily}
    path.mkdir(parents=True, exist_ok=True)
    with directory.occupied(path):
        if not (path / files.MANIFEST).exists():
            files.write_manifest(path, replace(results.manifest, status="running"), results.config)
        files.write_frames(path, frames)
        files.write_manifest(path, results.manifest, results.config)
