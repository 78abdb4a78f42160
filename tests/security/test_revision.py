"""The revision is found without running what a repository says."""

import os
import subprocess
from pathlib import Path

import pytest

from jitagents.studies.revision import revision

AUTHOR = (
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@b.c",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "protocol.file.allow=always",
)


def git(folder: Path, *words: str) -> str:
    made = subprocess.run(["git", *AUTHOR, *words], cwd=folder, capture_output=True, text=True, check=True)
    return made.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, and a user without a configuration of git's."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "a.txt").write_text("a\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    return folder


def test_a_commit_and_its_changes(repository: Path) -> None:
    head = git(repository, "rev-parse", "HEAD")[:12]
    assert revision(repository) == head
    below = repository / "below"
    below.mkdir()
    assert revision(below) == head
    (repository / "new.txt").write_text("not tracked")
    os.utime(repository / "a.txt", (1, 1))  # touched, the same content
    assert revision(repository) == head
    (repository / "a.txt").write_text("b\n")
    assert revision(repository) == f"{head}+"
    git(repository, "add", "a.txt")
    assert revision(repository) == f"{head}+"


def test_packed_detached_and_worktrees(repository: Path, tmp_path: Path) -> None:
    head = git(repository, "rev-parse", "HEAD")[:12]
    git(repository, "pack-refs", "--all")
    git(repository, "gc", "-q")
    assert revision(repository) == head
    git(repository, "worktree", "add", "-q", str(tmp_path / "other"))
    assert revision(tmp_path / "other") == head
    (tmp_path / "other" / "a.txt").write_text("b\n")
    assert revision(tmp_path / "other") == f"{head}+"
    git(repository, "checkout", "-q", "--detach")
    assert revision(repository) == head


def test_sha256(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    folder.mkdir()
    git(folder, "init", "-q", "--object-format=sha256")
    git(folder, "commit", "-q", "--allow-empty", "-m", "one")
    assert revision(folder) == git(folder, "rev-parse", "HEAD")[:12]


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert revision(tmp_path) is None
    (tmp_path / ".git").write_text("gitdir: \0nowhere\n")
    assert revision(tmp_path) is None
    (tmp_path / ".git").unlink()
    (tmp_path / ".git").mkdir()
    for head in ("ref: refs/../../secret", "ref: refs/heads/none", "x" * 10_000, "", "\0"):
        (tmp_path / ".git" / "HEAD").write_text(head)
        assert revision(tmp_path) is None
    monkeypatch.chdir(tmp_path)
    assert revision() is None


@pytest.mark.skipif(os.name == "nt", reason="the markers are made by a shell")
def test_nothing_of_the_repository_runs(repository: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    script = tmp_path / "script.sh"
    script.write_text(f"#!/bin/sh\necho x >> '{mark}'\ncat\n")
    script.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "post-index-change").symlink_to(script)
    inner = repository / "inner"
    git(repository, "submodule", "--quiet", "add", str(repository), "inner")
    (repository / ".gitattributes").write_text("* filter=sly diff=sly\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    head = git(repository, "rev-parse", "HEAD")[:12]
    settings = f"""
[core]
    fsmonitor = {script}
    hooksPath = {hooks}
    pager = {script}
    sshCommand = {script}
[filter "sly"]
    clean = {script}
    smudge = {script}
    process = {script}
    required = true
[diff "sly"]
    textconv = {script}
    command = {script}
[gpg]
    program = {script}
[remote "origin"]
    url = ext::{script}
    promisor = true
[protocol]
    allow = always
[extensions]
    partialClone = origin
"""
    (tmp_path / "more").write_text(settings)
    for config in (repository / ".git" / "config", repository / ".git" / "modules" / "inner" / "config"):
        with config.open("a") as file:
            file.write(f"[include]\n    path = {tmp_path / 'more'}\n")
    for path in (repository / "a.txt", inner / "a.txt"):
        path.write_text("changed\n")
    assert revision(repository) == f"{head}+"
    assert not mark.exists()
    for kept in sorted((repository / ".git" / "objects").glob("??/*")):
        kept.unlink()  # git would fetch what is missing
    assert revision(repository) is None
    assert not mark.exists()
    subprocess.run(["git", "describe", "--always", "--dirty"], cwd=repository, capture_output=True, check=False)
    assert mark.exists()  # the trap works
