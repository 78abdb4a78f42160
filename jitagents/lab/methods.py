"""Methods of ordering that the laboratory offers, each with the one parameter that its slider moves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A method of ordering and its slider.

    Attributes:
        title: of the method, an English sentence of the catalogue.
        key: parameter of the ordering rule that the slider moves.
        label: of the slider.
        low, high, step: of the slider.
        usual: value to begin with.
    """

    title: str
    key: str
    label: str
    low: float
    high: float
    step: float
    usual: float


METHODS = {
    "jit": Method("Just-in-time", "cover", "Cover (days of stock)", 0.0, 15.0, 0.5, 0.5),
    "kanban": Method("Kanban", "safety", "Safety in the number of cards (share)", 0.0, 3.0, 0.05, 0.15),
    "mrp": Method("Planning (MRP)", "safety", "Safety stock (days)", 0.0, 15.0, 0.5, 0.0),
    "safety_stock": Method("Safety stock", "z", "Safety factor z", 0.0, 6.0, 0.25, 3.0),
    "hybrid": Method("Hybrid buffers", "unspent", "Tension (0: full buffers, 1: just-in-time)", 0.0, 1.0, 0.05, 0.0),
}
"""By the choice of the group `ordering`."""
