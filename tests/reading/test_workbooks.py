"""Workbooks: sheets of one's own, and files that would fill the memory."""

import zipfile
from pathlib import Path

import pytest

from jitagents.errors import InputError
from jitagents.network import tables, willems

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

type Sheet = list[list[object]]

AGENTS: Sheet = [
    ["name", "kind", "item", "demand"],
    [2120.0, "supplier", "ore", ""],
    ["0010", "plant", "steel", ""],
    ["town", "buyer", "steel", "7,5"],
]
LANES: Sheet = [["Seller", "Buyer", "lead time"], [2120.0, "0010", 2.0], ["0010", "town", ""]]


def cell(name: str, value: object) -> str:
    if isinstance(value, float):
        return f'<c r="{name}"><v>{value}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>' if value != "" else ""


def sheet(rows: Sheet, head: str = "") -> str:
    lines = [
        f'<row r="{row}">{"".join(cell(f"{chr(65 + n)}{row}", value) for n, value in enumerate(cells))}</row>'
        for row, cells in enumerate(rows, 1)
    ]
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
        )
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
            f'ContentType="{TYPE}.sheet.main+xml"/>{parts}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0" Type="{REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        named = "".join(f'<sheet name="{s}" sheetId="{n}" r:id="r{n}"/>' for n, s in zip(numbers, sheets, strict=True))
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{named}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        for n, xml in zip(numbers, sheets.values(), strict=True):
            book.writestr(f"xl/worksheets/sheet{n}.xml", xml)
    return path


def test_two_sheets_of_one_workbook_are_a_network(tmp_path: Path) -> None:
    book = workbook(tmp_path / "firm.xlsx", {"Agents": sheet(AGENTS), "Lanes": sheet(LANES), "notes": sheet([["x"]])})
    network = tables(agents=book, lanes=book, whole=False)
    assert network.name == "firm"
    assert network.agents["name"].tolist() == ["2120", "0010", "town"]
    assert network.agents["demand"].iloc[2] == 7.5
    assert network.lanes["lead_time"].tolist() == [2, 1]


def test_a_sheet_may_be_named(tmp_path: Path) -> None:
    book = workbook(tmp_path / "firm.xlsx", {"Werke": sheet(AGENTS), "Wege": sheet(LANES)})
    assert len(tables(agents=f"{book}#Werke", lanes=f"{book}#wege", whole=False).lanes) == 2
    with pytest.raises(InputError, match=r"which of its sheets is meant\? .* there are Werke, Wege"):
        tables(agents=book, lanes=f"{book}#Wege")
    with pytest.raises(InputError, match=r"there is no sheet 'Weg'; did you mean 'Wege'"):
        tables(agents=f"{book}#Werke", lanes=f"{book}#Weg")


def test_a_cell_is_told_with_its_line(tmp_path: Path) -> None:
    wrong: Sheet = [*AGENTS[:3], ["town", "buyer", "steel", "#N/A"]]
    book = workbook(tmp_path / "firm.xlsx", {"agents": sheet(wrong), "lanes": sheet(LANES)})
    with pytest.raises(
        InputError, match=r"firm.xlsx, sheet 'agents', line 4: demand = '#N/A' is what a spread-sheet says"
    ):
        tables(agents=book, lanes=book)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
FAR = sheet(AGENTS).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


@pytest.mark.parametrize(
    ("xml", "message"),
    [(sheet(AGENTS, ENTITIES), "declares entities"), (FAR, "has cells as far as row 1,048,576, column 16,384")],
)
def test_what_would_fill_the_memory_is_refused(tmp_path: Path, xml: str, message: str) -> None:
    book = workbook(tmp_path / "firm.xlsx", {"agents": xml, "lanes": sheet(LANES)})
    with pytest.raises(InputError, match=message):
        tables(agents=book, lanes=book)
    with pytest.raises(InputError, match=message):
        willems(workbook=book)
