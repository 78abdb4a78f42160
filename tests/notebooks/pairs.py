"""Notebooks written from their percent scripts: `python -m tests.notebooks.pairs [NAME …]`; pictures are drawn anew."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
MARK = re.compile(r"^# %%(?P<markdown> \[markdown\])?(?P<options>.*)$")
METADATA = {
    "jupytext": {"formats": "ipynb,py:percent"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
}
PICTURE = "picture"
"""Tag of the cell at the head of a notebook whose output is kept in the file."""

type Cell = dict[str, Any]


def cells(script: str, stem: str) -> list[Cell]:
    """The cells of a script in the percent format of Jupytext."""
    _, header, body = script.split("# ---\n", 2)
    assert "format_name: percent" in header
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in body.splitlines():
        if begun := MARK.match(line):
            found.append((begun, []))
        elif found:
            found[-1][1].append(line)
    name = stem.replace("_", "-")
    return [_cell(mark, lines, f"{name}-{number:02}") for number, (mark, lines) in enumerate(found)]


def _cell(mark: re.Match[str], lines: list[str], name: str) -> Cell:
    metadata = dict(_options(mark["options"].strip()))
    if mark["markdown"]:
        text = "\n".join(re.sub("^# ?", "", line) for line in lines).strip("\n")
        return {"cell_type": "markdown", "id": name, "metadata": metadata, "source": text.splitlines(keepends=True)}
    source = "\n".join(lines).strip("\n").splitlines(keepends=True)
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _options(text: str) -> Iterator[tuple[str, Any]]:
    """The options behind the mark of a cell, `key=json key=json`."""
    while text:
        key, _, rest = text.partition("=")
        value, end = json.JSONDecoder().raw_decode(rest)
        yield key, value
        text = rest[end:].strip()


def notebook(script: Path) -> dict[str, Any]:
    """The notebook of a script, without outputs."""
    made = cells(script.read_text(encoding="utf-8"), script.stem)
    return {"cells": made, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def tags(cell: Mapping[str, Any]) -> list[str]:
    """The tags of a cell."""
    return list(cell["metadata"].get("tags", []))


def write(script: Path) -> None:
    """Write the notebook of a script; the output of its picture is kept, so that it is seen before anything runs."""
    made = notebook(script)
    for cell in made["cells"]:
        if PICTURE in tags(cell):
            cell["outputs"] = _drawn("".join(cell["source"]))
    text = json.dumps(made, indent=1, ensure_ascii=False)
    script.with_suffix(".ipynb").write_text(f"{text}\n", encoding="utf-8")


def _drawn(source: str) -> list[dict[str, Any]]:
    """The pictures among the outputs of a cell that is run alone."""
    import nbformat
    from nbclient import NotebookClient

    alone = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(alone, kernel_name="python3").execute()
    outputs = [output for output in alone.cells[0].outputs if "image/png" in output.get("data", {})]
    return [
        {
            "data": {"image/png": output["data"]["image/png"]},
            "metadata": {},
            "output_type": "display_data",
        }
        for output in outputs
    ]


if __name__ == "__main__":
    for path in sorted(NOTEBOOKS.glob("*.py")):
        if not sys.argv[1:] or path.stem in sys.argv[1:]:
            write(path)
