"""Contest: each rule of a class in a process of its own, all against the same demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import pandas as pd

from jitagents.accounting.measures import RENAMED, chosen
from jitagents.errors import Faults, InputError
from jitagents.guard import fault_of_name
from jitagents.results import Results
from jitagents.results.cube import pick
from jitagents.scenario.replications import span
from jitagents.studies.chunk_plan import cut, fitting
from jitagents.studies.chunks import Chunk
from jitagents.studies.executors import cores
from jitagents.studies.gathering import brought_together, manifest_of
from jitagents.studies.progress import progress_bar
from jitagents.studies.rules import own_code, with_rule
from jitagents.study import Study
from jitagents.teaching.contest.alone import Fault, each_alone
from jitagents.teaching.contest.board import board
from jitagents.teaching.contest.files import files_in
from jitagents.teaching.contest.play import Task, outcome_of, play
from jitagents.user_code import BEGIN

SECONDS = 60.0
"""After which a rule is stopped, unless the lecturer says otherwise."""


@dataclass(frozen=True, eq=False)
class Contest:
    """Rules against each other, in the worlds of a study; each runs in a process of its own with limits.

        Contest(study).enter("anna", decide).enter("ben", Ben, days=3).leaderboard()
        Contest.from_files(study, "handed_in").leaderboard()

    A rule plays as a variant of the study: its first one with this rule, in the same worlds with the same random
    numbers. The variants of the study play too, for comparison.

    Attributes:
        study: without levels.
        rules: configurations of the rules entered, by name.
        files: files that have rules, by name. Only files of this machine that the lecturer names; a rule may do
            whatever its file says, as any program that one starts.
        seconds: after which a rule is stopped.

    Raises:
        InputError: the study has levels.
    """

    study: Study
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        if self.study.levels.keys:
            raise InputError(f"levels: a contest has one; leave out {', '.join(self.study.levels.keys)}")

    @classmethod
    def from_files(cls, study: Study, directory: str | Path, seconds: float = SECONDS) -> Self:
        """The contest of the files of a directory, one a student, each with `def decide(seen):` or one class.

        Raises:
            InputError: there are none, or a name is taken.
        """
        files, faults = files_in(directory), Faults()
        for name in files:
            with faults.collected():
                _check_name(name, study.configs)
        faults.tell()
        return cls(study, files=files, seconds=seconds)

    def enter(self, name: str, rule: Any, **parameters: Any) -> Self:
        """The contest with a further rule, of any kind that `Study.with_rule` takes.

        Raises:
            InputError: it is no rule, it cannot be sent to a process, or the name is taken.
        """
        _check_name(name, {**self.study.configs, **self.rules, **self.files})
        config = with_rule(self._first, rule, parameters)
        for code in own_code({name: config}).values():
            if code.sent is None:
                raise InputError(f"{name}: the rule refers to something that no other process can have")
        return replace(self, rules={**self.rules, name: config})

    def leaderboard(self, metric: str = "cost", *, most: bool = False) -> pd.DataFrame:
        """The leader board of a measure of the network, in the crisis if there is one: a row per rule, the best first.

        Columns: rank, rank_low, rank_high (the ranks that the paired differences leave open, at 95 %), name, entered
        (False: a variant of the study), mean, low, high (95 % interval), behind, behind_low, behind_high (difference to
        the leader in the same worlds), fault (why a rule has no numbers).

        Args:
            metric: of which the least is best.
            most: the most is best, as of profit.

        Raises:
            InputError: the measure was not taken, or a variant of the study itself cannot be simulated.
        """
        pick([metric], [one.name for one in chosen(self.study.config)], "metrics", RENAMED)
        results, faults = self._played
        return board(results, metric, {*self.rules, *self.files}, faults, most=most)

    @property
    def results(self) -> Results:
        """The results of all rules that did not fail, as those of a study: tables, figures, report."""
        return self._played[0]

    @property
    def faults(self) -> Mapping[str, str]:
        """The reasons why rules have no numbers, by name."""
        return self._played[1]

    @cached_property
    def _played(self) -> tuple[Results, Mapping[str, str]]:
        """Simulate all rules, once."""
        configs = {**self.study.configs, **self.rules, **dict.fromkeys(self.files, self._first)}
        tasks = {name: Task(self._chunks(name, config), self.files.get(name)) for name, config in configs.items()}
        contents, faults, days = dict[str, bytes](), dict[str, str](), int(self.study.config["days"])
        workers = int(self.study.config["workers"] or cores())
        with progress_bar("simulating", "rules", len(tasks)) as advance:
            for name, found in each_alone(tasks, play, seconds=self.seconds, workers=workers):
                if isinstance(found, Fault):
                    faults[name] = found.words
                else:
                    contents[name] = found
                advance()
        if wrong := [f"{name}: {faults[name]}" for name in self.study.configs if name in faults]:
            raise InputError(*wrong)
        played = {name: _told(config, self.files.get(name)) for name, config in configs.items() if name in contents}
        study = replace(self.study, configs=played)
        outcomes = [outcome_of(contents[name], days) for name in played]
        manifest = manifest_of(study, "complete")
        texts = {name: path.read_text(encoding="utf-8", errors="replace") for name, path in self.files.items()}
        rules = {**manifest.rules, **{name: text for name, text in texts.items() if name in played}}
        return brought_together(study, outcomes, replace(manifest, rules=rules)), faults

    @property
    def _first(self) -> Mapping[str, Any]:
        return next(iter(self.study.configs.values()))

    def _chunks(self, name: str, config: Mapping[str, Any]) -> list[Chunk]:
        numbers, worlds = span(config["replications"]), fitting(self.study.overview.rows)
        plan = cut(self.study.levels, len(numbers), bool(config["crisis"]), worlds)
        blocks = plan.blocks(self.study.levels, numbers)
        return [Chunk(number, name, config, *block) for number, block in enumerate(blocks)]


def _check_name(name: str, taken: Mapping[str, Any]) -> None:
    if fault := fault_of_name(name):
        raise InputError(f"name: {fault}")
    if name in taken:
        raise InputError(f"name = {name!r}: plays already; give it another one")


def _told(config: Mapping[str, Any], file: Path | None) -> dict[str, Any]:
    """The configuration of a rule; of one in a file, what identifies the file in place of the rule."""
    if file is None:
        return dict(config)
    return {**config, "ordering": {"_target_": f"{BEGIN}{file.name} {sha256(file.read_bytes()).hexdigest()[:16]}>"}}
