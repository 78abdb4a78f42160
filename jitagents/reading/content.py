"""Content of a file: located, opened, recognised by its first bytes, and decoded."""

import codecs
import gzip
import io
import re
import zipfile
import zlib
from pathlib import Path

from jitagents.errors import InputError, nearest
from jitagents.guard.plain import content_of

LARGEST = 2**30
"""Bytes of a file at most, unpacked."""
ENDINGS = {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".gz", ".zip"}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""Byte order marks, and the encodings that they identify."""
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of .xlsx, .xlsm, .xlsb and .ods, and of .xls."""
UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError,
    ValueError, OverflowError,
)  # fmt: skip
"""Errors about archives that are damaged."""
REFUSED = (
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"), (b"Rar!", "an archive (RAR)"),
    (b"{\\rtf", "a document (RTF)"), (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"SQLite", "a database"),
)  # fmt: skip
SPECIFIC = ("cp1251", "cp1250", "cp1252")
"""Eight-bit encodings that are tried for a file that is not UTF-8, the most distinctive first."""
NEVER_BEFORE_LETTERS = re.compile(r"[£³¹¿¯¼¾¥¢¡ªº¬¶¸×÷](?=[^\W\d_])|[^\W\d_][£³¹¿¯¼¾](?=[^\W\d_])")
"""Characters of cp1252 within words where cp1250 has letters, as in `£ód` for Łód."""
FOREIGN_WORD = re.compile(r"(?<![^\W\d_])[À-ÿ]{3,}(?![^\W\d_])")
"""Words of accented letters alone: Cyrillic, read as cp1252."""
MIXED_WORD = re.compile(r"[A-Za-z][À-ÿ]|[À-ÿ][A-Za-z]")
"""Accented letters beside plain ones, as in words that are written in Latin letters."""


def load(path: Path, place: str) -> bytes:
    """All bytes of a file, unpacked if they are gzipped, or the only file of a zip archive.

    Raises:
        InputError: there is no such file, it cannot be opened, or it is too large.
    """
    try:
        if not path.exists():
            raise InputError(f"{place}: there is no file {_short(path)!r}{_neighbour(path)}")
        if path.is_dir():
            raise InputError(f"{place}: {_short(path)!r} is a directory; the path of a file is needed")
        if not path.is_file():
            raise InputError(f"{place}: {_short(path)!r} is no ordinary file")
        if path.stat().st_size > LARGEST:
            raise InputError(f"{place}: {path.name} has more than {LARGEST >> 20:,} MB; more cannot be read as a table")
        content = content_of(path, LARGEST)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{place}: {_short(path)!r} cannot be opened: {why}") from error
    if content[:2] == b"\x1f\x8b":
        return _unpacked(content, path, place)
    return _unzipped(content, path, place) if content.startswith(WORKBOOKS[0]) else content


def decoded(content: bytes, encoding: str | None, where: str) -> tuple[str, str, bool]:
    """Decode a file: its text, its encoding, and whether that is a guess.

    A byte order mark decides, then UTF-8. A file that is neither has an eight-bit encoding: cp1251 if it
    has more words of accented letters alone than of mixed ones, cp1250 if cp1252 would put signs such as £ or ³ into
    words, otherwise cp1252.

    Raises:
        InputError: it is no text, or not of the encoding that is stated.
    """
    _refuse_others(content, where)
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    known = marked or encoding or _without_mark(content)
    if known is not None:
        return _as(content, known, where, stated=known == encoding), known, False
    if b"\x00" in content:
        raise InputError(f"{where}: is no text but binary (a NUL byte at {content.index(0)}); {REMEDY}")
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        guess = _eight_bits(content)
        text = content.decode(guess, errors="replace")
    if sum(ord(sign) < 32 and sign not in "\t\n\r\f\x1a" for sign in text[:10_000]) > len(text[:10_000]) / 50:
        raise InputError(f"{where}: is no text but binary; {REMEDY}")
    return text, guess, True


REMEDY = "save it as a CSV file ('CSV UTF-8' in Excel) or as a workbook (.xlsx)"


def _short(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 200 else f"{text[:100]}…{text[-60:]}"


def _neighbour(path: Path) -> str:
    if not path.parent.is_dir():
        return f"; there is no directory {_short(path.parent)!r}"
    near = [other.name for other in path.parent.iterdir() if other.suffix.lower() in ENDINGS and other.is_file()]
    return f"; {nearest(path.name, near)}" if near else ""


def _unpacked(content: bytes, path: Path, place: str) -> bytes:
    try:
        with gzip.open(path) as packed:
            plain = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{place}: {path.name} cannot be unpacked: {error}") from error
    if len(plain) > LARGEST:
        raise InputError(f"{place}: {path.name} unpacks to more than {LARGEST >> 20:,} MB")
    return plain


def _unzipped(content: bytes, path: Path, place: str) -> bytes:
    """The only file of a zip archive; a workbook, which is such an archive too, as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [
                info for info in packed.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX")
            ]
            parts = {info.filename for info in names}
            if parts & {"[Content_Types].xml", "content.xml"}:
                return content
            if any(name.endswith(".iwa") for name in parts):
                raise InputError(f"{place}: {path.name} is a document of Numbers; export it as Excel or CSV")
            if len(names) != 1:
                listed = ", ".join(sorted(parts)[:5]) or "no file"
                raise InputError(f"{place}: {path.name} is an archive of {listed}; unpack it, and name the file")
            if names[0].file_size > LARGEST:
                raise InputError(f"{place}: {path.name} unpacks to more than {LARGEST >> 20:,} MB")
            return packed.read(names[0])
    except InputError:
        raise
    except UNREADABLE as error:
        raise InputError(f"{place}: {path.name} is no readable workbook or archive: {error}; {REMEDY}") from error


def _refuse_others(content: bytes, where: str) -> None:
    for start, what in REFUSED:
        if content.startswith(start):
            raise InputError(f"{where}: is {what}, not a table; {REMEDY}")
    if re.match(rb"(?i)\s*(<!doctype html|<html|<\?xml|<table)", content[:200]):
        raise InputError(f"{where}: is a web page or XML, whatever its name ends with; {REMEDY}")


def _without_mark(content: bytes) -> str | None:
    """Recognise UTF-16 without its mark: every second byte of its beginning is mostly NUL."""
    head = content[:2000]
    pairs = len(head) // 2
    for zeros, name in ((head[1::2].count(0), "utf-16-le"), (head[::2].count(0), "utf-16-be")):
        if pairs >= 4 and zeros > 0.7 * pairs:
            return name
    return None


def _as(content: bytes, encoding: str, where: str, *, stated: bool) -> str:
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except (UnicodeError, ValueError) as error:
        hint = "state another encoding, or none" if stated else REMEDY
        raise InputError(f"{where}: cannot be read as {encoding}: {error}; {hint}") from error
    if "\x00" in text:
        raise InputError(f"{where}: is no text but binary: a NUL stands in it; {REMEDY}")
    return text


def _eight_bits(content: bytes) -> str:
    try:
        western = content.decode("cp1252")
    except UnicodeDecodeError:
        return "cp1250"
    if len(FOREIGN_WORD.findall(western)) > len(MIXED_WORD.findall(western)):
        return "cp1251"
    return "cp1250" if NEVER_BEFORE_LETTERS.search(western) else "cp1252"
