"""The command line as a module: `python -m jitagents`."""

from jitagents.cli import main

if __name__ == "__main__":
    main()
