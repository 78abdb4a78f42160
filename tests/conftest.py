"""The order of the tests, slow ones first, so that at the end no core waits for one; and the kernels of notebooks."""

import os
import shutil
import tempfile
from functools import partial

import pytest
from nbclient import NotebookClient
from traitlets.config import Config

STARTUP = 300
"""Seconds that a kernel has to start, beside other tests on all cores."""


def pytest_configure(config: pytest.Config) -> None:
    """Kernels talk over sockets in a directory of their process: free TCP ports may be taken by a kernel of another."""
    setting = Config()
    if os.name == "posix":
        folder = tempfile.mkdtemp(prefix="kernels-")
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
        setting.KernelManager = Config(transport="ipc", ip=f"{folder}/kernel")
    client = partial(NotebookClient, startup_timeout=STARTUP, config=setting)
    pytest.MonkeyPatch().setattr("nbmake.nb_run.NotebookClient", client)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("slow") is None and item.path.suffix != ".ipynb")
