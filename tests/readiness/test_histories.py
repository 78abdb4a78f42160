"""Histories of files of offices, and what is wrong with them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.readiness.histories import File, Known, histories
from jitagents.reading import Dialect

KNOWN = Known(frozenset({("mill", "shop")}), frozenset({("store", "flour")}))
DEMAND = "seller,buyer,date,units\n"
DELIVERIES = "seller,buyer,ordered,promised,received,ordered_units,received_units,defects\n"


def written(folder: Path, key: str, content: str, **stated: Any) -> dict[str, File]:
    path = folder / f"{key}.csv"
    path.write_text(content)
    return {key: File(str(path), **stated)}


def test_a_file_of_an_office(tmp_path: Path) -> None:
    content = "Seller;Buyer;Date;Units\nmill;shop;31.01.2024;1,5\nmill;shop;01.02.2024;2\n"
    found = histories(written(tmp_path, "demand", content), KNOWN)["demand"]
    assert found["units"].tolist() == [1.5, 2.0]
    assert found["date"].diff().iloc[1] == 1


def test_what_a_file_leaves_open_may_be_stated(tmp_path: Path) -> None:
    content = "seller;buyer;date;units\nmill;shop;02.03.2024;1.500\n"
    with pytest.raises(InputError, match=r"say demand\.dates=day_first"):
        histories(written(tmp_path, "demand", content), KNOWN)
    with pytest.raises(InputError, match=r"state demand\.csv\.decimal=comma or point"):
        histories(written(tmp_path, "demand", content, dates="day_first"), KNOWN)
    stated = {"dates": "month_first", "dialect": Dialect(decimal="comma")}
    found = histories(written(tmp_path, "demand", content, **stated), KNOWN)["demand"]
    assert found["units"].tolist() == [1500]
    assert pd.Timestamp(found["date"].iloc[0], unit="D") == pd.Timestamp("2024-02-03")


def test_empty_cells_are_unknown(tmp_path: Path) -> None:
    content = DELIVERIES + "mill,shop,2024-01-01,,2024-01-03,10,,\n"
    found = histories(written(tmp_path, "deliveries", content), KNOWN)["deliveries"]
    assert found.iloc[0].isna().to_dict() == {
        "seller": False, "buyer": False, "ordered": False, "promised": True, "received": False,
        "ordered_units": False, "received_units": True, "defects": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "content", "message"),
    [
        ("demand", "", "the file is empty; its first line must name the columns seller, buyer, date, units"),
        ("demand", DEMAND, "has no line below"),
        ("demand", "seller,buyer,date\nmill,shop,2024-01-01\n", "has no column 'units'"),
        ("demand", DEMAND + "mill,shop,13.01.2024,1\nmill,shop,01/13/2024,1\n", "one order is needed"),
        ("demand", DEMAND + "mill,shp,2024-01-01,1\n", "line 2: the network has no seller -> buyer = 'mill -> shp'"),
        ("demand", DEMAND + "mill,shop,2024-01-01,\n", "line 2: units is empty"),
        ("demand", DEMAND + "mill,shop,2024-01-01,-1\n", "line 2: units is below 0"),
        ("demand", DEMAND + "mill,shop,2024-01-01,many\n", "is no number"),
        ("deliveries", DELIVERIES + "mill,shop,2024-01-05,,2024-01-03,1,1,0\n", "received before it was ordered"),
        ("counts", "site,item,booked,counted\nstore,salt,1,1\n", "the network has no site -> item = 'store -> salt'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, key: str, content: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        histories(written(tmp_path, key, content), KNOWN)
    assert message in str(error.value)


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    paths = written(tmp_path, "demand", "") | written(tmp_path, "counts", "site,item,booked\na,b,1\n")
    with pytest.raises(InputError) as error:
        histories(paths, KNOWN)
    assert len(error.value.faults) == 2
