"""The command line: a Hydra app that runs a study, writes its run directory and prints what it found."""

import os
import sys
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from jitagents import console
from jitagents.build import TRUST
from jitagents.config import VERSION_BASE, conf_directory, explained, plain
from jitagents.errors import InputError
from jitagents.results import files
from jitagents.study import Study


def run(config: DictConfig) -> None:
    """Run the configured study in Hydra's run directory."""
    overrides = list(HydraConfig.get().overrides.task)
    folder = Path(HydraConfig.get().runtime.output_dir)
    study = Study.of(plain(config), overrides)
    console.announce(study, folder)
    results = study.run(folder)
    results.save_figures(folder)
    files.whole(folder / "report.html", results.report().encode())
    console.conclude(results, folder)


def main() -> None:
    """Entry point of `jitagents`; exit code 2 and one clear message for bad input, 130 if stopped."""
    _take_trust(sys.argv)
    os.environ["HYDRA_FULL_ERROR"] = "1"  # errors reach the handlers below as they are
    app = hydra.main(config_path=str(conf_directory()), config_name="config", version_base=VERSION_BASE)(run)
    try:
        app()
    except InputError as error:
        console.complain(error.faults)
        sys.exit(2)
    except (HydraException, OmegaConfBaseException) as error:
        console.complain([explained(error)])
        sys.exit(2)
    except KeyboardInterrupt:
        console.stopped()
        sys.exit(130)


def _take_trust(arguments: list[str]) -> None:
    """Take `--trust PACKAGE` off the command line, before Hydra reads it, and put the package in the environment."""
    while "--trust" in arguments:
        place = arguments.index("--trust")
        if place + 1 == len(arguments):
            console.complain(["--trust: a package is needed behind it"])
            sys.exit(2)
        os.environ[TRUST] = ",".join(filter(None, (os.environ.get(TRUST), arguments[place + 1])))
        del arguments[place : place + 2]


if __name__ == "__main__":
    main()
