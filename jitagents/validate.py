"""The program `jitagents-validate`: runs every published result, and exits with 1 if one is missed."""

import signal
import sys
from importlib import import_module

STOPPED = 130


def main() -> None:
    """Entry point; exit code 1 if a target is missed, 2 for bad input, 130 if stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        command = import_module("jitagents.validation.command")  # takes a moment, in which it may be stopped already
        sys.exit(command.run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write("jitagents-validate: stopped; nothing is kept\n")
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
