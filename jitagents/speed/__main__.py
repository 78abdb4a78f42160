"""Speed: `python -m jitagents.speed` prints a JSON line for each of four works, with everything on.

Everything on: Poisson demand, forecasts, safety stocks, costs, the measures of the default configuration (or all of
them), daily histories and, where there is more than one world, a crisis with its calm twins. Building the model is not
timed; the first days, which warm up caches, are not either. Seconds are those of the processor. `of_bare_flows` is the
speed as a share of that of the bare flows (`jitagents.bare_flows`), measured right after it. Each work has a process of
its own, whose memory at most is `peak_mb`.

With `--growth`: the exponents with which the cost of the model and of the bare flows grows in agents, lanes, worlds and
days, fitted and of the steepest step between two sizes; and how many times as fast two processes are as one.

With `--books`: how fast the study of a network is with records that err and with the ledgers of firms, as a share of
its speed without either.
"""

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from jitagents.accounting.measures import Recorded, chosen
from jitagents.accounting.names import ALL
from jitagents.config import composed, plain
from jitagents.process_server import starting
from jitagents.speed.books import books
from jitagents.speed.growth import SIZES, growth, seconds_of, two_processes
from jitagents.speed.works import NAMES, measure


def in_own_process[*Given, T](function: Callable[[*Given], T], *given: *Given) -> T:
    """Return what a function returns in a process of its own, whose memory at most is its own, too.

    It is forked from a server: after a start by another process, the system would count the memory of that one.
    """
    with ProcessPoolExecutor(1, starting()) as process:
        return process.submit(function, *given).result()


def main() -> None:
    """Entry point: all works, those named by `--work`, or the growth of cost."""
    parser = argparse.ArgumentParser(
        prog="python -m jitagents.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", choices=NAMES, action="append", help="run only this one (may be repeated)")
    parser.add_argument(
        "--growth", choices=[*SIZES, "processes"], nargs="*", help="the growth of cost (in these alone)"
    )
    parser.add_argument("--books", action="store_true", help="the speed with records that err and with ledgers")
    parser.add_argument("--measures", choices=[ALL], help="keep all measures, not only those of the configuration")
    asked = parser.parse_args()
    if asked.books:
        _say(in_own_process(books))
        return
    config = plain(composed([]))
    measures = chosen(config | ({"measures": asked.measures} if asked.measures else {}))
    if asked.growth is None:
        for name in asked.work or NAMES:
            _say(in_own_process(measure, name, measures))
        return
    for dimension in asked.growth or [*SIZES, "processes"]:
        _say(two_processes() if dimension == "processes" else _growth(dimension, measures))


def _growth(dimension: str, measures: list[Recorded]) -> dict[str, object]:
    seconds = [in_own_process(seconds_of, dimension, size, measures) for size in SIZES[dimension]]
    return growth(dimension, seconds)


def _say(found: object) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
