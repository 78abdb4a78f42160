"""Whether a difference between calm and crisis may be judged as a loss."""

from typing import TYPE_CHECKING

from jitagents.results.crisis_words import acts_on_demand, crisis_of

if TYPE_CHECKING:
    from jitagents.results import Results


def demand_is_the_crisis(results: "Results") -> bool:
    """Whether the crisis changes final demand itself."""
    return results.has_crisis and acts_on_demand(crisis_of(results.config, results.manifest))


def may_judge(results: "Results") -> bool:
    """Whether output that is missing is a loss: calm demand is served, and demand itself is not the crisis."""
    if not results.has_crisis:
        return True
    return not demand_is_the_crisis(results) and not any(one.collapsed for one in results.calm_service.values())
