"""Tables as office programs write them: each reads as its plain twin, wherever a table is read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.demand import Bootstrap, Replay
from jitagents.behaviours.transport import Empirical
from jitagents.crises import Calendar
from jitagents.errors import InputError
from jitagents.network import tables
from jitagents.reading import Dialect

AGENTS = "name,kind,item,capacity,demand\n0010,supplier,ore,,\nNO,plant,steel,1234.5,\nKöln (Werk 2),buyer,steel,,7.5\n"
LANES = "seller,buyer,carrier\n0010,NO,Spedition Grün\nNO,Köln (Werk 2),\n"
CARRIERS = "name,capacity\nSpedition Grün,20.5\n"
UNITS = "day,Stück\n1,5.5\n2,0.25\n3,1234.5\n"
DELIVERIES = "planned,actual,mode\n2024-03-01,2024-03-05,Straße\n2024-03-25,2024-03-24,Straße\n"


def semicolons(text: str) -> str:
    return text.replace(",", ";").replace(".", ",").replace("1234,5", "1.234,5")


def comma_behind(text: str) -> str:
    head, *lines = text.splitlines()
    return "\n".join([head, *(f"{line}," for line in lines)]) + "\n"


DIALECTS: dict[str, tuple[Callable[[str], str], str]] = {
    "semicolons": (semicolons, "utf-8"),
    "sep": (lambda text: "sep=;\r\n" + semicolons(text), "cp1252"),
    "bom": (semicolons, "utf-8-sig"),
    "unicode text": (lambda text: text.replace(",", "\t"), "utf-16"),
    "without mark": (lambda text: text.replace(",", "\t"), "utf-16-le"),
    "western": (lambda text: text, "cp1252"),
    "pipe": (lambda text: text.replace(",", "|"), "cp1250"),
    "comma behind": (comma_behind, "utf-8"),
    "blank lines": (lambda text: text.replace("\n", "\r\n\r\n") + ",,\r\n", "utf-8"),
    "headings": (lambda text: " " + text[0].upper() + text[1:].replace(",", " , "), "utf-8"),
}


def network(folder: Path, write: Callable[[str], bytes]) -> list[object]:
    paths: dict[str, Any] = {}
    for place, text in {"agents": AGENTS, "lanes": LANES, "carriers": CARRIERS}.items():
        paths[place] = folder / f"{place}.csv"
        paths[place].write_bytes(write(text))
    found = tables(**paths, whole=False)
    return [found.agents.to_csv(), found.lanes.to_csv(), found.carriers.to_csv()]


def series(folder: Path, write: Callable[[str], bytes]) -> list[object]:
    path = folder / "units.csv"
    path.write_bytes(write(UNITS))
    laws = Replay(file=str(path), column="Stück"), Bootstrap(file=str(path), column="Stück", block=2)
    return [*(law.series.tolist() for law in laws), Calendar({}, file=str(path), column="Stück").series.tolist()]


def deliveries(folder: Path, write: Callable[[str], bytes]) -> list[object]:
    path = folder / "deliveries.csv"
    path.write_bytes(write(DELIVERIES))
    return [{mode: late.tolist() for mode, late in Empirical(file=str(path)).late.items()}]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("reader", [network, series, deliveries])
def test_each_dialect_reads_as_its_twin(
    tmp_path: Path, dialect: str, reader: Callable[[Path, Callable[[str], bytes]], list[object]]
) -> None:
    change, coding = DIALECTS[dialect]
    assert reader(tmp_path, lambda text: change(text).encode(coding)) == reader(tmp_path, str.encode)


def test_a_thousand_is_never_one(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("day;units;other\n1;1.000;7,5\n")
    assert Replay(file=str(path), column="units").series.tolist() == [1000]
    path.write_text("day;units\n1;1.000\n")
    with pytest.raises(InputError, match=r"is '1.000' a thousand or a decimal number"):
        Replay(file=str(path), column="units").series  # noqa: B018
    stated = Replay(file=str(path), column="units", csv=Dialect(decimal="comma"))
    assert stated.series.tolist() == [1000]


@pytest.mark.parametrize(
    ("others", "units"),
    [
        ('"7,5",4', 1.234),  # the column has decimal commas
        ('5,"7,5"', 1.234),  # another column has
        ("7.5,4", 1234),
        ('"1,234,567",4', 1234),
        ("5,0.5", 1234),
        ("5,4", None),
        ('"2,000",4', None),
    ],
)
def test_a_comma_in_quotes_is_decided_by_the_rest_or_asked_about(
    tmp_path: Path, others: str, units: float | None
) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f'units,other\n"1,234",3\n{others}\n')
    law = Replay(file=str(path), column="units")
    if units is not None:
        assert law.series.tolist()[0] == units
        return
    with pytest.raises(
        InputError, match=r"is '\d,\d{3}' a thousand or a decimal number\?.*demand.csv.decimal=comma or"
    ):
        law.series  # noqa: B018
    for decimal, value in {"comma": 1.234, "point": 1234}.items():
        stated = Replay(file=str(path), column="units", csv=Dialect(decimal=decimal))
        assert stated.series.tolist()[0] == value


BAD = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "binary": (bytes(range(256)) * 4, "is no text but binary"),
    "open quote": (b'units\n"3\n4\n', "line 2: a quote .* is opened here and never closed"),
    "infinite": (b"units\ninf\n", "line 2: units = inf"),
    "ragged": (b"day,units\n1,2\n2,3,4\n", "line 3: 3 cells, the header has 2"),
    "short": (b"day,units,note\n1,2,\n2,3\n", "line 3: 2 cells, the header has 3"),
    "a word": (b"units\n3\n2 Stk\n", "line 3: units = '2 Stk' is no number"),
    "no workbook": (b"PK\x03\x04junk", "is no readable workbook"),
    "two signs": (b"day;units\n1;7,5\n2;7.5\n", "after a point .* and after a comma"),
    "header only": (b"units\n", "has no line below"),
    "page": (b"<html><table></table></html>", "is a web page"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, case: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(BAD[case][0])
    for law in (Replay(file=str(path), column="units"), Bootstrap(file=str(path), column="units")):
        with pytest.raises(InputError, match=BAD[case][1]):
            law.recording  # noqa: B018


def days_in(tmp_path: Path, text: str, dates: str | None = None) -> list[int]:
    path = tmp_path / "deliveries.csv"
    path.write_text("planned,actual,mode\n" + text)
    return np.asarray(Empirical(file=str(path), dates=dates).late[""]).tolist()


def test_dates_with_the_day_first(tmp_path: Path) -> None:
    rows = "".join(f"{day:02d}.03.2024,{day + 4:02d}.03.2024 09:30,sea\n" for day in (1, 4, 7, 10, 13, 18, 25))
    assert days_in(tmp_path, rows) == [4] * 7


def test_dates_that_do_not_tell_their_order_are_asked_about(tmp_path: Path) -> None:
    row = "01.03.2024,05.03.2024,sea\n"
    with pytest.raises(InputError, match=r"transport.dates=day_first or transport.dates=month_first"):
        days_in(tmp_path, row)
    assert days_in(tmp_path, row, "day_first") == [4]
    with pytest.raises(InputError, match=r"line 2: .* has the day first and line 3: .* has the month first"):
        days_in(tmp_path, "13/03/2024,14/03/2024,sea\n03/25/2024,03/26/2024,sea\n")
    with pytest.raises(InputError, match="line 2: 2,912,809 days late; at most 100,000 days"):
        days_in(tmp_path, "2024-01-01,9999-01-01,sea\n")
