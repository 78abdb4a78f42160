"""The order of the tests: slow ones first, so that at the end no core waits for one of them; and rare collections."""

import gc

import pytest

OBJECTS = 20_000
"""Made before the garbage collector looks for circles: a tenth of the time of the tests went into it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("slow") is None and item.path.suffix != ".ipynb")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what the modules hold stays to the end
    gc.set_threshold(OBJECTS)
