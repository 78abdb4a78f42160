"""Names in the tables of a network: no control characters, and no formula in what is written."""

from pathlib import Path

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.network import Network
from jitagents.network.tables import tables, write_tables


def chain(seller: str, buyer: str, **columns: object) -> Network:
    own = {"name": [seller, buyer], "kind": ["supplier", "buyer"], "item": ["part", "part"], "demand": [None, 5.0]}
    agents = pd.DataFrame(own | columns)
    return Network.of(agents, pd.DataFrame({"seller": [seller], "buyer": [buyer]}), name="chain")


@pytest.mark.parametrize("name", ["a\x1b[2J", "b\x00", "\x9b31mx", "c\x07d"])
def test_control_characters_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"agents: name: .* has signs that cannot be printed"):
        chain(name, "market")


def test_control_characters_in_other_texts_are_refused() -> None:
    with pytest.raises(InputError, match="agents: region: "):
        chain("mill", "market", region=["a\x1bb", ""])


@pytest.mark.parametrize("name", ["=1+1", "+49 30", "-x", "@home", "'=quoted", "O'Brien", "'tis", "李明", "شركة"])
def test_names_survive_writing_and_no_cell_is_a_formula(name: str, tmp_path: Path) -> None:
    network = chain(name, "market", note=[name, "-"], **{"=own": [-1.5, 2.0]})
    agents, lanes = write_tables(network, tmp_path)
    raw = pd.read_csv(agents, dtype=str, keep_default_na=False)
    assert not raw["name"].str.startswith(("=", "+", "-", "@")).any()
    assert "=own" not in raw
    back = tables(agents=agents, lanes=lanes)
    assert back.agents["name"].tolist() == [name, "market"]
    assert back.agents["note"].tolist() == [name, "-"]
    assert back.agents["=own"].tolist() == [-1.5, 2.0]
    assert back.lanes["seller"].tolist() == [name]


def test_an_accent_is_the_same_however_a_system_writes_it(tmp_path: Path) -> None:
    one, two = "caf\u00e9", "cafe\u0301"
    (tmp_path / "agents.csv").write_text(f"name,kind,item,demand\n{two},supplier,x,\nb,buyer,x,5\n", encoding="utf-8")
    (tmp_path / "lanes.csv").write_text(f"seller,buyer\n{one},b\n", encoding="utf-8")
    network = tables(agents=tmp_path / "agents.csv", lanes=tmp_path / "lanes.csv")
    assert network.agents["name"].tolist() == [one, "b"]
