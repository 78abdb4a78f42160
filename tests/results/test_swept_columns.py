"""Columns of swept keys: in every table with levels, on disk and back, numbers as numbers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from jitagents import InputError, Results
from jitagents.accounting.measures import MEASURES
from jitagents.points import label
from jitagents.results.labels import check_labels
from jitagents.results.swept_columns import TAKEN, point_table, swept_keys, with_swept
from jitagents.scenario.settings import SWEPT
from tests.studies.conftest import small

type Study = Callable[..., Results]

COVER, DURATION, TARGET = "ordering.cover", "crisis.outage.duration", "crisis.outage.target.name"
POINTS = ({COVER: 1, DURATION: 5}, {COVER: 2.5, DURATION: 10}, {COVER: 0, DURATION: 5})
TABLES: Mapping[str, Callable[[Results], pd.DataFrame]] = {
    "replications": lambda results: results.replications,
    "histories": lambda results: results.histories,
    "losses": lambda results: results.losses,
    "summary": lambda results: results.summary(),
    "some": lambda results: results.summary(["cost"], ["network"]),
    "daily": lambda results: results.daily(),
    "daily_loss": lambda results: results.daily_loss(),
    "compare": lambda results: results.compare("lean", "fat"),
    "risk": lambda results: results.risk(),
    "line_stop": lambda results: results.risk_of_line_stop(2),
    "first_loss": lambda results: results.first_loss(),
}


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Results, Path]:
    """A study over points, as it was simulated and as it is opened again."""
    folder = tmp_path_factory.mktemp("swept")
    variants = "variants={lean: [ordering.cover=0], fat: [ordering.cover=8]}"
    study = small("ordering=base_stock", variants, "loss_map=true", "measures=all").sweep(list(POINTS))
    return study.run(folder, progress=False), Results.open(folder), folder


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("opened", [False, True])
def test_each_row_has_the_values_of_its_level(swept: tuple[Results, Results, Path], name: str, opened: bool) -> None:
    made, read, _ = swept
    table = TABLES[name](read if opened else made)
    place = list(table).index("level")
    assert list(table)[place + 1 : place + 3] == [COVER, DURATION]
    assert table[COVER].dtype == float
    assert table[DURATION].dtype == int
    assert not table.empty
    said = [label({COVER: cover, DURATION: days}) for cover, days in zip(table[COVER], table[DURATION], strict=True)]
    assert said == table["level"].tolist()


@pytest.mark.parametrize("name", ["summary", "daily", "replications", "histories", "losses"])
def test_the_files_have_them_too(swept: tuple[Results, Results, Path], name: str) -> None:
    table = pd.read_parquet(swept[2] / f"{name}.parquet")
    assert {(cover, days) for cover, days in zip(table[COVER], table[DURATION], strict=True)} == {
        (1, 5),
        (2.5, 10),
        (0, 5),
    }


def test_the_summary_is_grouped_by_a_key_without_reading_labels(swept: tuple[Results, Results, Path]) -> None:
    table = pd.read_csv(swept[2] / "summary.csv")
    table = table[(table["metric"] == "cost") & (table["scope"] == "network")]
    found = table.groupby(DURATION)["calm"].mean()
    labels = table["level"].str.endswith("=5")
    assert found[5] == pytest.approx(table.loc[labels, "calm"].mean())
    assert found.index.tolist() == [5, 10]


def test_a_sheet_has_them(swept: tuple[Results, Results, Path], tmp_path: Path) -> None:
    swept[0].save(tmp_path / "x.xlsx")
    for sheet in ("summary", "daily"):
        table = pd.read_excel(tmp_path / "x.xlsx", sheet_name=sheet, engine="calamine")
        assert sorted(table[COVER].unique()) == [0, 1, 2.5]


def test_a_text_stays_a_text_and_readers_see_its_label() -> None:
    labels = f"labels={{stage_1: '007', {TARGET}: Who}}"
    results = small(f"levels={{{TARGET}: [stage_1, stage_2]}}", labels, "measures=[cost]").run(progress=False)
    assert results.summary()[TARGET].unique().tolist() == ["stage_1", "stage_2"]
    assert results.shown.summary()["Who"].unique().tolist() == ["007", "stage_2"]
    assert results.shown.replications["Who"].unique().tolist() == ["007", "stage_2"]


def test_a_labelled_key_is_a_column_of_what_is_shown() -> None:
    results = small("ordering=base_stock", f"levels={{{COVER}: [0, 3]}}", f"labels={{{COVER}: Cover}}").run(
        progress=False
    )
    assert results.shown.summary()["Cover"].unique().tolist() == [0, 3]
    assert results.shown.replications["Cover"].unique().tolist() == [0, 3]
    assert COVER not in results.shown.replications


@pytest.mark.parametrize("taken", ["level", "metric", "crisis_low", "replications"])
def test_a_label_is_no_other_column(taken: str) -> None:
    with pytest.raises(
        InputError, match=f"'{taken}': this is a column of the tables; give the swept key another label"
    ):
        check_labels({COVER: taken}, (), (), [COVER])
    check_labels({"jit": taken}, ["jit"], (), [COVER])


def test_every_column_beside_the_keys_is_taken(swept: tuple[Results, Results, Path]) -> None:
    for name, table in TABLES.items():
        others = {column for column in map(str, table(swept[0])) if "." not in column}
        assert others <= TAKEN, name


def test_no_measure_has_the_name_of_what_is_swept() -> None:
    """`METRIC.calm` is a column of the replications, and so is `ordering.calm`, if there were such a key."""
    assert not {*MEASURES} & {*SWEPT}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda frame: frame.assign(**{COVER: 7.0}), f"column {COVER} does not hold the values of the levels"),
        (lambda frame: frame.assign(**{COVER: "x"}), f"column {COVER} does not hold the values of the levels"),
        (lambda frame: frame.drop(columns=DURATION), f"column {DURATION} is missing"),
        (lambda frame: frame.assign(**{COVER: True}), f"column {COVER} is of type bool"),
        (lambda frame: frame.assign(level="other"), f"column {COVER} does not hold the values of the levels"),
    ],
)
def test_columns_of_a_stranger(
    swept: tuple[Results, Results, Path], tmp_path: Path, spoil: Callable[[pd.DataFrame], pd.DataFrame], message: str
) -> None:
    swept[0].save(tmp_path)
    path = tmp_path / "replications.parquet"
    spoil(pd.read_parquet(path)).to_parquet(path)
    with pytest.raises(InputError, match=message):
        Results.open(tmp_path)


def test_without_a_sweep_a_table_is_as_it_was(study: Study) -> None:
    results = study(agents=8, replications=2)
    assert with_swept(results.replications, results.points) is results.replications
    assert swept_keys(point_table(())) == []


def test_a_key_with_the_word_crisis_is_no_crisis() -> None:
    results = small("crisis=none", "measures=[cost]").run(progress=False)
    frame = results.replications.assign(**{"agents.crisis.ordering.cover": 1.0})
    assert not replace(results, replications=frame).has_crisis
