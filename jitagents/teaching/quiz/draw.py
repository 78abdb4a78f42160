"""Draws the questions of a seed."""

import numpy as np

from jitagents.errors import InputError
from jitagents.teaching.quiz.flow import FLOW
from jitagents.teaching.quiz.question import Question
from jitagents.teaching.quiz.risk import RISK

TEMPLATES = (*FLOW, *RISK)
WEEKS = sorted({template.week for template in TEMPLATES})


def quiz(seed: int, week: int | None = None) -> list[Question]:
    """Ten questions of the whole course, or those of a week; another seed has the same questions with other numbers.

    Args:
        seed: 0 or more, such as the number of a student.
        week: None: all.

    Raises:
        InputError: a negative seed, or a week without questions.
    """
    if seed < 0:
        raise InputError(f"seed = {seed}: must be 0 or more")
    if week is not None and week not in WEEKS:
        raise InputError(f"week = {week}: has no questions; allowed: {', '.join(map(str, WEEKS))}")
    return [
        template.question(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,))))
        for number, template in enumerate(TEMPLATES)
        if week in (None, template.week)
    ]
