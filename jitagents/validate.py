"""The program `jitagents-validate`: runs every published result, and exits with 1 if one is missed."""

import os
import signal
import sys
from importlib import import_module
from types import FrameType

STOPPED = 130
MESSAGE = "jitagents-validate: stopped; nothing is kept\n"
STOPS = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    """Entry point; exit code 1 if a target is missed, 2 for bad input, 130 if stopped."""
    for name in STOPS:
        signal.signal(name, _leave)
    command = import_module("jitagents.validation.command")  # takes a moment, in which it may be stopped already
    for name in STOPS:
        signal.signal(name, signal.default_int_handler)
    try:
        sys.exit(command.run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write(MESSAGE)
        sys.exit(STOPPED)


def _leave(number: int, frame: FrameType | None) -> None:
    """End at once: an exception could be lost in what Python calls back while it imports."""
    os.write(sys.stderr.fileno(), MESSAGE.encode())
    os._exit(STOPPED)


if __name__ == "__main__":
    main()
