"""A user's own view and figures, which a configuration names by `_target_`."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from jitagents.build import build
from jitagents.errors import Faults, InputError
from jitagents.plots.figure import StudyFigure
from jitagents.results.views import View

NAME = re.compile(r"[a-z][a-z_]*")
"""Names of figures, which are names of files too."""
BASE = "jitagents.plots.figure.StudyFigure"


@dataclass(frozen=True)
class Own:
    """The view and the figures that a configuration adds.

    Attributes:
        view: None if it names none.
        figures: by name.
        notices: sentences on those that cannot be made here, e.g. since their package is not installed.
    """

    view: View | None = None
    figures: Mapping[str, StudyFigure] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Self:
        """Those of a configuration, without what cannot be made of it."""
        notices, found = list[str](), dict[str, Any]()
        for key, make in (("view", own_view), ("figures", own_figures)):
            try:
                found[key] = make(config.get(key))
            except InputError as error:
                instead = "the default view is shown" if key == "view" else "the figures of the study alone are drawn"
                notices.append(f"{instead}, since {'; '.join(error.faults)}")
        return cls(**found, notices=tuple(notices))


@contextmanager
def explained(place: str, made: object) -> Iterator[None]:
    """Say in one sentence what goes wrong in a view or figure of the user's own.

    Args:
        place: what messages call it.
        made: the view or figure that runs in the `with` block; errors of those of jitagents pass as they are.

    Raises:
        InputError: with the place, the class and the error.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        cls = type(made)
        if cls.__module__.partition(".")[0] == "jitagents":
            raise
        why = f"{type(error).__name__}{f': {error}' if str(error) else ''}"
        raise InputError(f"{place}: {cls.__module__}.{cls.__qualname__} cannot be shown: {why}") from error


def check_own(config: Mapping[str, Any]) -> None:
    """Check the view and the figures of a configuration.

    Raises:
        InputError: all that cannot be made.
    """
    faults = Faults()
    with faults.collected():
        own_view(config["view"])
    with faults.collected():
        own_figures(config["figures"])
    faults.tell()


def own_view(node: Any) -> View | None:
    """The view that a node of a configuration names; None if it names none.

    Raises:
        InputError: it is no view, or not of a trusted package.
    """
    if not node:
        return None
    made = build(node, "view")
    if not isinstance(made, View):
        raise InputError("view: must name a class that derives from jitagents.results.views.View by _target_")
    return made


def own_figures(node: Any) -> dict[str, StudyFigure]:
    """The figures that a node of a configuration names, by name.

    Raises:
        InputError: all that are no figures, or not of a trusted package.
    """
    if not isinstance(node, Mapping | None):
        raise InputError(f"figures = {node!r}: must be a mapping of names")
    faults, found = Faults(), dict[str, StudyFigure]()
    for name, part in (node or {}).items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            faults.add(f"figures.{name}: must be a name of lower-case letters and underscores, since it names its file")
            continue
        with faults.collected():
            made = build(part, f"figures.{name}")
            if not isinstance(made, StudyFigure):
                raise InputError(f"figures.{name}: must name a class that derives from {BASE} by _target_")
            found[name] = made
    faults.tell()
    return found
