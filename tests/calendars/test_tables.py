"""Calendars of files, as offices write them, and what is wrong with them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents import SupplyModel, load
from jitagents.behaviours.demand import Constant
from jitagents.calendars import Calendars, CalendarTable
from jitagents.errors import InputError
from jitagents.network import Network, listed
from tests.calendars.test_days import WEEK, chain

GERMAN = "Datum;Land;Anteil\n01.01.2024;DE;0\n06.01.2024;DE;0,5\n10.02.2024;CN;0\n13.02.2024;CN;0\n"


def pair(**places: Any) -> Network:
    """A shop and its supplier, each with a region."""
    agents: list[dict[str, Any]] = [
        {"name": "shop", "kind": "buyer", "item": "tool", "demand": 10, "region": "DE"},
        {"name": "works", "kind": "supplier", "item": "tool", "region": "CN"},
    ]
    for agent in agents:
        agent |= places.get(str(agent["name"]), {})
    return listed(name="pair", agents=agents, lanes=[{"seller": "works", "buyer": "shop"}])


def working(calendars: Calendars, network: Network, days: int, warmup: int = 0) -> dict[str, list[float]]:
    """The share of each day of each agent."""
    assigned = calendars.assign(network, warmup)
    assert assigned is not None
    shares = assigned.shares(1, days)
    own = zip(network.agents["name"], assigned.agents, strict=True)
    return {str(name): shares[:, calendar].tolist() for name, calendar in own}


def refused(text: str, *mentions: str, **stated: Any) -> None:
    """A calendar that is refused in one sentence with some words."""
    with pytest.raises(InputError) as caught:
        SupplyModel(pair(), calendar=Calendars(**{"week": WEEK} | stated))
    assert text in str(caught.value)
    assert all(word in str(caught.value) for word in mentions)


def test_a_table_as_an_office_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "Feiertage.csv"
    path.write_bytes(GERMAN.encode("cp1252"))
    table = CalendarTable(start="2024-01-01", file=str(path), day="datum", of="Land", share="Anteil", beyond="week")
    days = working(table, pair(), 44)
    assert {day: share for day, share in enumerate(days["shop"], 1) if share != 1} == {1: 0.0, 6: 0.5}
    assert {day: share for day, share in enumerate(days["works"], 1) if share != 1} == {41: 0.0, 44: 0.0}


def test_numbers_of_days_count_from_the_first_measured_one(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("day\n2\n3\n")
    table = CalendarTable(week=(1,) * 7, file=str(path), day="day")
    assert working(table, pair(), 6, warmup=2)["shop"] == [1, 1, 1, 0, 0, 1]
    table.check_days(3)
    with pytest.raises(InputError, match=r"ends with day 3, and the study with day 4; .*calendar.beyond=week"):
        table.check_days(4)


def test_years_of_which_the_table_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "holidays.csv"
    path.write_text("date\n2024-12-25\n2024-12-26\n")
    table = CalendarTable(week=WEEK, start="2024-12-01", file=str(path))
    table.check_days(31)
    with pytest.raises(InputError, match="has no day of 2025, which the study runs into"):
        table.check_days(32)


@pytest.mark.parametrize(
    ("text", "stated", "words"),
    [
        ("date\n03.04.2024\n", {}, "day or month first?"),
        ("date\n2024-01-01\n2024-13-01\n", {}, "is no date"),
        ("day\n0\n", {"day": "day"}, "allowed: a date, or the number of a measured day"),
        ("date,share\n2024-01-01,-1\n", {"share": "share"}, "allowed: 0 to 10"),
        ("date,share\n2024-01-01,0\n2024-01-01,1\n", {"share": "share"}, "two shares for one day"),
        ("date,country\n2024-01-01,\n", {"of": "country"}, "country is empty"),
        ("date\n2024-01-01\n", {"day": "dat"}, "did you mean 'date'?"),
        ("date\n2024-01-01\n", {"start": "monday"}, "so it must be one too"),
        ("date,region\n2024-01-01,D\n", {"of": "region"}, "nobody has a calendar of the table"),
    ],
)
def test_tables_that_are_refused(tmp_path: Path, text: str, stated: dict[str, Any], words: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        CalendarTable(**{"file": str(path), "start": "2024-01-01", "beyond": "week"} | stated).assign(pair(), 0)
    assert words in str(caught.value)


def test_calendars_that_are_refused() -> None:
    refused("has no working day", week=(0,) * 7)
    refused("has no working day", weeks={"night": [0] * 7})
    refused("must be a list of 7 shares", week=(1, 1, 1))
    refused("must be a list", week="1111100")
    refused("did you mean 'monday'?", start="monady")
    refused("periods of rest need a date", closed={"DE": ["12-25"]})
    refused("is no period of days", "08-01..08-21", start="2024-01-01", closed={"DE": ["1.8.-21.8."]})
    refused("there is no such day", start="2024-01-01", closed={"DE": ["02-30"]})
    refused("ends before it begins", start="2024-01-01", closed={"DE": ["2024-02-03..2024-02-01"]})
    refused("has a year at one end only", start="2024-01-01", closed={"DE": ["2024-02-03..02-01"]})
    refused("'de': has no working day in a year", start="2024-01-01", closed={"de": ["01-01..12-31"]})
    refused("the name is taken", weeks={"every_day": WEEK})


def test_columns_that_are_refused() -> None:
    calendars = Calendars(week=WEEK, weeks={"night": (1, 0, 0, 0, 0, 0, 0), "weekend": (0, 0, 0, 0, 0, 1, 1)})
    with pytest.raises(InputError, match=r"agents: shop: unknown calendar 'nigth'; did you mean 'night'\?"):
        SupplyModel(pair(shop={"calendar": "nigth"}), calendar=calendars)
    with pytest.raises(
        InputError, match=r"agents: works: lead_time_in = 'weeks'; allowed: calendar_days, working_days"
    ):
        SupplyModel(pair(works={"lead_time_in": "weeks"}), calendar=calendars)
    with pytest.raises(InputError, match=r"lanes: forge -> town: its seller .* never work on the same day"):
        SupplyModel(chain({"calendar": "weekend"}), calendar=calendars)
    close = Calendars(week=WEEK, start="2024-01-01", closed={"westphalie": ["12-25"]})
    with pytest.raises(InputError, match=r"nobody has the calendar 'westphalie'; did you mean 'westphalia'\?"):
        SupplyModel(pair(shop={"region": "westphalia"}), calendar=close)


def test_an_agent_keeps_the_calendar_of_its_column_or_site_or_region() -> None:
    weeks = {"DE": (1, 0, 0, 0, 0, 0, 0), "Ulm": (0, 1, 0, 0, 0, 0, 0), "own": (0, 0, 1, 0, 0, 0, 0)}
    for places, first in (({}, 0), ({"site": "ulm"}, 1), ({"site": "Ulm", "calendar": "own"}, 2), ({"region": ""}, 3)):
        calendars = Calendars(week=(0, 0, 0, 1, 1, 1, 1), weeks=weeks)
        shares = working(calendars, pair(shop=places), 7)["shop"]
        assert int(np.argmax(shares)) == first


def test_periods_of_every_year_and_of_one() -> None:
    closed = {"DE": ["12-30..01-02", "2025-05-01"]}
    calendars = Calendars(start="2024-12-29", closed=closed)
    rest = [day for day, share in enumerate(working(calendars, pair(), 800)["shop"], 1) if not share]
    assert rest == [2, 3, 4, 5, 124, 367, 368, 369, 370, 732, 733, 734, 735]


@pytest.mark.parametrize("choice", ["weekdays", "yearly"])
def test_choices_run(choice: str) -> None:
    small = ["network=serial", "replications=2", "days=20", "warmup=5", "crisis=none", "demand=constant"]
    results = load("single", [*small, f"calendar={choice}", "workers=1"]).run(progress=False)
    assert 0.0 < results.summary(["fill_rate"], ["network"])["calm"].iloc[0] <= 1.0


def test_a_study_is_checked_against_the_end_of_its_table(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date\n2024-12-25\n")
    options = ["network=serial", "days=40", "calendar=file", f"calendar.file={path}", "calendar.start=2024-12-01"]
    with pytest.raises(InputError, match="has no day of 2025"):
        load("single", options).run(progress=False)


def test_always_working_is_no_calendar() -> None:
    assert Calendars().assign(pair(), 0) is None
    assert SupplyModel(pair(), demand=Constant()).working_days is None
