"""The command line as a module: `python -m jitagents`."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:  # Python puts the current directory there, and would import what lies in it
        del sys.path[0]
    from jitagents.cli import main

    main()
