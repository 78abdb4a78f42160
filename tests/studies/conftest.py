"""Small studies that run in a moment."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jitagents.studies.executors import InProcess
from jitagents.study import Study, load

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("network=serial", "days=30", "warmup=5", "replications=4", "workers=1")
OUTAGE = ("crisis=supplier_outage", "crisis.outage.start=5", "crisis.outage.duration=5")


def small(*overrides: str, name: str = "single") -> Study:
    """A small study; its crisis is a short outage, unless it is given."""
    crisis = () if any(one.startswith("crisis=") for one in overrides) else OUTAGE
    return load(name, [*SMALL, *crisis, *overrides])


def chosen(frame: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """The rows with these values, without those columns."""
    for column, value in values.items():
        frame = frame[frame[column] == value].drop(columns=column)
    return frame.reset_index(drop=True)


class Counting(InProcess):
    """Counts what it runs, and fails from a number on."""

    def __init__(self, most: int = 1_000_000) -> None:
        self.ran: list[str] = []
        self.most = most

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(self._counted, fn, *args, **kwargs)

    def _counted(self, fn: Callable[..., Any], chunk: Any) -> Any:
        if len(self.ran) >= self.most:
            raise RuntimeError("the machine is gone")
        self.ran.append(chunk.name)
        return fn(chunk)


class Forbidden(Executor):
    """Runs nothing."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise AssertionError("nothing should be simulated")


@pytest.fixture
def shop(tmp_path: Path) -> Mapping[str, str]:
    """Overrides for a shop whose bread all comes from one mill, beside a trickle of jam."""
    (tmp_path / "agents.csv").write_text(
        "name,kind,item,demand,value\n"
        "town,buyer,bread,100,5\nvillage,buyer,jam,1,5\n"
        "bakery,plant,bread,,5\ncook,plant,jam,,5\n"
        "mill,supplier,flour,,1\norchard,supplier,fruit,,1\n"
    )
    (tmp_path / "lanes.csv").write_text("seller,buyer\nbakery,town\ncook,village\nmill,bakery\norchard,cook\n")
    return {"network": "tables", **{f"network.{name}": str(tmp_path / f"{name}.csv") for name in ("agents", "lanes")}}
