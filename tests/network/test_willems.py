import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from jitagents.errors import InputError
from jitagents.network import read_lead_times, tiers, willems, workbook
from jitagents.reading import workbooks

CHAINS = range(1, 39)
SIZES = {1: (8, 10), 10: (58, 176), 24: (334, 1245), 36: (1451, 4812), 38: (2025, 16225)}

STAGES = pd.DataFrame(
    {
        "Stage Name": ["steel", "mill", "truck", "shop", "works"],
        "stageCost": [3.0, 5.0, 1.0, 2.0, 4.0],
        "stageClassification": ["Parts", "Manuf", "Trans", "Retail", "Manuf"],
        "avgDemand": [np.nan, 6.0, np.nan, 10.0, 4.0],
        "stdDevDemand": [np.nan, 0.0, np.nan, 3.0, 4.0],
        "maxServiceTime": [np.nan] * 5,
        "serviceLevel": [np.nan, 0.9, np.nan, 0.95, 0.95],
        "stageTime": [8.0, 5.5, 0.0, 3.0, 1.0],
        "stdDev stageTime": [2.0, 1.0, np.nan, np.nan, 1.0],
        "stageTime_1": [np.nan, np.nan, np.nan, 2.2, np.nan],
        "stageTime_%_1": [np.nan, np.nan, np.nan, 0.25, np.nan],
        "stageTime_2": [np.nan, np.nan, np.nan, 3.4, np.nan],
        "stageTime_%_2": [np.nan, np.nan, np.nan, 0.745, np.nan],
        "xPosition": range(5),
        "yPosition": range(5),
    }
)
ARCS = pd.DataFrame(
    [("steel", "mill"), ("mill", "truck"), ("truck", "shop"), ("mill", "works"), ("steel", "works")],
    columns=["sourceStage", "destinationStage"],
)


def as_workbook(sheets: dict[str, pd.DataFrame]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [*table.columns])
            for row, cells in enumerate(table.itertuples(index=False), 1):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(row, column, cell, None, "#N/A" if cell == "=NA()" else "")
                    else:
                        sheet.write(row, column, None if pd.isna(cell) else cell)
    return file.getvalue()


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, pd.DataFrame]:
    """A workbook of one invented chain: what is in the dictionary is what is read."""
    content = {"01_SD": STAGES.copy(), "01_LL": ARCS.copy(), "02_SD": STAGES.copy()}

    monkeypatch.setattr(workbook, "load", lambda *_: as_workbook(content))
    (tmp_path / "invented.xlsx").touch()
    monkeypatch.chdir(tmp_path)
    return content


@pytest.mark.usefixtures("sheets")
def test_stages_become_agents() -> None:
    network = willems(workbook="invented.xlsx", capacity_slack=2, capacity_sds=1)
    agents = network.agents.set_index("name")
    assert agents["role"].to_dict() == {
        "steel": "source",
        "mill": "plant",
        "truck": "distributor",
        "shop": "buyer",
        "works": "plant",
        "mill (customers)": "buyer",
        "works (customers)": "buyer",
    }
    assert agents["item"].to_dict()["shop"] == agents["item"].to_dict()["truck"] == "mill"
    # Cost added, summed: steel 3, mill 3 + 5, truck + 1, shop + 2, works 8 + 3 + 4.
    assert agents["value"].to_dict() == {
        "steel": 3,
        "mill": 8,
        "truck": 9,
        "shop": 11,
        "works": 15,
        "mill (customers)": 8,
        "works (customers)": 15,
    }
    assert agents["stage_class"].tolist() == ["Part", "Manuf", "Trans", "Retail", "Manuf", "Customer", "Customer"]
    assert agents["demand"].dropna().to_dict() == {"shop": 10, "mill (customers)": 6, "works (customers)": 4}
    # Mill: 10 + 6 + 4 a day, deviation 5; steel: 24, and works' demand counts twice in its deviation.
    assert agents["capacity"].to_dict()["mill"] == pytest.approx(2 * (20 + 5))
    assert agents["capacity"].to_dict()["steel"] == pytest.approx(2 * (24 + np.hypot(3, 8)))


@pytest.mark.usefixtures("sheets")
def test_stage_times_become_lead_times() -> None:
    network = willems(workbook="invented.xlsx")
    agents = network.agents.set_index("name")
    assert agents.loc[["steel", "mill", "works"], "lead_time"].tolist() == [8, 4.5, 0]
    assert agents.loc[["steel", "mill", "works"], "lead_time_sd"].tolist() == [2, 1, 0]
    lanes = network.lanes.set_index(["seller", "buyer"])
    assert lanes.loc[("steel", "mill"), "lead_time"] == 1
    assert lanes.loc[("mill", "truck"), "lead_time"] == 1  # no time in the workbook, but no lane takes less than a day
    law = read_lead_times([3], [0], [lanes["lead_times"]["truck", "shop"]], 1).laws[0]
    assert law.days.tolist() == [2, 3]
    assert law.probability == pytest.approx([0.25 / 0.995, 0.745 / 0.995])


@pytest.mark.usefixtures("sheets")
def test_assumptions_can_be_overridden() -> None:
    network = willems(workbook="invented.xlsx", quantity=2, hand_over=2, capacity_slack=None, stock_days=3, whole=True)
    agents = network.agents.set_index("name")
    assert network.whole
    assert np.isinf(agents["capacity"]).all()
    assert [agents[name]["mill"] for name in ("value", "lead_time")] == [11, 3.5]
    assert agents.loc["mill", "stock"] == 3 * (10 + 6 + 2 * 4)
    lanes = network.lanes.set_index(["seller", "buyer"])
    assert [lanes[name]["steel", "works"] for name in ("quantity", "lead_time", "stock")] == [2, 2, 24]
    assert np.isnan(lanes["stock"]["truck", "shop"])


