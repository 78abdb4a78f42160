"""Published numbers of the beer game, shown beside those of a class."""

import pandas as pd

from jitagents.beer_game.setup import SEATS

TEAM = "team"
WEEKS = 36
"""That are played."""
COSTS = pd.DataFrame(
    {
        "11 teams of 1989": [383.0, 635.0, 630.0, 380.0, 2028.0],
        "benchmark of 1989": [46.0, 50.0, 54.0, 54.0, 204.0],
        "pass-through": [330.0, 242.0, 154.0, 66.0, 792.0],
    },
    index=[*SEATS, TEAM],
)
"""Dollars over 36 weeks (Sterman 1989, table 1); what everybody costs who orders what was ordered from him."""
AMPLIFICATION = pd.DataFrame(
    {
        "peak order": [15.0, 19.0, 27.0, 32.0],
        "variance of orders": [13.0, 23.0, 45.0, 72.0],
        "least net stock": [-25.0, -46.0, -49.0, -23.0],
        "greatest net stock": [20.0, 41.0, 49.0, 50.0],
    },
    index=list(SEATS),
)
"""Means of the 11 teams, in cases a week, cases and weeks (Sterman 1989, table 1)."""
RULE = {"theta": 0.36, "alpha": 0.26, "beta": 0.34, "target": 17.0}
"""Means of the estimates of 44 players (Sterman 1989, table 2)."""
R2 = 0.71
"""Mean share of the variance of orders that the rule explains, of the same players."""
REACTIONS = {"net_stock": -0.22, "supply_line": -0.03}
"""Mean coefficients of orders on net stock and on the supply line (Croson & Donohue 2006, with known demand)."""
