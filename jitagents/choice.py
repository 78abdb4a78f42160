"""Choice: the rules of a stage, and the rule that each row follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

type Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Choice[Rule]:
    """The rules of a stage, and which of them each row follows.

    Attributes:
        rules: the rules.
        number: of the rule of each row `(rows,)`.
    """

    rules: tuple[Rule, ...]
    number: Index

    @classmethod
    def same(cls, rule: Rule, rows: int) -> Self:
        """Return the choice of one rule for all rows."""
        return cls((rule,), np.zeros(rows, dtype=np.int64))

    def at(self, rows: slice | Index) -> Self:
        """Return the choice of some rows."""
        return type(self)(self.rules, self.number[rows])

    def parts(self) -> list[tuple[Rule, Index]]:
        """Return the rules that are followed, each with its rows, ascending; a single rule has all of them."""
        if len(self.rules) == 1:
            return [(self.rules[0], np.arange(len(self.number)))]
        rows = [np.flatnonzero(self.number == number) for number in range(len(self.rules))]
        return [(rule, index) for rule, index in zip(self.rules, rows, strict=True) if len(index)]

    def followed(self) -> list[Rule]:
        """Return the rules that are followed."""
        return [rule for rule, _ in self.parts()]


def place(rows: slice, parts: Sequence[Index]) -> tuple[int, slice]:
    """Return the part that has neighbouring rows, all of the same rule, and their places among the rows of the part."""
    number = next(number for number, index in enumerate(parts) if rows.start in index)
    first = int(np.searchsorted(parts[number], rows.start))
    return number, slice(first, first + rows.stop - rows.start)
