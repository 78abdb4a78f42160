"""The command line as a program: `jitagents`, or `python -m jitagents`."""

import gc
import sys


def main() -> None:
    """Entry point; garbage is looked for from the moment on at which a command runs, and not at the end.

    What is imported and composed before stays: collections took a seventh of the start.
    """
    gc.disable()
    try:
        from jitagents.cli import main as take

        take()
    finally:
        gc.freeze()


if __name__ == "__main__":
    if not sys.flags.safe_path:  # Python puts the current directory there, and would import what lies in it
        del sys.path[0]
    main()
