"""`study.plot`: figures of a study before any run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from jitagents.plots.picture import picture

if TYPE_CHECKING:
    from jitagents.studies.study import Study


@dataclass(frozen=True, eq=False, repr=False)
class StudyPlot:
    """Figures of a study, a method each.

    Attributes:
        study: ready to run.
    """

    study: "Study"

    def network(self) -> Figure:
        """The network by tier; a map if all agents have latitude and longitude (or lat and lon)."""
        study = self.study
        agents, known = study.overview.agents, study.network.agents.set_index("name")
        agents = agents.join(known[known.columns.difference(agents.columns)], on="name")
        labels = {str(name): str(label) for name, label in (study.config["labels"] or {}).items()}
        lanes = study.overview.lanes.replace({"seller": labels, "buyer": labels})
        return picture(study.network.name, agents.replace({"name": labels}), lanes)
