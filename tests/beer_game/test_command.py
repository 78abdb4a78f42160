"""The command: what it refuses, and what it says."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from jitagents.beer_game import command


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["--boards", "51", "--port", "0", "--host", "room"]) == 2
    said = capsys.readouterr().err
    for part in ("--boards 51: must lie between 1 and 50", "--port 0", "--host room: must be an address"):
        assert part in said.replace("\n", " ")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert command.run(["--port", port, "--directory", str(tmp_path / "game")]) == 2
    assert "another --port may be free" in capsys.readouterr().err.replace("\n", " ")
    (tmp_path / "file").write_text("")
    assert command.run(["--directory", str(tmp_path / "file")]) == 2


def test_it_says_who_can_reach_it(capsys: pytest.CaptureFixture[str]) -> None:
    settings: dict[str, object] = {"code": "ABCD", "key": "secret"}
    for arguments, words in (
        ([], ("http://127.0.0.1:8200", "only this machine can reach it")),
        (["--host", "0.0.0.0"], ("everybody in the network", "http://127.0.0.1:8200/console?key=secret")),
    ):
        asked = command.parser().parse_args(arguments)
        command.announce(asked, settings, command.addresses_of(asked.host, asked.port))
        said = capsys.readouterr().out
        assert all(word in said for word in words), said
    assert "0.0.0.0" not in said


def test_without_the_extra_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert command.run([]) == 2
    assert "pip install 'jitagents[lab]'" in capsys.readouterr().err.replace("\n", " ")


def test_the_engine_does_not_import_the_server() -> None:
    check = "import sys, jitagents.beer_game, jitagents.cli; assert 'tornado' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_a_server_that_is_stopped_before_it_listens_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(command, "find_spec", lambda name: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(SystemExit) as end:
        command.run([])
    assert end.value.code == 0
    assert signal.getsignal(signal.SIGTERM) == before
