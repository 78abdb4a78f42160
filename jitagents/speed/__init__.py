"""Speed of the simulation on this machine, and how its cost grows: `python -m jitagents.speed`."""
