"""Where the configuration lies."""

from pathlib import Path


def conf_directory() -> Path:
    """The absolute directory of the configuration: the package's own if installed from a wheel, else the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / "conf"
    return installed if installed.is_dir() else package.parent / "conf"
