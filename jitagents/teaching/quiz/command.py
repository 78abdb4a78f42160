"""The command `jitagents quiz`: questions of a seed or of a class list, their answers, and marks."""

import csv
import io
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from jitagents import console
from jitagents.errors import InputError
from jitagents.teaching.quiz.draw import quiz
from jitagents.teaching.quiz.question import Question

BAD_INPUT = 2
ANSWERED = ("seed", "question", "answer")
"""Columns of a file of answers."""


def run(arguments: Sequence[str]) -> int:
    """Run the command.

    Returns:
        The exit code.
    """
    parser = ArgumentParser(prog="jitagents quiz", description="Ask ten questions whose numbers follow from a seed.")
    parser.add_argument("seeds", nargs="*", type=int, metavar="SEED", help="a number for each student, 0 or more")
    parser.add_argument("--week", type=int, help="questions of one week of the course")
    parser.add_argument("--answers", action="store_true", help="with answers, tolerances and formulas")
    parser.add_argument("--csv", action="store_true", help="a table with a row for each question, not Markdown")
    parser.add_argument("--check", type=Path, metavar="FILE", help=f"mark the answers of a CSV: {', '.join(ANSWERED)}")
    asked = parser.parse_args(arguments)
    try:
        if asked.check:
            lines = marks(asked.check, asked.week)
        elif not asked.seeds:
            raise InputError("SEED: a number for each student is needed, such as: jitagents quiz 7")
        else:
            form = table if asked.csv else pages
            lines = form({seed: quiz(seed, asked.week) for seed in asked.seeds}, answers=asked.answers)
        for line in lines:
            console.OUT.print(line, markup=False, soft_wrap=True)
    except InputError as error:
        console.complain(error.faults)
        return BAD_INPUT
    return 0


def pages(quizzes: dict[int, list[Question]], *, answers: bool) -> Iterator[str]:
    """A page in Markdown for each seed."""
    for seed, questions in quizzes.items():
        yield f"# Quiz {seed}\n"
        for number, one in enumerate(questions, start=1):
            yield f"{number}. (week {one.week}) {one.text} *In {one.unit}.*\n"
            if answers:
                yield f"   **{one.answer:.6g} {one.unit}**, ± {one.tolerance:.3g}: {one.why}\n"


def table(quizzes: dict[int, list[Question]], *, answers: bool) -> Iterator[str]:
    """Lines of a CSV with a row for each question."""
    told = ("answer", "tolerance", "why") if answers else ()
    yield _line("seed", "question", "week", "text", "unit", *told)
    for seed, questions in quizzes.items():
        for number, one in enumerate(questions, start=1):
            yield _line(seed, number, one.week, one.text, one.unit, *(getattr(one, name) for name in told))


def marks(file: Path, week: int | None) -> Iterator[str]:
    """Lines of a CSV with the number of right answers of each seed.

    Raises:
        InputError: the file cannot be read, lacks a column, or has a row that is no answer to a question, or a second.
    """
    right: dict[int, int] = {}
    asked: dict[int, list[Question]] = {}
    answered = set[tuple[int, int]]()
    for number, row in enumerate(_rows(file), start=2):
        try:
            seed, place, answer = int(row["seed"] or ""), int(row["question"] or ""), float(row["answer"] or "nan")
        except ValueError:
            raise InputError(f"{file}, line {number}: seed, question and answer must be numbers") from None
        questions = asked.setdefault(seed, quiz(seed, week))
        if not 1 <= place <= len(questions):
            raise InputError(f"{file}, line {number}: question {place}: there are 1 to {len(questions)}")
        if (seed, place) in answered:
            raise InputError(f"{file}, line {number}: seed {seed} has answered question {place} already")
        answered.add((seed, place))
        right[seed] = right.get(seed, 0) + questions[place - 1].accepts(answer)
    yield _line("seed", "right", "of")
    yield from (_line(seed, count, len(asked[seed])) for seed, count in right.items())


def _rows(file: Path) -> list[dict[str, str | None]]:
    try:
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
        rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if missing := [name for name in ANSWERED if name not in (reader.fieldnames or ())]:
        raise InputError(f"{file}: lacks the column {missing[0]}; needed: {', '.join(ANSWERED)}")
    return rows


def _line(*values: object) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(values)
    return text.getvalue()
