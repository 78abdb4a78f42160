"""The order of the tests (slow ones first, or a core waits for one at the end), rare collections, notebook kernels."""

import gc
import os
import shutil
import tempfile
from functools import partial

import pytest
from nbclient import NotebookClient
from traitlets.config import Config

OBJECTS = 20_000
"""Made before the garbage collector looks for circles: a tenth of the time of the tests went into it."""

START = 120
"""Seconds that a kernel has to start, beside other tests on all cores."""


def pytest_configure(config: pytest.Config) -> None:
    """Kernels talk over sockets in a directory of their process: a free TCP port may be taken by another's kernel."""
    setting = Config()
    if os.name == "posix":
        folder = tempfile.mkdtemp(prefix="kernels-")
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
        setting.KernelManager = Config(transport="ipc", ip=f"{folder}/kernel")
    client = partial(NotebookClient, startup_timeout=START, config=setting)
    pytest.MonkeyPatch().setattr("nbmake.nb_run.NotebookClient", client)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("slow") is None and item.path.suffix != ".ipynb")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what the modules hold stays to the end
    gc.set_threshold(OBJECTS)
