"""Daily series of a user's own."""

import re
from pathlib import Path

import pytest

from jitagents import Results
from jitagents.errors import InputError
from jitagents.trust import TRUST
from tests.accounting.own_package import KEPT, PACKAGE, forget
from tests.studies.conftest import small


@pytest.mark.usefixtures("package")
def test_series_are_kept_day_by_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="is not of a trusted package"):
        small(KEPT)
    monkeypatch.setenv(TRUST, PACKAGE)
    results = small(KEPT, "measures=[bullwhip, fill_rate]").run(tmp_path / "run", progress=False)
    days = results.daily(scopes=["network"]).pivot(index="day", columns="metric", values="crisis")
    assert {*days} == {"output", "owed", "wanting", "empty"}
    assert (days["wanting"] >= days["owed"]).all()
    assert days["empty"].between(0, 1).all()
    forget(monkeypatch)
    monkeypatch.delenv(TRUST)
    opened = Results.open(tmp_path / "run")
    assert opened.plot.daily("wanting").axes[0].get_ylabel() == "wanting (units)"
    assert opened.plot.fan("empty").axes[0].get_ylabel() == "agents without stock lost (share)"


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (KEPT.replace("Wanting}", "Wanting, name: output}"), "daily[2]: the name 'output' is taken already"),
        (KEPT.replace(".series.Wanting", ".measures.PeakOrder"), "daily[2]"),
        (KEPT.replace("owed", "owned"), "daily: there is no 'owned'; did you mean 'owed'"),
    ],
)
def test_series_that_cannot_be_kept_are_refused(stated: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUST, PACKAGE)
    with pytest.raises(InputError, match=re.escape(told)):
        small(stated)