def test_two_routes_of_one_item_are_two_sources_of_one_input(sheets: dict[str, pd.DataFrame]) -> None:
    # Works gets the mill's item straight and by truck.
    sheets["01_LL"].loc[4] = ["truck", "works"]
    network = willems(workbook="invented.xlsx")
    lanes = network.lanes.set_index(["seller", "buyer"])
    assert [lanes["share"][seller, "works"] for seller in ("mill", "truck")] == [0.5, 0.5]
    assert network.agents.set_index("name")["value"].to_dict()["works"] == 8.5 + 4


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "message"),
    [
        ("01_SD", (1, "Stage Name"), "steel", "01_SD': 'steel' stands there twice"),
        (
            "01_SD",
            (0, "stageClassification"),
            "Partt",
            "01_SD': steel: stageClassification 'Partt'; did you mean 'Part'?",
        ),
        ("01_SD", (0, "stageCost"), np.nan, "01_SD': steel: no cost"),
        ("01_SD", (0, "stageTime"), "soon", "01_SD', line 2: stageTime = 'soon' is no number"),
        ("01_SD", (3, "stageTime_2"), "late", "01_SD', line 5: stageTime_2 = 'late' is no number"),
        ("01_SD", (0, "stageCost"), "=NA()", "01_SD', line 2: stageCost = '#N/A' is what a spread-sheet says"),
        ("01_SD", (0, "stageCost"), "=1+1", "01_SD', line 2: stageCost = '#FORMULA! =1+1' is a formula without"),
        ("01_SD", (3, "stageTime_%_2"), 0.5, "shop: the probabilities of its stage times sum to 0.75, not to 1"),
        ("01_LL", (0, "sourceStage"), "stel", "01_LL': sourceStage 'stel' is no stage; did you mean 'steel'?"),
        ("01_LL", (4, "destinationStage"), "mill", "01_LL': the arc steel -> mill stands there twice"),
        ("01_LL", (2, "destinationStage"), "mill", "lanes: a cycle without order delay: "),
    ],
)
def test_faults_in_a_sheet(
    sheets: dict[str, pd.DataFrame], sheet: str, cell: tuple[int, str], value: float | str, message: str
) -> None:
    sheets[sheet] = sheets[sheet].astype({cell[1]: object})
    sheets[sheet].loc[cell] = value
    with pytest.raises(InputError) as caught:
        willems(workbook="invented.xlsx")
    assert message in str(caught.value)


def test_missing_column(sheets: dict[str, pd.DataFrame]) -> None:
    sheets["01_SD"] = sheets["01_SD"].rename(columns={"avgDemand": "averageDemand"})
    with pytest.raises(InputError, match="01_SD': no column 'avgDemand'; did you mean 'averageDemand'"):
        willems(workbook="invented.xlsx")


@pytest.mark.usefixtures("sheets")
@pytest.mark.parametrize(
    ("chain", "message"),
    [
        (99, "network.chain = 99: the workbook invented.xlsx has no such chain; allowed: 01 to 02"),
        ("beer", "network.chain = 'beer'"),
        (2, "network.chain = 2: the workbook invented.xlsx has no sheet '02_LL'"),
    ],
)
def test_chain_that_is_not_there(chain: int | str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        willems(workbook="invented.xlsx", chain=chain)


def test_workbook_that_is_not_there_or_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file '.*'; the workbook .* Willems 2008, .* 10\(1\):19-23"):
        willems(workbook=tmp_path / "nothing.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(InputError, match="is no readable workbook"):
        willems(workbook=tmp_path / "text.xlsx")


@pytest.mark.parametrize(
    "arguments",
    [{"hand_over": 0}, {"hand_over": 1.5}, {"quantity": -1}, {"capacity_slack": "much"}, {"stock_days": -1}],
)
def test_bad_assumptions(arguments: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"willems: {next(iter(arguments))} = .*; allowed: "):
        willems(workbook="invented.xlsx", **arguments)


@pytest.mark.slow
def test_all_real_chains(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "check", cache(workbooks.check))  # all 38 are in one file
    stages = arcs = 0
    for chain in CHAINS:
        network = willems(workbook=workbook, chain=chain)
        added = int((network.agents["stage_class"] == "Customer").sum())
        size = (len(network.agents) - added, len(network.lanes) - added)
        assert size == SIZES.get(chain, size)
        assert tiers(network).min() == 0
        stages, arcs = stages + size[0], arcs + size[1]
    assert (stages, arcs) == (15_872, 43_589)


def test_real_chain_1(workbook: Path) -> None:
    agents = willems(workbook=workbook, chain="01").agents.set_index("name")
    assert agents.loc["Part_0001", "lead_times"] == "20:0.4 25:0.4 50:0.2"
    assert agents.loc["Manuf_0001", "value"] == 39 + 12 + 5 + 9
    assert agents.loc["Retail_0002 (customers)", "demand"] == 45
    assert agents["demand"].sum() == 253 + 45 + 75


def test_chain_99_of_the_real_workbook(workbook: Path) -> None:
    with pytest.raises(InputError, match="allowed: 01 to 38"):
        willems(workbook=workbook, chain=99)
