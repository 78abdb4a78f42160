from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.network import Network, layered, listed, tables, write_tables

AGENTS = "name,kind,item,demand,owner\nmine,supplier,ore,,state\nmill,plant,steel,,\ntown,buyer,steel,10,city\n"
LANES = "seller,buyer,lead_time\nmine,mill,2\nmill,town,\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "agents.csv").write_text(AGENTS)
    (tmp_path / "lanes.csv").write_text(LANES)
    return {"agents": tmp_path / "agents.csv", "lanes": tmp_path / "lanes.csv"}


def same(one: Network, other: Network) -> None:
    for table in ("agents", "lanes", "carriers"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def test_read(files: dict[str, Any]) -> None:
    network = tables(**files)
    assert network.name == "agents"
    assert network.agents["owner"].tolist() == ["state", "", "city"]
    assert network.lanes["lead_time"].tolist() == [2, 1]


def test_written_network_is_read_back(small: dict[str, Any], tmp_path: Path) -> None:
    for network in (listed(name="agents", **small), layered(agents=60, lead_time_cv=0.3)):
        paths: dict[str, Any] = {path.stem: path for path in write_tables(network, tmp_path / network.name)}
        same(tables(**paths), network)


def test_names_that_look_like_numbers_or_nothing(files: dict[str, Any]) -> None:
    for path in files.values():
        path.write_text(path.read_text().replace("mine", "007").replace("mill", "NA"))
    assert tables(**files).agents["name"].tolist() == ["007", "NA", "town"]


def test_byte_order_mark_and_blanks(files: dict[str, Any]) -> None:
    files["agents"].write_text("\ufeff" + AGENTS.replace(",", " , "), encoding="utf-8")
    assert tables(**files).agents["name"].tolist() == ["mine", "mill", "town"]


def test_free_attributes_of_numbers_are_numbers(files: dict[str, Any]) -> None:
    files["agents"].write_text(AGENTS.replace("state", "1").replace("city", "2.5"))
    assert tables(**files).agents["owner"].tolist()[::2] == [1, 2.5]


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("agents", None, r"network.agents: there is no file '.*agents.csv'"),
        ("agents", "", r"agents.csv: the file is empty; its first line must name the columns name, kind, item"),
        ("lanes", "seller,buyer\n", "has no line below the names of the columns"),
        ("agents", AGENTS.replace("kind", "knd"), "the column 'kind' is missing; did you mean 'knd'?"),
        ("agents", AGENTS.replace("10", "ten"), "line 4: demand = 'ten' is no number"),
        ("lanes", LANES.replace("2", "2 days"), "lanes.csv, line 2: lead_time = '2 days' is no number"),
        ("lanes", LANES + "mill,town,1,2,3\n", "lanes.csv, line 4: 5 cells, the header has 3"),
        ("lanes", LANES.replace("mine", "mina"), "unknown seller 'mina'; did you mean 'mine'?"),
    ],
)
def test_faults(files: dict[str, Any], file: str, text: str | None, message: str) -> None:
    files[file].unlink() if text is None else files[file].write_text(text)
    with pytest.raises(InputError, match=message):
        tables(**files)


def test_missing_file_names_its_neighbour(files: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"there is no file '.*'; did you mean 'agents.csv'\?"):
        tables(agents=files["agents"].with_name("agent.csv"), lanes=files["lanes"])


def test_faults_of_all_files_at_once(files: dict[str, Any]) -> None:
    for path in files.values():
        path.unlink()
    with pytest.raises(InputError) as caught:
        tables(**files)
    assert len(caught.value.faults) == 2


def test_a_guessed_coding_is_told_beside_faults(files: dict[str, Any]) -> None:
    files["agents"].write_bytes(AGENTS.replace("town", "Köln").encode("latin-1"))
    with pytest.raises(InputError, match=r"agents.csv: not UTF-8 and so read as cp1252"):
        tables(**files)
