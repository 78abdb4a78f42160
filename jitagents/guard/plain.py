"""Plain files, read without waiting; a pipe or device that a configuration names could block or never end."""

import os
from functools import partial
from pathlib import Path
from stat import S_ISREG


def content_of(path: Path, most: int | None = None, *, follow: bool = True) -> bytes:
    """The bytes of a plain file.

    Args:
        path: of the file.
        most: bytes that it may have.
        follow: whether it may be reached through a link.

    Raises:
        OSError: it is a directory, a device, a pipe or, unless followed, a link; it cannot be read, or not at once.
        ValueError: it is larger.
    """
    with open(path, "rb", opener=partial(_at_once, follow=follow)) as file:
        status = os.fstat(file.fileno())
        if not S_ISREG(status.st_mode):
            raise OSError(f"{path} is no plain file")
        if most is not None and status.st_size > most:
            raise ValueError(f"it has {status.st_size:,} bytes; allowed: {most:,} at most")
        content: bytes | None = file.read() if most is None else file.read(most + 1)
        ended = content is not None and file.read(1) is not None
    if content is None or not ended:  # as a log of the system that waits for its next line
        raise OSError(f"{path} is no plain file")
    if most is not None and len(content) > most:
        raise ValueError(f"it has more than {most:,} bytes")
    return content


def _at_once(path: str, flags: int, *, follow: bool) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
