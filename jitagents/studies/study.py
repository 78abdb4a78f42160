"""A study: variants x levels x replications x {calm, crisis}, ready to run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from jitagents.errors import InputError
from jitagents.guard import fault_of_name
from jitagents.plots.renamed import missing
from jitagents.points import ONLY
from jitagents.results.manifest import SUMMARY
from jitagents.results.own import check_own
from jitagents.scenario.alternatives import chosen
from jitagents.scenario.settings_checks import check_settings
from jitagents.studies.designed import designed_levels, telling_of_rounding
from jitagents.studies.executors.chosen import chosen_backend
from jitagents.studies.given_levels import plain_levels
from jitagents.studies.perfect_books import with_twins
from jitagents.studies.preparation import prepare
from jitagents.studies.rule_trial import tried
from jitagents.studies.rules import is_scalar, name_of, with_rule
from jitagents.studies.runnable_study import RunnableStudy
from jitagents.studies.summarising import check_summary
from jitagents.studies.variants import configurations

if TYPE_CHECKING:
    from jitagents.studies.plot import StudyPlot

type Levels = pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]
"""Points of a sweep, or the values of each key, of which every combination is a point."""


class Study(RunnableStudy):
    """A study that is ready to run, and those that are made of it."""

    @classmethod
    def of(cls, config: dict[str, Any], overrides: Sequence[str], given: Mapping[str, Any] | None = None) -> "Study":
        """Make a study of the resolved configuration and the overrides that led to it; every variant is built once.

        Args:
            config: plain values.
            overrides: as texts.
            given: top-level keys of all variants whose values were not given as texts.

        Raises:
            InputError: anything that prevents the simulation.
        """
        config = {**config, **(given or {})}
        check_settings(config)
        check_own(config)
        chosen_backend(config)
        if config["keep"] == SUMMARY:
            check_summary(config)
        designed = designed_levels(
            config,
            lambda: configurations(config, overrides, given).configs,
            cls._at_levels,
        )
        with telling_of_rounding(config):
            return cls._at_levels(config | designed, overrides, {**(given or {}), **designed})

    @classmethod
    def _at_levels(
        cls, config: dict[str, Any], overrides: Sequence[str] = (), given: Mapping[str, Any] | None = None
    ) -> "Study":
        """Make a study whose levels are stated, or were made by its design; otherwise as `of`."""
        if config["keep"] == SUMMARY:
            check_summary(config)
        name, variants = str(config["study"]), configurations(config, overrides, given)
        config, configs = chosen(config), {one: chosen(variant) for one, variant in variants.configs.items()}
        ready = prepare(name, config, configs)
        notices = (*variants.notices, *ready.notices)
        return cls(
            name, ready.configs, config, ready.levels, ready.overview, notices, ready.findings, ready.routes,
            tuple(overrides),
        )  # fmt: skip

    def changed(self, config: dict[str, Any], configs: Mapping[str, dict[str, Any]]) -> "Study":
        """The study with other configurations; what was found for this one is kept where nothing else is found.

        Args:
            config: before any variant's overrides.
            configs: of each variant.

        Raises:
            InputError: anything that prevents the simulation.
        """
        ready = prepare(self.name, config, configs)
        findings, routes = ready.findings or self.findings, ready.routes or self.routes
        return Study(self.name, ready.configs, config, ready.levels, ready.overview, self.notices, findings, routes)

    def sweep(self, levels: Levels) -> "Study":
        """The same study at other levels.

        Args:
            levels: points, a row each of a DataFrame with a column a key, or a list of mappings `{key: value}`; or one
                mapping `{key: [values]}`, of which every combination is a level. A design of scipy or SALib fits. If
                the levels named disruptions by `crisis.only`, and these do not, the first one alone acts.

        Raises:
            InputError: keys or values that cannot be swept.
        """
        stated = {"levels": plain_levels(levels), "design": {}}
        check_settings({**self.config, **stated})
        acting = self.levels.values.get(ONLY, [None])[0]
        config, *variants = (chosen({**one, **stated}, acting) for one in (self.config, *self.configs.values()))
        return self.changed(config, dict(zip(self.configs, variants, strict=True)))

    def with_rule(self, rule: Any, name: str | None = None, **parameters: Any) -> "Study":
        """The same study with a further variant, which is the first one with a rule of your own.

        The rule need not be in a package: it may stand in a notebook. It is tried on a few days before it is taken.

        Args:
            rule: an ordering rule or another behaviour, as an object or as its class; or a class that derives from
                Buyer, Supplier or Plant. For beginners, a function `decide(seen)` of plain numbers, which is called for
                one agent in one world at a time, `decide(seen, memory)` with a dict of its own for each of them, or a
                class with the method `decide(self, seen)`.
            name: of the variant; None: that of the rule in lower case.
            parameters: of the rule; numbers can be swept, as `ordering.NAME`.

        Raises:
            InputError: it is no rule, fails, or there is a variant of that name.
        """
        called = name or name_of(rule)
        if called in self.configs:
            raise InputError(f"name = {called!r}: there is a variant of that name already; give it another one")
        if fault := fault_of_name(called):
            raise InputError(f"name: {fault}")
        first = next(iter(self.configs.values()))
        study = self.changed(self.config, {**self.configs, called: with_rule(first, rule, parameters)})
        return replace(study, notices=(*study.notices, *tried(study, called, scalar=is_scalar(rule))))

    def with_perfect_books(self) -> "Study":
        """The same study with a truth twin beside each variant that has books: `results.value_of_data()` compares them.

        Raises:
            InputError: no variant has books that err.
        """
        return self.changed(self.config, with_twins(self.configs))

    @property
    def plot(self) -> "StudyPlot":
        """Figures before any run, a method each: `study.plot.network()`."""
        from jitagents.studies.plot import StudyPlot

        return StudyPlot(self)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return missing(self, name)
