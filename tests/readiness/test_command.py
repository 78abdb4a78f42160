"""The command: table on the console and in a file, rules of the configuration, bad input with code 2."""

from pathlib import Path

import pandas as pd
import pytest

from jitagents.build import build
from jitagents.cli import main
from jitagents.config import composed, plain
from jitagents.config_directory import choices
from jitagents.readiness import command
from jitagents.readiness.rules import Average, ElectreTri, Weakest


@pytest.fixture
def network(tmp_path: Path) -> list[str]:
    (tmp_path / "agents.csv").write_text("name,kind,item,demand\nmill,supplier,flour,\nshop,buyer,flour,3\n")
    (tmp_path / "lanes.csv").write_text("seller,buyer,lead_time\nmill,shop,2\n")
    files = [f"network.{name}={tmp_path / name}.csv" for name in ("agents", "lanes")]
    return ["network=tables", *files]


def test_the_table(network: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "exposure.csv").write_text("seller,buyer,time_to_recover,time_to_survive\nmill,shop,10,1\n")
    arguments = [*network, f"exposure={tmp_path}/exposure.csv", f"out={tmp_path}/readiness.csv"]
    assert command.run([*arguments, "readiness=weakest"]) == 0
    line = pd.read_csv(tmp_path / "readiness.csv").iloc[0]
    assert (line["mode"], line["weakest"], line["exposure"]) == ("stock", "exposure", pytest.approx(0.1))
    assert "mill -> shop" in capsys.readouterr().out
    assert command.run([*arguments, "readiness=average", "readiness.jit=0.39", "readiness.kanban=0.3"]) == 2
    assert "profiles that rise" in capsys.readouterr().err


