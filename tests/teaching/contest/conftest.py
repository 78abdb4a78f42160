"""A class that has handed in its rules, good ones and others."""

from pathlib import Path

import pytest

from jitagents.study import Study, load
from jitagents.teaching.contest import Contest

FILES = {
    "anna": "def decide(seen):\n    if seen.position < 40:\n        return 40 - seen.position\n    return 0\n",
    "ben": "class Mine:\n    def decide(self, seen):\n        return max(36 - seen.position, 0)\n",
    "cleo": "def decide(seen):\n    return seen.dmand\n",
    "dan": "def decide(seen)\n    return 3\n",
    "eve": "import os\nprint('loud' * 9)\nos.kill(os.getpid(), 9)\n",
    "<b>fay": "import sys\nsys.exit(3)\n",
    "gil": "x = input()\n",
    "hal": "x = 3\n",
    "_notes": "1 / 0\n",
}


@pytest.fixture(scope="module")
def study() -> Study:
    return load("beer_game", ["demand=poisson", "demand.mean=8", "replications=6", "days=10", "workers=2"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("class")
    for name, text in FILES.items():
        (path / f"{name}.py").write_text(text)
    (path / "link.py").symlink_to(path / "anna.py")
    return path


@pytest.fixture(scope="module")
def contest(study: Study, folder: Path) -> Contest:
    return Contest.from_files(study, folder)
