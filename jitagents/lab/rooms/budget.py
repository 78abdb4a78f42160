"""A budget for buffers: a price for each flow, placements that are tried, and the best one found."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from jitagents.column import Array
from jitagents.errors import Faults, InputError, nearest
from jitagents.lab.experiment import Experiment
from jitagents.lab.rooms.scores import Score
from jitagents.lab.state import State
from jitagents.scenario.replications import span
from jitagents.studies.buffer_groups import Group
from jitagents.studies.marginal import Greedy
from jitagents.studies.overrides import texts
from jitagents.studies.placement_trials import PlacementTrials, Search
from jitagents.studies.placements import draft
from jitagents.studies.telling import Tell, part, silent
from jitagents.study import Study

PLACE = ("ordering",)
TRIED = (1, 2, 5, 10)
"""Days of cover of a flow that the search tries at a time."""
USUAL, LAST = 4, 0.95
"""Placements that a search tries for each flow, usually; share of the work that is told before it is done, at most."""
HYBRID = ("ordering=hybrid", "ordering/placement=uniform", "ordering.days=null")
"""Overrides of a study whose budget buys buffers; `ordering.money` is the budget."""

YEAR = ["crisis=unreliable_suppliers", "days=365"]


def problem(experiment: Experiment, state: State) -> Study:
    """Return the study in which a budget is placed; customers who find nothing leave.

    Args:
        experiment: of the laboratory.
        state: whose crisis, records, sources and money count; perhaps every supplier fails now and then in a year.

    Raises:
        InputError: anything that prevents the simulation.
    """
    asked = experiment.overrides(state.problem[0])
    if state.fails == "any":
        asked = [one for one in asked if one.partition("=")[0].split(".")[0] not in ("crisis", "days")] + YEAR
    own = [one for one in HYBRID if one != "ordering=hybrid"]
    return experiment.load([*asked, *own, f"ordering.money={state.money!r}"])


class BudgetRoom:
    """Placements of a budget, tried in the worlds of a study.

    Args:
        study: composed with `HYBRID`; its first variant counts.
        replications: worlds of each try; the first ones of the study.

    Attributes:
        groups: flows that can be buffered, with the price of a day of cover.
        budget: money.
    """

    def __init__(self, study: Study, replications: int = 20) -> None:
        self._config: dict[str, Any] = next(iter(study.configs.values()))
        self._replications = replications
        first = span(self._config["replications"]).start
        self._trials = PlacementTrials(*draft(self._config, PLACE), PLACE[0], Search(replications=replications), first)
        self.groups: list[Group] = self._trials.groups
        self.budget = self._trials.budget
        self._bare: Array | None = None

    def cost(self, days: Mapping[str, float]) -> float:
        """Return the money that some days of cover cost, by label of the flow.

        Raises:
            InputError: a flow that there is not, or days below 0: all of them.
        """
        return float(self._vector(days) @ [group.price for group in self.groups])

    def score(self, days: Mapping[str, float], tell: Tell = silent) -> Score:
        """Return what a placement loses in the worlds of the study.

        Args:
            days: of cover by label of the flow; those that are left out have none.
            tell: told how much of it is simulated.

        Raises:
            InputError: it costs more than the budget, or has a flow that there is not.
        """
        spent = self.cost(days)
        if spent > self.budget * (1 + 1e-9):
            raise InputError(f"this costs {spent:,.0f}, which is {spent - self.budget:,.0f} more than there is")
        kept = {name: number for name, number in days.items() if number}
        if self._bare is None:
            self._bare = self._losses({}, part(tell, 0, 2) if kept else tell)
            tell = part(tell, 1, 2)
        return Score(kept, spent, self._losses(kept, tell) if kept else self._bare, self._bare)

    def overrides(self, score: Score) -> list[str]:
        """Return the overrides by which the command line runs a try; its measure `sales_lost` is the loss."""
        names = {group.label: group.names for group in self.groups}
        steps = [dict.fromkeys(names[label], days) for label, days in score.days.items()]
        placed = {"ordering/placement": "path", "ordering.placement.steps": steps} if steps else {}
        return texts({"ordering": "hybrid", **placed, "ordering.days": None, "ordering.money": score.spent})

    def search(self, tell: Tell = silent) -> Score:
        """Return the placement that the greedy search finds in other worlds, scored in those of the study.

        Args:
            tell: told the share of the budget that is placed.
        """
        trials = _Told(self._config, Search(days=TRIED, replications=self._replications), tell)
        days = dict[str, float]()
        for step in Greedy(trials, TRIED).purchases():
            label = step.group.label
            days[label] = days.get(label, 0.0) + step.days
            trials.spent = step.money
        tell(1.0)
        return self.score(self._within(days))

    def _within(self, days: dict[str, float]) -> dict[str, float]:
        """The days, less the rounding by which they could exceed the budget."""
        excess = max(self.cost(days) / self.budget, 1.0) if self.budget > 0 else 1.0
        return {name: number / excess for name, number in days.items()}

    def _losses(self, days: Mapping[str, float], tell: Tell) -> Array:
        """The losses of a placement, money, by replication."""
        return self._trials.losses(self._vector(days)[None], tell)[0]

    def _vector(self, days: Mapping[str, float]) -> npt.NDArray[np.float64]:
        known, faults = {group.label: number for number, group in enumerate(self.groups)}, Faults()
        vector = np.zeros(len(self.groups))
        for name, number in days.items():
            if name not in known:
                faults.add(f"there is no flow {name!r} to buffer; {nearest(name, known)}")
            elif not 0 <= number < np.inf:
                faults.add(f"{name}: {number!r} days of cover; must be 0 or more")
            else:
                vector[known[name]] = number
        faults.tell()
        return vector


class _Told(PlacementTrials):
    """Trials that tell how far the search is.

    Attributes:
        spent: money that is placed so far.
    """

    def __init__(self, config: dict[str, Any], search: Search, tell: Tell) -> None:
        super().__init__(*draft(config, PLACE), PLACE[0], search)
        self._tell, self.spent = tell, 0.0

    def _simulated(self, days: Array, tell: Tell) -> Array:
        tried = self.count / max(USUAL * len(self.groups), 1)
        so_far = min(max(tried, self.spent / self.budget if self.budget else 0.0), LAST)
        return super()._simulated(days, lambda _: self._tell(so_far))
