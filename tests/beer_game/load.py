"""A class that plays on a server: how long each order waits for its acknowledgement, and that none is lost.

`python -m tests.beer_game.load --clients 200 --boards 50` starts a server, joins, plays, and prints percentiles.
"""

import asyncio
import csv
import io
import json
import re
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.beer_game.client import Client
from tests.beer_game.serving import Process

SEAT = re.compile(r'<header class="seat seat(\d)">.*?<p>board (\d+)', re.DOTALL)


@dataclass
class Player:
    """A simulated player.

    Attributes:
        acknowledged: the orders that the server has taken, by week.
        seconds: from sending each of them to its acknowledgement.
    """

    client: Client
    think: float
    rng: np.random.Generator
    acknowledged: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    board: int = 0
    seat: int = 0

    async def join(self, code: str) -> None:
        answer = await self.client.join(code)
        assert answer.code == 303, answer.body
        found = SEAT.search((await self.client.get("/play/seat")).body.decode())
        assert found is not None
        self.seat, self.board = int(found[1]), int(found[2])

    async def play(self, weeks: int) -> None:
        """Order in every week, as soon as it is open and has been thought about."""
        news, key = await self.client.listen(), ""
        while len(self.acknowledged) < weeks:
            told = await news.read_message()
            assert told is not None, "the connection is lost"
            if json.loads(told)["key"] == key:
                continue
            key = json.loads(told)["key"]
            week = await self.client.open_week()
            if week is None or week in self.acknowledged:
                continue
            await asyncio.sleep(self.rng.uniform(0, self.think))
            cases, begun = int(self.rng.integers(0, 13)), time.perf_counter()
            answer = await self.client.order(week, cases)
            self.seconds.append(time.perf_counter() - begun)
            assert answer.code == 200, answer.body
            self.acknowledged[week] = cases
        news.close()


async def play(server: Process, clients: int, weeks: int, think: float, seed: int = 1) -> list[Player]:
    """Let a class play; the players with what was acknowledged.

    Raises:
        AssertionError: an order that was acknowledged is not among the records, or one stands there twice.
    """
    seeds = np.random.SeedSequence(seed).spawn(clients)
    players = [Player(Client(server.address), think, np.random.default_rng(one)) for one in seeds]
    for player in players:
        await player.join(server.code)
    lecturer = Client(server.address)
    await lecturer.get(server.console.removeprefix(server.address))
    await lecturer.post("/console", act="open")
    await asyncio.gather(*(player.play(weeks) for player in players))
    text = (await lecturer.get("/console/records.csv")).body.decode()
    check(list(csv.DictReader(io.StringIO(text))), players)
    return players


def check(records: list[dict[str, str]], players: list[Player]) -> None:
    """Every order that was acknowledged is among the records, once."""
    seats = ("retailer", "wholesaler", "distributor", "factory")
    found = [(int(row["board"]), row["seat"], int(row["week"]), int(row["order"])) for row in records]
    assert len({row[:3] for row in found}) == len(found)
    for player in players:
        kept = {(player.board, seats[player.seat], week, cases) for week, cases in player.acknowledged.items()}
        assert kept <= set(found)


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--boards", type=int, default=50)
    parser.add_argument("--weeks", type=int, default=36)
    parser.add_argument("--think", type=float, default=5.0, help="seconds that a player thinks at most")
    parser.add_argument("--port", type=int, default=8299)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server, begun = Process(Path(folder), asked.port, asked.boards), time.perf_counter()
        try:
            players = asyncio.run(play(server, asked.clients, asked.weeks, asked.think))
        finally:
            server.stop()
    seconds = np.concatenate([player.seconds for player in players])
    print(f"{len(seconds)} orders acknowledged in {time.perf_counter() - begun:.0f} s, all of them in the records")  # noqa: T201
    for share in (50, 95, 99, 100):
        print(f"{share:>4} % within {np.percentile(seconds, share):.3f} s")  # noqa: T201


if __name__ == "__main__":
    main()
