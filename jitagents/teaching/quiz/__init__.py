"""A quiz: questions whose numbers follow from a seed, with answers in closed form that the engine confirms."""

from jitagents.teaching.quiz.draw import quiz
from jitagents.teaching.quiz.question import Question

__all__ = ["Question", "quiz"]
