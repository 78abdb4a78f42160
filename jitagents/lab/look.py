"""The look of the pages: colours that everybody can tell apart, cards, and figures for small and large screens."""

from typing import Any

import panel as pn
from bokeh.models import CustomJSTickFormatter, Title
from bokeh.plotting import figure as Figure
from bokeh.plotting import figure as new_figure
from panel.viewable import Viewable

from jitagents.plots.style import CALM, CRISIS, GREY, INK

__all__ = ["CALM", "CARD", "CRISIS", "FONT", "GREY", "INK", "PANEL", "figure"]

LOOK = """
:host(:focus-visible), .noUi-handle:focus-visible, button:focus-visible, .bk-btn:focus-visible, select:focus-visible,
input:focus-visible { outline: 3px solid #f0a30a !important; outline-offset: 1px; }
.noUi-handle { cursor: grab; }
:host(.outline) .bk-btn-group .bk-btn-primary.bk-active { background: #0b5394; color: white; box-shadow: none; }
label { white-space: normal !important; }
:host(.tabs) .bk-btn-group { flex-wrap: wrap; gap: 4px 0; }
:host(.outline) .bk-btn.bk-btn-default { border: 1px solid #c9d0d8; }
"""
"""Of every widget: a ring around the one that has the keyboard, and tabs of which the open one is filled."""
FONT = "system-ui, 'DejaVu Sans', sans-serif"
CARD: dict[str, str] = {
    "background": "white",
    "border": "1px solid #dfe4ea",
    "border-radius": "12px",
    "padding": "10px 16px",
    "box-sizing": "border-box",
}
"""Styles of a card."""
PANEL = CARD | {"flex": "1 1 330px", "min-width": "min(100%, 300px)"}
"""Styles of a card of controls, beside a figure where there is room."""
WHOLE = CARD | {"flex": "1 1 100%", "min-width": "min(100%, 340px)"}
"""Styles of a card as wide as the page."""
HALF = CARD | {"flex": "1 1 600px", "min-width": "min(100%, 340px)"}
"""Styles of a card that stands beside another one where there is room."""
WIDE = CARD | {"flex": "4 1 640px", "min-width": "min(100%, 340px)"}
"""Styles of a card with a figure."""


NUMBER = "return new Intl.NumberFormat(language, {maximumFractionDigits: 2}).format(tick)"


def numbers(language: str) -> CustomJSTickFormatter:
    """Numbers of a slider or an axis as a language writes them."""
    return CustomJSTickFormatter(code=NUMBER, args={"language": language})


def side_by_side(panel: Viewable, wide: Viewable) -> Viewable:
    """A panel at the left of a figure; above it is the figure, where there is no room beside it."""
    return pn.FlexBox(
        panel, wide, flex_wrap="wrap-reverse", align_items="flex-end", gap="16px", justify_content="center"
    )


def figure(title: str, **settings: Any) -> Figure:
    """A figure that fills its card, with readable words and without anything that distracts."""
    plot = new_figure(
        sizing_mode="stretch_width", toolbar_location=None, background_fill_color=None, border_fill_color=None,
        outline_line_color=None,
        title=Title(text=title, text_font=FONT, text_font_size="17px", text_color=INK), **settings,
    )  # fmt: skip
    for axis in plot.axis:
        axis.axis_label_text_font_style = "normal"
        axis.axis_label_text_font_size = axis.major_label_text_font_size = "14px"
        axis.axis_label_text_font = axis.major_label_text_font = FONT
        axis.axis_label_text_color = axis.major_label_text_color = INK
        axis.axis_line_color = axis.major_tick_line_color = GREY
        axis.minor_tick_line_color = None
    plot.grid.grid_line_color = "#e6e9ee"
    return plot
