"""Designs of experiments: which points of the space of some parameters a study visits, as its levels."""

from jitagents.designs.base import Design, Ranged, RangedDesign
from jitagents.designs.filling import LatinHypercube, Sobol
from jitagents.designs.grid import Grid, Pairs
from jitagents.designs.morris import Morris
from jitagents.designs.point_file import PointFile
from jitagents.designs.saltelli import Saltelli
from jitagents.designs.search import Search

__all__ = [
    "Design", "Grid", "LatinHypercube", "Morris", "Pairs", "PointFile", "Ranged", "RangedDesign", "Saltelli",
    "Search", "Sobol",
]  # fmt: skip
