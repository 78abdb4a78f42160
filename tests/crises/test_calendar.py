"""Calendars: a recorded series as severity, line by line."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jitagents.behaviours.ordering import Jit
from jitagents.crises import Calendar, Demand, Freight
from jitagents.errors import InputError
from jitagents.worlds import Worlds
from tests.crises.conftest import by_day, diary, line, scene


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "pressure.csv"
    path.write_text("month,index\n2020-01,-0.5\n2020-02,1.0\n2020-03,2.5\n2020-04,0.4\n2020-05,1.5\n")
    return str(path)


def test_each_line_stands_for_a_period(file: str) -> None:
    calendar = Calendar({}, severity=1.0, file=file, column="index", period=2, above=1.0, unit=3.0)
    course = calendar.course(scene(Worlds()))
    assert by_day(course, 12) == pytest.approx([0] * 4 + [0.5, 0.5, 0, 0, 1 / 6, 1 / 6, 0, 0])
    assert (course.first, course.last) == (5, 10)


def test_severity_is_at_most_all_and_of_prices_as_high_as_it_goes(file: str) -> None:
    arguments: dict[str, Any] = {"severity": 1.0, "file": file, "column": "index", "period": 1}
    assert by_day(Calendar({}, "supply", **arguments).course(scene(Worlds())), 5) == [0, 1, 1, 0.4, 1]
    assert by_day(Calendar({}, Freight(), **arguments).course(scene(Worlds())), 5) == [0, 1, 2.5, 0.4, 1.5]
    falls = arguments | {"severity": -0.5}
    assert by_day(Calendar({}, Demand(), **falls).course(scene(Worlds())), 5) == [0, -0.5, -1, -0.2, -0.75]


def test_a_later_line_may_be_the_first(file: str) -> None:
    calendar = Calendar({}, file=file, column="index", first_line=3, period=1, unit=5.0)
    course = calendar.course(scene(Worlds()))
    assert by_day(course, 5) == [0.5, 0.08, 0.3, 0, 0]
    assert (course.first, course.last) == (1, 3)


def test_limits_may_differ_by_world(file: str) -> None:
    calendar = Calendar(
        {}, file=file, column="index", period=1, above=np.array([[0.0, 1.0]]), unit=np.array([[5.0, 2.0]])
    )
    course = calendar.course(scene(Worlds(range(2))))
    assert course.intensity(3).tolist() == [[0.5, 0.75]]


def test_a_calendar_that_never_acts(file: str) -> None:
    course = Calendar({}, file=file, column="index", above=9.0).course(scene(Worlds()))
    assert not any(by_day(course, 10))
    assert course.last < course.first


def test_it_drives_a_network(file: str) -> None:
    calendar = Calendar({"seller": "mill"}, "lane", file=file, column="index", period=1, above=0.5, unit=2.0)
    found = diary(line(), 6, calendar, ordering=Jit())
    assert found("mill-shop", "allocated") == [10, 7.5, 0, 22.5, 5, 15]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"file": "nowhere.csv"}, r"crisis.disruption: Calendar.file: there is no file 'nowhere.csv'"),
        ({"file": ""}, "Calendar.file: there is no file ''"),
        ({"column": "indx"}, r"Calendar.column: pressure.csv has no column 'indx'; did you mean 'index'"),
        ({"column": "month"}, "pressure.csv, line 2: month = '2020-01' is no number"),
        ({"first_line": 9}, "first_line = 9: pressure.csv has 5 lines below its header"),
    ],
)
def test_what_cannot_be_read_is_told_before_day_1(file: str, wrong: dict[str, Any], message: str) -> None:
    calendar = Calendar({"name": "mill"}, **{"file": file, "column": "index"} | wrong)
    with pytest.raises(InputError, match=message):
        diary(line(), 1, calendar)
