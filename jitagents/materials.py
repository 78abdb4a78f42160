"""Teaching materials: the notebooks and the documented experiments, copied to a directory of the user."""

import json
import re
from pathlib import Path
from shutil import copy2

from jitagents.errors import InputError

KINDS = ("notebooks", "experiments")
SOLUTION = "solution"
"""Tag of a cell with the solution of an exercise."""
ANSWER = "# Your answer"
"""Content of a cell for code in place of a solution."""
TAGS = re.compile(r"^# %%.*tags=(\[[^]]*\])")


def materials_directory(kind: str) -> Path:
    """The directory of a kind of material: the package's own if installed from a wheel, else the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / kind
    return installed if installed.is_dir() else package.parent / kind


def copy_materials(folder: str | Path, *, solutions: bool = True) -> list[Path]:
    """Copy the notebooks and the experiments (their READMEs, figures and tables) below a directory.

    Args:
        folder: made if it does not exist; existing files are never overwritten.
        solutions: False: in the place of each solution of an exercise is an empty cell.

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
            if solutions or source.suffix not in STRIPPED:
                copy2(source, path)
            else:
                path.write_text(STRIPPED[source.suffix](source.read_text(encoding="utf-8")), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{home}: the notebooks cannot be written there: {error.strerror}") from error
    return [*copies.values()]


def without_solutions(notebook: str) -> str:
    """A notebook whose cells with the tag `solution` are empty, those of text left out.

    Args:
        notebook: the file's text, JSON of nbformat 4.
    """
    content = json.loads(notebook)
    kept = []
    for cell in content["cells"]:
        if SOLUTION not in cell["metadata"].get("tags", []):
            kept.append(cell)
        elif cell["cell_type"] == "code":
            kept.append(cell | {"source": [ANSWER], "outputs": [], "metadata": {}})
    return json.dumps(content | {"cells": kept}, indent=1, ensure_ascii=False) + "\n"


def script_without_solutions(script: str) -> str:
    """A notebook in Jupytext's percent format, without the same cells."""
    kept = []
    for cell in re.split(r"^(?=# %%)", script, flags=re.MULTILINE):
        tags = TAGS.match(cell)
        if not tags or SOLUTION not in json.loads(tags[1]):
            kept.append(cell)
        elif not cell.startswith("# %% [markdown]"):
            kept.append(f"# %%\n{ANSWER}\n\n")
    return "".join(kept)


STRIPPED = {".ipynb": without_solutions, ".py": script_without_solutions}
"""Files that hold solutions, by the end of their names."""
