"""Questions, and the templates that they are drawn from."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

type Numbers = Mapping[str, float]
"""The numbers of a question, by name."""


@dataclass(frozen=True)
class Question:
    """A question with its answer.

    Attributes:
        week: of the course.
        text: with all numbers that the answer needs.
        answer: in `unit`.
        unit: of the answer.
        tolerance: largest difference from the answer that still counts as right, in `unit`.
        why: the formula.
    """

    week: int
    text: str
    answer: float
    unit: str
    tolerance: float
    why: str

    def accepts(self, given: float) -> bool:
        """Whether an answer is right."""
        return bool(abs(given - self.answer) <= self.tolerance * (1 + 1e-9))


class Template(ABC):
    """A question without its numbers."""

    week: ClassVar[int]
    unit: ClassVar[str]
    why: ClassVar[str]
    tolerance: ClassVar[float] = 0.01
    """Share of the answer; a whole number of days, units or cards is asked for exactly."""
    whole: ClassVar[bool] = False

    @abstractmethod
    def draw(self, chance: np.random.Generator) -> dict[str, float]:
        """Numbers of a student."""

    @abstractmethod
    def text(self, n: Numbers) -> str:
        """The question."""

    @abstractmethod
    def answer(self, n: Numbers) -> float:
        """The answer in closed form."""

    def simulated(self, n: Numbers) -> float | None:
        """The answer as the engine finds it; None where nothing is simulated."""
        return None

    def question(self, chance: np.random.Generator) -> Question:
        """A question with numbers of its own."""
        numbers = self.draw(chance)
        answer = self.answer(numbers)
        tolerance = 0.0 if self.whole else abs(answer) * self.tolerance
        return Question(self.week, self.text(numbers), answer, self.unit, tolerance, self.why)
