"""The speed of books: settings that are what they are called, and a line that has a share for each."""

import json
import sys

import pytest

from jitagents.speed import books
from jitagents.speed.__main__ import main
from jitagents.study import load


def test_settings_have_the_books_that_they_are_called_after() -> None:
    """Records are kept in all but two, ledgers in all but one."""
    kept, followed = set(), set()
    for name, overrides in books.SETTINGS.items():
        (chunk, *_) = load("single", [*books.STUDY, *overrides]).chunks()
        kept |= {name} if chunk.config["information"]["_target_"].endswith("Books") else set()
        followed |= {name} if chunk.config["finance"]["_target_"].endswith("FirmLedger") else set()
    assert kept == books.SETTINGS.keys() - {"off", "ledger"}
    assert followed == books.SETTINGS.keys() - {"off"}


def test_a_line_of_a_small_study(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(books, "STUDY", ("network=serial", "crisis=none", "replications=2", "days=3", "warmup=0"))
    monkeypatch.setattr("jitagents.speed.__main__.in_own_process", lambda function: function())
    monkeypatch.setattr(sys, "argv", ["speed", "--books"])
    main()
    told = json.loads(capsys.readouterr().out)
    assert told["books"] == [*books.SETTINGS]
    assert told["of_off"][0] == 1.0
    assert all(share > 0 for share in told["of_off"])
    assert all(0 < taken < 60 for taken in told["seconds"])
