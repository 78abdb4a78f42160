"""Networks that are dropped on a page: what is read, what is refused and with which words, and what stays behind."""

import io
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from jitagents.errors import InputError
from jitagents.lab.rooms import own_network
from jitagents.lab.rooms.files import LARGEST, UNPACKED
from jitagents.lab.rooms.own_network import read_files

AGENTS = b"name,kind,item,demand\nshop,buyer,bread,10\nbakery,supplier,bread,\n"
LANES = b"seller,buyer,lead_time\nbakery,shop,2\n"


def book(**sheets: bytes) -> bytes:
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="xlsxwriter") as writer:
        for name, content in sheets.items():
            pd.read_csv(io.BytesIO(content)).to_excel(writer, sheet_name=name, index=False)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Nothing of a file may stay on the disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "files",
    [
        {"agents.csv": AGENTS, "lanes.csv": LANES},
        {"My Agents (2).txt": AGENTS.replace(b",", b"\t"), "C:\\data\\lane list.csv": LANES.replace(b",", b";")},
        {"a.csv": LANES, "b.csv": AGENTS},
        {"../../etc/agents.csv": AGENTS, "/root/lanes.csv": LANES},
        {"bread.xlsx": book(Agents=AGENTS, Lanes=LANES, notes=b"x\n1\n")},
    ],
    ids=["by name", "tabs and semicolons", "by headings", "paths", "workbook"],
)
def test_a_network_is_read_whatever_its_files_are_called(files: dict[str, bytes]) -> None:
    network = read_files(files).network
    assert network.agents["name"].tolist() == ["shop", "bakery"]
    assert network.lanes["lead_time"].tolist() == [2.0]


def test_faults_are_told_all_at_once_each_with_file_and_line() -> None:
    with pytest.raises(InputError) as told:
        read_files({"agents.csv": AGENTS.replace(b",10", b",many"), "lanes.csv": LANES.replace(b",2", b",two")})
    first, second = told.value.faults
    assert "agents.csv, line 2" in first
    assert "lanes.csv, line 2" in second


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as packed:
    packed.writestr("xl/workbook.xml", b"\0" * (UNPACKED + 1))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "there is no such table among nothing"),
        ({"agents.csv": AGENTS}, "lanes.csv is needed"),
        ({"agents.csv": AGENTS, "lanes.py": b"print()"}, "is of another kind; allowed: .csv"),
        ({"agents.csv": AGENTS, "lanes.csv": b"x" * (LARGEST + 1)}, "allowed: 5 MB at most"),
        ({"bread.xlsx": BOMB.getvalue()}, "unpacks to more than 100 MB"),
        ({"bread.xlsx": b"PK\x03\x04 broken"}, "is no readable workbook"),
        ({"agents.csv": AGENTS, "lanes.csv": b"\x1f\x8b"}, "unpack it first"),
        ({"agents.csv": AGENTS, "agents_2.csv": AGENTS, "lanes.csv": LANES}, "is a second table of agents"),
        ({"one.csv": b"x,y\n1,2\n", "lanes.csv": LANES}, "is it agents or lanes"),
        ({"bread.xlsx": book(Agents=AGENTS)}, "has no sheet 'lanes'; its sheets: agents"),
        ({"bread.xlsx": book(Agents=AGENTS, Lanes=LANES), "lanes.csv": LANES}, "give it alone"),
    ],
    ids=["nothing", "one", "script", "large", "bomb", "broken", "packed", "twice", "unclear", "sheet", "both"],
)
def test_what_is_no_network_is_refused_in_words(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_files(files)


def test_a_network_that_the_screens_have_no_room_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_network, "MOST_AGENTS", 1)
    with pytest.raises(InputError, match="there are 2; the screens have room for 1"):
        read_files({"agents.csv": AGENTS, "lanes.csv": LANES})
