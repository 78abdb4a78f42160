"""Compound files, in which .xls workbooks are kept: one stream by its name ([MS-CFB])."""

from struct import error as NotEnough
from struct import unpack_from

from jitagents.errors import InputError

FREE = 0xFFFFFFFA
"""Numbers of sectors from here on are marks: the end of a chain, or a sector that is free."""
ENTRY = 128
"""Bytes of an entry of the directory."""


def stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """The bytes of the first stream with one of some names; none if there is no such stream.

    Raises:
        InputError: the file is damaged.
    """
    try:
        return _stream(content, names)
    except NotEnough as error:
        raise InputError("its directory is damaged") from error


def _stream(content: bytes, names: tuple[str, ...]) -> bytes:
    size = 1 << min(unpack_from("<H", content, 30)[0], 16)
    first, limit, small_table, more = unpack_from("<I4x2I4xI", content, 48)
    tables = [number for number in unpack_from("<109I", content, 76) if number < FREE]
    while more < FREE and len(tables) * size < len(content):
        numbers = unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        tables, more = [*tables, *(number for number in numbers[:-1] if number < FREE)], numbers[-1]
    links = _numbers(b"".join(_sector(content, number + 1, size) for number in tables))
    directory = _chain(content[size:], links, first, size)
    entries = {_name(directory, at): at for at in range(len(directory) - ENTRY, -1, -ENTRY)}
    place = next((entries[name] for name in names if name in entries), None)
    if place is None:
        return b""
    start, length = unpack_from("<II", directory, place + 116)
    if length >= limit:
        return _chain(content[size:], links, start, size)[:length]
    inner = _chain(content[size:], links, unpack_from("<I", directory, 116)[0], size)
    return _chain(inner, _numbers(_chain(content[size:], links, small_table, size)), start, 64)[:length]


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[number * size : (number + 1) * size]


def _chain(content: bytes, links: tuple[int, ...], number: int, size: int) -> bytes:
    """The sectors of a chain, put together; a circle ends where it has had as many as there are."""
    parts = list[bytes]()
    while number < len(links) and len(parts) < len(links):
        parts.append(_sector(content, number, size))
        number = links[number]
    return b"".join(parts)


def _numbers(content: bytes) -> tuple[int, ...]:
    return unpack_from(f"<{len(content) // 4}I", content)


def _name(directory: bytes, place: int) -> str:
    length = min(unpack_from("<H", directory, place + 64)[0], 64)
    return directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
