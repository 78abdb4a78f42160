"""Names of studies and variants, which become parts of paths, of tables and of pages."""

import re
import unicodedata

LONGEST = 100
CONTROLS = ("Cc", "Cs")
"""Unicode categories that are no text: control characters and surrogates."""
JOINERS = "\u200c\u200d"
"""Characters without a width that some scripts need."""


def fault_of_text(text: str, allowed: str = "\n\r\t") -> str | None:
    """Say why a text cannot be printed or kept; None if it can."""
    wrong = not text.isprintable() and any(
        unicodedata.category(sign) in CONTROLS and sign not in allowed for sign in text
    )
    return f"{text[:40]!r} has signs that cannot be printed" if wrong else None


def fault_of_name(name: object) -> str | None:
    """Say why something cannot be a name; None if it can."""
    if not isinstance(name, str) or not name.strip():
        return f"must be a name, not {str(name)[:40]!r}"
    if len(name) > LONGEST:
        return f"{name[:20]!r}… has {len(name)} letters; {LONGEST} are allowed"
    if any(unicodedata.category(sign) in (*CONTROLS, "Cf") and sign not in JOINERS for sign in name):
        return f"{name!r} has signs that cannot be printed"
    if set(name) & set("/\\") or name.startswith("."):
        return f"{name!r} cannot be a part of a path: no / and \\ in it, no dot before it"
    return None


def fault_of_path(text: str, anywhere: bool = False) -> str | None:
    """Say why a text would lead out of the directory in whose path it stands; None if it would not.

    Args:
        text: part of a path; it may have directories in it.
        anywhere: whether it may begin at the root.
    """
    begins = re.match(r"[/\\~]|[A-Za-z]:", text) and not anywhere
    if begins or any(re.fullmatch(r"\s*\.+\s*", part) for part in re.split(r"[/\\]", text)):
        return f"{text[:100]!r}, which would lead out of the directory"
    return f"{text[:100]!r}, which has signs that cannot be printed" if fault_of_text(text, "") else None