def test_names_are_whole_in_a_narrow_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the money that each flow saves, the widest table."""
    seller, buyer = "mill_of_the_east", "baker_in_town"
    (tmp_path / "agents.csv").write_text(f"name,kind,item,demand\n{seller},supplier,flour,\n{buyer},buyer,flour,3\n")
    (tmp_path / "lanes.csv").write_text(f"seller,buyer,lead_time\n{seller},{buyer},2\n")
    files = [f"network.{name}={tmp_path / name}.csv" for name in ("agents", "lanes")]
    monkeypatch.setenv("COLUMNS", "80")
    assert command.run(["network=tables", *files, "days=20", "warmup=5", "verify=2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.strip().startswith(f"{seller} ->") for line in lines)
    assert any(line.strip().startswith(buyer) for line in lines)
    assert any(line.rstrip().endswith("saves a year") for line in lines)


def test_the_configured_rules_are_the_defaults() -> None:
    made = {
        name: build(plain(composed([f"+readiness={name}"]))["readiness"], "readiness") for name in choices("readiness")
    }
    assert made == {"electre_tri": ElectreTri(), "weakest": Weakest(), "average": Average()}


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("demand=nowhere.csv", "nowhere.csv"),
        ("demand.dates=day_first", "demand: the file is missing"),
        ("demand.date=day_first", "did you mean 'dates'"),
        ("demand.dates=day_frist", "demand: the file is missing"),
        ("demand.csv.decimal=dot", "demand: the file is missing"),
        ("demnd=x.csv", "did you mean 'demand'"),
        ("demand", "is not KEY=VALUE"),
        ("readiness=electre", "did you mean"),
        ("readiness.veto=2", "veto"),
        ("readiness.vetoo=1", "did you mean 'veto'"),
        ("readiness.ends={leadtime: [1, 2]}", "readiness.ends.leadtime: there is no such indicator"),
        ("readiness.ends=7", "ends = 7: must be a mapping"),
        ("verify=1", "verify=1: must be a whole number from 2"),
        ("verify=2.5", "must be a whole number"),
        ("verify=many", "must be a whole number"),
        ("yearly=-1", "yearly=-1: must be a number from 0 to 365"),
        ("cover=nan", "cover=nan: must be a number from 0"),
        ("assume=all", "assume=all: there is no such choice; allowed: network, nothing"),
        ("out=table.txt", "the name must end in .csv, .xlsx, .html, .png, .svg, .pdf"),
        ("out=nowhere/table.csv", "there is no directory nowhere"),
        ("exposure=simulatd", "simulatd"),
        ("ordering=jitt", "did you mean 'jit'"),
        ("crisis.outage.duration=-1", "crisis.outage"),
    ],
)
def test_bad_input(network: list[str], argument: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run([*network, argument]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("setting", "message"),
    [("demand.dates=day_frist", "did you mean 'day_first'"), ("demand.csv.decimal=dot", "demand.csv.decimal = 'dot'")],
)
def test_bad_settings_of_a_file(
    network: list[str], setting: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run([*network, "demand=any.csv", setting]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_price_that_no_lane_states_is_that_of_the_seller(network: list[str], tmp_path: Path) -> None:
    days = "".join(f"mill,shop,2024-01-{day:02},2\n" for day in range(1, 29))
    (tmp_path / "demand.csv").write_text("seller,buyer,date,units\n" + days)
    assert command.run([*network, f"demand={tmp_path}/demand.csv", f"out={tmp_path}/readiness.csv"]) == 0
    assert pd.read_csv(tmp_path / "readiness.csv")["value"].iloc[0] == pytest.approx(2)


def test_it_is_a_command_of_jitagents(network: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for argument, code in (("readiness=average", 0), ("counts=nowhere.csv", 2)):
        monkeypatch.setattr("sys.argv", ["jitagents", "readiness", *network, argument])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == code


SHORT = ["days=40", "warmup=10", "crisis.outage.start=5", "crisis.outage.duration=8", "workers=1"]


def test_the_judgement_is_tried_by_simulation(
    network: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [f"out={tmp_path / name}" for name in ("r.csv", "r.xlsx", "r.html", "r.png")]
    asked = [*network, *SHORT, "exposure=simulated", "verify=2", "cover=0", "ttr=9", "yearly=2"]
    assert command.run([*asked, *files]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 flows pay when they alone are converted; crises a year that strike each flow: outage 2." in told
    assert "electre_tri cannot be judged: it puts all flows on a par." in told
    assert "So decide by the money that the simulation shows" in told
    assert "Mean loss a year of a flow that is converted, money: stock " in told
    assert "No time to recover is stated for mill; 9 days were taken." in told
    assert "Taken from the network, for want of a history: lead_time" in told
    line = pd.read_csv(tmp_path / "r.csv").iloc[0]
    assert line["freed"] > 0
    assert line["loss_low"] <= line["loss"] <= line["loss_high"]
    assert "uncovered" not in str(line["unknown"])
    sheets = pd.read_excel(tmp_path / "r.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["readiness", "simulated", "rules", "modes", "indicators", "notes"]
    assert sheets["readiness"]["loss"][0] == pytest.approx(line["loss"])
    assert set(sheets["modes"]["rule"]) == {"electre_tri", "weakest", "average"}
    page = (tmp_path / "r.html").read_text()
    for words in ("After this improvement", "Does the rule predict?", "mill → shop", "saves a year"):
        assert words in page
    assert (tmp_path / "r.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_without_simulation_says_so(network: list[str], tmp_path: Path) -> None:
    assert command.run([*network, f"out={tmp_path}/r.html", f"out={tmp_path}/r.xlsx"]) == 0
    page = (tmp_path / "r.html").read_text()
    assert "Not tried by simulation" in page
    assert "Does the rule predict?" not in page
    assert list(pd.read_excel(tmp_path / "r.xlsx", sheet_name=None, engine="calamine")) == [
        "readiness",
        "indicators",
        "notes",
    ]


def test_nothing_is_assumed_if_so_wished(network: list[str], tmp_path: Path) -> None:
    for assume, unknown in (("network", False), ("nothing", True)):
        assert command.run([*network, f"assume={assume}", f"out={tmp_path}/{assume}.csv"]) == 0
        line = pd.read_csv(tmp_path / f"{assume}.csv", keep_default_na=False).iloc[0]
        assert ("lead_time," in line["unknown"]) is unknown
        assert (line["mode"] == "unknown") is unknown
        assert bool(line["assumed"]) is not unknown


def test_all_faults_are_told_at_once(network: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run([*network, "verify=0", "out=x.txt", "demnd=x.csv"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    for words in ("verify=0", "out=x.txt", "did you mean 'demand'"):
        assert words in told


def test_an_item_of_markup_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "agents.csv").write_text("name,kind,item,demand\n[red]mill,supplier,<b>x</b>,\nshop,buyer,<b>x</b>,3\n")
    (tmp_path / "lanes.csv").write_text("seller,buyer,lead_time\n[red]mill,shop,2\n")
    files = [f"network.{name}={tmp_path / name}.csv" for name in ("agents", "lanes")]
    assert command.run(["network=tables", *files, f"out={tmp_path}/r.html"]) == 0
    assert "[red]mill" in capsys.readouterr().out
    assert "<b>" not in (tmp_path / "r.html").read_text()


DELIVERIES = "seller,buyer,ordered,promised,received,ordered_units,received_units,defects"


@pytest.mark.parametrize(
    ("key", "content", "message"),
    [
        ("demand", "", "the file is empty"),
        ("demand", "seller,buyer,date\nmill,shop,2024-01-01\n", "has no column 'units'"),
        ("demand", "seller,buyer,date,units\nmill,shp,2024-01-01,1\n", "did you mean 'mill -> shop'"),
        ("demand", "seller,buyer,date,units\nmill,shop,13.01.2024,1\nmill,shop,01/13/2024,1\n", "one order is needed"),
        ("deliveries", f"{DELIVERIES}\nmill,shop,2024-01-09,,2024-01-01,1,1,0\n", "received before it was ordered"),
        ("counts", "site,item,booked,counted\nshop,salt,1,1\n", "did you mean 'shop -> flour'"),
        ("exposure", "seller,buyer,time_to_recover,time_to_survive\nmill,shop,inf,1\n", "time_to_recover is infinite"),
    ],
)
def test_histories_with_faults_end_with_one_message(
    network: list[str], tmp_path: Path, key: str, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"{key}.csv").write_text(content)
    out = tmp_path / "table.csv"
    assert command.run([*network, f"{key}={tmp_path / key}.csv", "verify=2", f"out={out}"]) == 2
    told = capsys.readouterr()
    assert message in " ".join(told.err.split())
    assert not told.out
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crisis=none"], "the study has none"),
        (["exposure=simulated", "days=20"], "raise `days`"),
    ],
)
def test_what_cannot_be_simulated_is_told(
    network: list[str], arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run([*network, "verify=2", *arguments]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_the_ends_of_an_indicator_are_those_of_the_command_line(network: list[str], tmp_path: Path) -> None:
    assert command.run([*network, "readiness.ends={lead_time: [1, 3]}", f"out={tmp_path}/r.csv"]) == 0
    assert pd.read_csv(tmp_path / "r.csv")["supplier"].tolist() == [0.5]
    assert command.run([*network, "readiness.ends={lead_time: null}", f"out={tmp_path}/r.csv"]) == 0
    assert pd.read_csv(tmp_path / "r.csv")["supplier"].isna().all()
