"""Loading of a study by name, with overrides, levels or a network from Python."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jitagents.config import composed, plain, searching
from jitagents.network import Network
from jitagents.studies.given import as_choice, as_node
from jitagents.studies.given_levels import plain_levels
from jitagents.studies.overrides import texts
from jitagents.studies.study import Levels, Study
from jitagents.studies.variants import readable


def load(
    name: str = "jit_vs_hybrid",
    overrides: Sequence[str] | Mapping[str, Any] = (),
    *,
    levels: Levels | None = None,
    network: Network | None = None,
    config_dir: str | Path | None = None,
) -> Study:
    """Compose a study by name, check it, and find its targets.

    Inside a program or notebook that uses Hydra itself, it works alike and leaves Hydra's state unchanged.

    Args:
        name: a choice of the config group `study`.
        overrides: as on the command line, e.g. `["network=beer_game", "replications=50"]`; or a mapping of keys to
            values, `{"ordering.cover": 2.5, "network.agents": path}`, which need no quotes.
        levels: as `Study.sweep` takes them; None: as configured.
        network: an object of your own; None: as configured.
        config_dir: a directory with further choices, as `--config-dir`; choices of jitagents keep their meaning.

    Raises:
        InputError: anything that prevents the simulation.
    """
    stated = dict(overrides) if isinstance(overrides, Mapping) else {}
    if isinstance(stated.get("network"), Network):
        network = stated.pop("network")
    levels = stated.pop("levels", None) if levels is None else levels
    asked = texts(stated if isinstance(overrides, Mapping) else overrides)
    given: dict[str, Any] = {} if levels is None else {"levels": plain_levels(levels)}
    if network is not None:
        asked = [*as_choice(network), *asked]
    read = searching(readable([f"study={name}", *asked]), [config_dir] if config_dir is not None else [])
    config = plain(composed(read))
    if network is not None:
        given["network"] = as_node(network, config["network"])
    return Study.of(config, read, given)
