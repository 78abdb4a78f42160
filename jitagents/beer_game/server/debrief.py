"""Debrief of a class: orders and net stocks of all boards, and costs beside those of 1989."""

from jitagents.beer_game.game import Game
from jitagents.beer_game.server.sight import Lines, costs
from jitagents.beer_game.setup import SEATS

TEAMS = {
    "11 teams of 1989, mean": (383, 635, 630, 380),
    "best of the rule, 1989": (46, 50, 54, 54),
    "pass-through": (330, 242, 154, 66),
}
"""Costs of the seats over 36 weeks of the standard game, dollars (Sterman 1989, table 1; the third one is exact)."""


def class_lines(game: Game) -> dict[int, dict[str, Lines]]:
    """Orders and net stocks of the seats of each board, by week."""
    boards, found = game.boards, dict[int, dict[str, Lines]]()
    for board in game.seats.in_play:
        weeks, place = boards.shown(board)
        closed = boards.week[board] - 1
        found[board] = {
            name: {seat: column[:closed, number, place].tolist() for number, seat in enumerate(SEATS)}
            for name, column in (("orders", weeks.order), ("net", weeks.net_stock))
        }
    return found


def class_table(game: Game) -> list[tuple[str, list[float], float]]:
    """Costs of the seats and of the team, dollars: of boards that are over, their mean, and of other games."""
    over = [board for board in game.seats.in_play if game.boards.over(board)]
    rows = [(str(board + 1), costs(game.boards, board)) for board in over]
    if rows:
        rows.append(("mean", [sum(seat) / len(rows) for seat in zip(*(row for _, row in rows), strict=True)]))
    if game.setup.customers == "step" and game.setup.delays == "standard":
        rows += [(name, [float(cost) for cost in row]) for name, row in TEAMS.items()]
    return [(name, row, sum(row)) for name, row in rows]
