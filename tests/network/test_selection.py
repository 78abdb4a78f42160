from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.network import select

TABLE = pd.DataFrame(
    {
        "name": ["shop", "plant", "chips", "glass"],
        "kind": ["buyer", "plant", "supplier", "supplier"],
        "tier": [0, 1, 2, 2],
        "single_source": [False, True, True, False],
        "grade": ["1", "2", None, "2"],
    }
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({}, [0, 1, 2, 3]),
        ({"name": "chips"}, [2]),
        ({"name": ["chips", "shop"]}, [0, 2]),
        ({"kind": "supplier", "single_source": True}, [2]),
        ({"tier": 2}, [2, 3]),
        ({"tier": "2"}, [2, 3]),
        ({"grade": 2}, [1, 3]),
        ({"not": {"kind": "supplier"}}, [0, 1]),
        ({"any": [{"name": "shop"}, {"tier": [1, 2], "single_source": True}]}, [0, 1, 2]),
        ({"all": [{"kind": "supplier"}, {"not": {"name": "glass"}}]}, [2]),
        ({"any": []}, []),
        ({"all": []}, [0, 1, 2, 3]),
        ({"not": {}}, []),
        ({"kind": []}, []),
    ],
)
def test_rows(where: Mapping[str, Any], rows: list[int]) -> None:
    assert select(TABLE, where, "target").nonzero()[0].tolist() == rows


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"knd": "plant"}, "target: unknown column 'knd'; did you mean 'kind'?"),
        ({"kind": "plnt"}, "target.kind: 'plnt' occurs nowhere; did you mean 'plant'?"),
        ({"tier": 9}, "target.tier: 9 occurs nowhere; allowed: 0, 1, 2"),
        ({"tier": "x"}, "target.tier: 'x' occurs nowhere"),
        ({"any": [{"name": "shop"}, {"nme": 1}]}, r"target.any\[1\]: unknown column 'nme'"),
        ({"not": {"name": "shp"}}, "target.not.name: 'shp' occurs nowhere; did you mean 'shop'?"),
        ("chips", "target: 'chips' is no selector"),
    ],
)
def test_faults(where: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        select(TABLE, where, "target")


def test_all_faults_at_once() -> None:
    with pytest.raises(InputError) as caught:
        select(TABLE, {"knd": "plant", "name": ["chip", "glas"]}, "target")
    assert len(caught.value.faults) == 3
