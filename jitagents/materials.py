"""Teaching materials: the notebooks and the documented experiments, copied to a directory of the user."""

from pathlib import Path
from shutil import copy2

from jitagents.errors import InputError

KINDS = ("notebooks", "experiments")


def materials_directory(kind: str) -> Path:
    """The directory of a kind of material: the package's own if installed from a wheel, else the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / kind
    return installed if installed.is_dir() else package.parent / kind


def copy_materials(folder: str | Path) -> list[Path]:
    """Copy the notebooks and the experiments (their READMEs, figures and tables) below a directory.

    Args:
        folder: made if it does not exist; existing files are never overwritten.

    Returns:
        The files written.

    Raises:
        InputError: some of the files are there already, or the directory cannot be made.
    """
    home = Path(folder).expanduser()
    copies = {
        source: home / kind / source.relative_to(materials_directory(kind))
        for kind in KINDS
        for source in sorted(materials_directory(kind).rglob("*"))
        if source.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & {*source.parts}
    }
    there = [path for path in copies.values() if path.exists() or path.is_symlink()]
    if there:
        raise InputError(f"{there[0]} is there already, and {len(there) - 1} more; give an empty directory")
    try:
        for source, path in copies.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            copy2(source, path)
    except OSError as error:
        raise InputError(f"{home}: the notebooks cannot be written there: {error.strerror}") from error
    return [*copies.values()]
