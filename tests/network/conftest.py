"""A small network that every test may bend."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT.parent / "shared" / "data" / "willems_2008_MSOM-06-038-R2.xlsx"

SMALL: dict[str, list[dict[str, Any]]] = {
    "agents": [
        {"name": "mine", "kind": "supplier", "item": "ore", "capacity": 50},
        {"name": "pit", "kind": "supplier", "item": "ore", "lead_time": 3},
        {"name": "depot", "kind": "supplier", "item": "ore"},
        {"name": "mill", "kind": "plant", "item": "steel", "lead_time": 2, "lead_time_sd": 0.5},
        {"name": "town", "kind": "buyer", "item": "steel", "demand": 10},
    ],
    "lanes": [
        {"seller": "mine", "buyer": "depot", "lead_time": 4, "carrier": "rail"},
        {"seller": "depot", "buyer": "mill", "quantity": 2},
        {"seller": "pit", "buyer": "mill", "quantity": 2, "lead_time": 2},
        {"seller": "mill", "buyer": "town"},
    ],
    "carriers": [{"name": "rail", "capacity": 100}],
}


@pytest.fixture
def small() -> dict[str, Any]:
    return deepcopy(SMALL)


@pytest.fixture
def frames() -> dict[str, Any]:
    return {place: pd.DataFrame(rows) for place, rows in SMALL.items()}


@pytest.fixture(scope="session")
def workbook() -> Path:
    if not WORKBOOK.is_file():
        pytest.skip("the workbook of Willems 2008 is not in ../shared/data; it is the e-companion of M&SOM 10(1):19-23")
    return WORKBOOK
