"""Views, one for each kind of study."""

from typing import TYPE_CHECKING

from jitagents.results.views.base import View
from jitagents.results.views.default import DefaultView
from jitagents.results.views.dial import DialView
from jitagents.results.views.optimum import OptimumView
from jitagents.results.views.ranking import RankingView
from jitagents.results.views.sensitivity import SensitivityView

if TYPE_CHECKING:
    from jitagents.results import Results

__all__ = ["VIEWS", "DefaultView", "DialView", "OptimumView", "RankingView", "SensitivityView", "View", "view_of"]

VIEWS: tuple[View, ...] = (RankingView(), DialView(), SensitivityView(), OptimumView(), DefaultView())
"""In the order in which they are asked; the last one fits every study."""


def view_of(results: "Results", own: View | None = None) -> View:
    """The first view that fits a study.

    Args:
        results: of the study.
        own: the view that its configuration names, which is asked first.
    """
    return next(view for view in (own, *VIEWS) if view is not None and view.applies(results))
