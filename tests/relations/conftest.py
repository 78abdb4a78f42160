"""Small networks for relations."""

from typing import Any

from jitagents.network import Network, listed


def three_shops(**of_first: Any) -> Network:
    """A mine with 12 units on hand and nothing coming for days, and three shops without stock."""
    agents: list[dict[str, Any]] = [
        {"name": "mine", "kind": "supplier", "item": "ore", "lead_time": 9, "stock": 12, "value": 10},
        *(
            {"name": name, "kind": "buyer", "item": "ore", "demand": 10, "stock": 0, "value": 50}
            for name in ("a", "b", "c")
        ),
    ]
    lanes = [{"seller": "mine", "buyer": name, "lead_time": 1} for name in ("a", "b", "c")]
    lanes[0] |= of_first
    return listed(agents=agents, lanes=lanes, name="three_shops", whole=False)
