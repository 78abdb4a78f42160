"""Buttons that save a figure as PNG or SVG and its data as CSV, in the browser and without a network."""

import panel as pn
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure as Figure
from panel.viewable import Viewable

from jitagents.translation import Translation

SAVE = """
const save = (blob, name) => {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
"""
PICTURE = (
    SAVE
    + """
Bokeh.index.find_one(plot).export(kind, true).to_blob().then((blob) => save(blob, name + "." + kind))
"""
)
TABLE = (
    SAVE
    + """
const columns = Object.keys(source.data)
const text = (value) => {
  const said = value == null || Number.isNaN(value) ? "" : String(value)
  return /[",\\n]/.test(said) ? '"' + said.replaceAll('"', '""') + '"' : said
}
const rows = [columns.join(",")]
const length = columns.length ? source.data[columns[0]].length : 0
for (let row = 0; row < length; row++) rows.push(columns.map((one) => text(source.data[one][row])).join(","))
save(new Blob(["\\ufeff" + rows.join("\\r\\n") + "\\r\\n"], {type: "text/csv"}), name + ".csv")
"""
)


def saving(plot: Figure, source: ColumnDataSource, name: str, say: Translation) -> Viewable:
    """The buttons of a figure.

    Args:
        plot: the figure.
        source: its data, columns of numbers or texts.
        name: of the files.
        say: the language of the page.
    """
    buttons = []
    for kind, code in (("png", PICTURE), ("svg", PICTURE), ("csv", TABLE)):
        button = pn.widgets.Button(
            label=say("Save as {kind}", kind=kind.upper()), color="default", variant="outline",
            css_classes=["save", f"save-{kind}"],
        )  # fmt: skip
        button.js_on_click(args={"plot": plot, "source": source, "name": name, "kind": kind}, code=code)
        buttons.append(button)
    return pn.FlexBox(*buttons, gap="0 4px", css_classes=["saving"])
