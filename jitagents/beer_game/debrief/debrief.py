"""The debrief of a class: eight steps, from what each believed to what another structure would have done."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pandas as pd

from jitagents.beer_game.debrief.page import page_of
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.reactions import reactions
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.debrief.steps import amplification, believed, costs, flows, players, replaced, structure
from jitagents.beer_game.setup import Setup
from jitagents.errors import InputError, nearest
from jitagents.translation import Translation

STEPS: dict[str, Callable[..., Step]] = {
    "believed_demand": believed.step,
    "orders": flows.orders,
    "net_stock": flows.net_stock,
    "costs": costs.step,
    "amplification": amplification.step,
    "players": players.step,
    "one_seat_replaced": replaced.step,
    "another_structure": structure.step,
}
"""The steps by name, in their order."""


class Debrief:
    """The debrief of boards of one game.

    Args:
        records: a row for each decision, columns as in `record.COLUMNS`.
        setup: of the game; the board of 1989, if none is given.
        believed: orders of the customers that players believe in: columns seat, week, units.
        language: of titles, sentences and figures, `en` or `fr`.

    Attributes:
        played: the boards, and the rule of each player.

    Raises:
        InputError: records are missing, or are not those of a game of this setup.
    """

    def __init__(
        self,
        records: pd.DataFrame,
        setup: Setup | None = None,
        *,
        believed: pd.DataFrame | None = None,
        language: str = "en",
    ) -> None:
        self.played = Played(records, setup)
        self.say = Translation(language, Path(__file__).parent / "translations")
        self._believed, self._made = believed, dict[str, Step]()

    @property
    def steps(self) -> list[Step]:
        """The steps, in the order in which a class is shown them."""
        return [self.step(name) for name in STEPS]

    def step(self, name: str) -> Step:
        """The step of a name, one of `STEPS`; it is worked out when it is first asked for.

        Raises:
            InputError: there is none.
        """
        if name not in STEPS:
            raise InputError(f"there is no step {name!r} of the debrief; {nearest(name, STEPS)}")
        if name not in self._made:
            more = (self._believed,) if name == "believed_demand" else ()
            self._made[name] = STEPS[name](self.played, self.say, *more)
        return self._made[name]

    @cached_property
    def reactions(self) -> pd.DataFrame:
        """Coefficients of each player's orders on what he sees (`reactions.reactions`)."""
        return reactions(self.played)

    @property
    def page(self) -> str:
        """All steps as the text of one page that needs nothing else."""
        return page_of(self.steps, self.played, self.reactions, self.say)

    def report(self, path: Path | str) -> Path:
        """Write one page that needs nothing else, and a table of each step as CSV beside it.

        Args:
            path: of the page, `…/debrief.html`; its folder is made.

        Returns:
            The path of the page.
        """
        page = Path(path)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(self.page, encoding="utf-8")
        for one in self.steps:
            one.frame.to_csv(page.parent / f"{one.name}.csv", index=False)
        self.reactions.to_csv(page.parent / "reactions.csv", index=False)
        return page
