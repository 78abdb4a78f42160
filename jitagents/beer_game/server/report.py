"""The debrief in eight steps, worked out beside the game, so that players of other boards do not wait."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
from tornado.ioloop import IOLoop

from jitagents.beer_game.debrief import Debrief
from jitagents.beer_game.server.console import ForLecturer
from jitagents.beer_game.setup import Setup
from jitagents.errors import InputError

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""For a page that has its style and pictures within itself."""
WORKER = ThreadPoolExecutor(1, "debrief")
"""Works out one debrief at a time."""


class Report(ForLecturer):
    """The debrief as one page, which can be saved."""

    async def get(self) -> None:
        """Send the page of all weeks that all boards have played."""
        game = self.game
        asked = (game.records, game.setup, game.believed, game.settings["language"])
        try:
            text = await IOLoop.current().run_in_executor(WORKER, page, *asked)
        except InputError as reason:
            self.set_status(400)
            await self.show("error.html", said=self.reason(reason))
            return
        await self.settle()
        self.set_header("Content-Security-Policy", POLICY)
        self.finish(text)


def page(records: pd.DataFrame, setup: Setup, believed: pd.DataFrame, language: str) -> str:
    """The debrief of records as a page.

    Raises:
        InputError: there are too few weeks.
    """
    return Debrief(records, setup, believed=believed if len(believed) else None, language=language).page
