"""The command: table on the console and in a file, rules of the configuration, bad input with code 2."""

from pathlib import Path

import pandas as pd
import pytest

from jitagents.build import build
from jitagents.cli import main
from jitagents.config import choices, composed, plain
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
