"""The git commit of the working directory, found without running programs that its repository names.

A repository from a stranger can name programs in its configuration (`core.fsmonitor`, filters, hooks, transports), and
git would run them. So git is asked by way of a repository of our own, with the commit, the index and the objects of
that one and none of its configuration; the user's own configuration of git holds as always.
"""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
REFERENCE = re.compile(r"refs/[^\0\n]+")
MOST_BYTES = 200_000_000
"""Of an index that is copied."""
GIT = ("git", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
REFRESH = ("update-index", "-q", "--unmerged", "--ignore-submodules", "--refresh")
COMPARE = ("diff-index", "--quiet", "--ignore-submodules=all", "HEAD", "--")
"""A submodule is not looked into: git would start itself there, and follow the configuration of the submodule."""
ELSEWHERE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES",
)  # fmt: skip
"""Variables of the environment by which git would look elsewhere."""
SECONDS = 5


def revision(here: Path | None = None) -> str | None:
    """The git commit of a directory, the current one if none is given, with `+` if files were changed since.

    None outside a repository, without git, or if the repository is kept in a form that is not known here.
    """
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        found = _repository((here or Path.cwd()).resolve())
        if found is not None:
            return _described(*found)
    return None


def _repository(here: Path) -> tuple[Path, Path] | None:
    """The working tree around a directory, and where git keeps what belongs to it."""
    for tree in (here, *here.parents):
        kept = tree / ".git"
        if kept.is_dir():
            return tree, kept
        if kept.is_file():  # of a worktree or a submodule
            return tree, (tree / _text(kept).removeprefix("gitdir:").strip()).resolve()
    return None


def _described(tree: Path, kept: Path) -> str | None:
    common = (kept / _text(kept / "commondir")).resolve() if (kept / "commondir").is_file() else kept
    commit = _commit(kept, common)
    if commit is None:
        return None
    with TemporaryDirectory(prefix="jitagents-") as made:
        ours = Path(made)
        _stand_in(ours, kept, commit)
        asked = {key: value for key, value in os.environ.items() if key not in ELSEWHERE}
        asked |= {"GIT_DIR": made, "GIT_WORK_TREE": str(tree), "GIT_OBJECT_DIRECTORY": str(common / "objects")}
        for step in (REFRESH, COMPARE):
            run = subprocess.run([*GIT, *step], env=asked, cwd=tree, capture_output=True, timeout=SECONDS, check=False)
    return {0: commit[:12], 1: f"{commit[:12]}+"}.get(run.returncode)


def _commit(kept: Path, common: Path) -> str | None:
    """The commit that is checked out, from `HEAD` and the file, or the list, of the branch that it names."""
    head = _text(kept / "HEAD")
    if COMMIT.fullmatch(head):
        return head
    name = head.removeprefix("ref:").strip()
    if not REFERENCE.fullmatch(name) or ".." in name:
        return None
    if (common / name).is_file():
        found = _text(common / name)
        return found if COMMIT.fullmatch(found) else None
    packed = common / "packed-refs"
    lines = packed.read_text(encoding="utf-8", errors="replace").splitlines() if packed.is_file() else []
    pairs = (line.partition(" ") for line in lines)
    return next((commit for commit, _, reference in pairs if reference == name and COMMIT.fullmatch(commit)), None)


def _stand_in(ours: Path, kept: Path, commit: str) -> None:
    """Make the repository of our own."""
    for folder in ("objects", "refs"):
        (ours / folder).mkdir()
    form = "\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n" if len(commit) == 64 else ""
    (ours / "config").write_text(f"[core]\n{form or '\trepositoryformatversion = 0\n'}", encoding="utf-8")
    (ours / "HEAD").write_text(f"{commit}\n", encoding="utf-8")
    for index in (kept / "index", *kept.glob("sharedindex.*")):
        if index.is_file() and index.stat().st_size < MOST_BYTES:
            shutil.copy2(index, ours)


def _text(path: Path) -> str:
    """The first line of a small file."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline(5000).strip()
