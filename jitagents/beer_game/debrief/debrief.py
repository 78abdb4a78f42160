"""The debrief of a class: eight steps, from what each believed to what another structure would have done."""

from functools import cached_property
from pathlib import Path

import pandas as pd

from jitagents.beer_game.debrief.page import page_of
from jitagents.beer_game.debrief.played import Played
from jitagents.beer_game.debrief.reactions import reactions
from jitagents.beer_game.debrief.step import Step
from jitagents.beer_game.debrief.steps import amplification, believed, costs, flows, players, replaced, structure
from jitagents.beer_game.setup import Setup
from jitagents.translation import Translation


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
        self._believed = believed

    @cached_property
    def steps(self) -> list[Step]:
        """The steps, in the order in which a class is shown them."""
        played, say = self.played, self.say
        return [
            believed.step(played, say, self._believed),
            flows.orders(played, say),
            flows.net_stock(played, say),
            costs.step(played, say),
            amplification.step(played, say),
            players.step(played, say),
            replaced.step(played, say),
            structure.step(played, say),
        ]

    @cached_property
    def reactions(self) -> pd.DataFrame:
        """Coefficients of each player's orders on what he sees (`reactions.reactions`)."""
        return reactions(self.played)

    def step(self, name: str) -> Step:
        """The step of a name.

        Raises:
            KeyError: there is none.
        """
        return {one.name: one for one in self.steps}[name]

    def report(self, path: Path | str) -> Path:
        """Write one page that needs nothing else, and a table of each step as CSV beside it.

        Args:
            path: of the page, `…/debrief.html`; its folder is made.

        Returns:
            The path of the page.
        """
        page = Path(path)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(page_of(self.steps, self.played, self.reactions, self.say), encoding="utf-8")
        for one in self.steps:
            one.frame.to_csv(page.parent / f"{one.name}.csv", index=False)
        self.reactions.to_csv(page.parent / "reactions.csv", index=False)
        return page
