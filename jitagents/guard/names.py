"""Names of studies and variants, which become parts of paths, of tables and of pages."""

LONGEST = 100


def fault_of_name(name: object) -> str | None:
    """Say why something cannot be a name; None if it can."""
    if not isinstance(name, str) or not name.strip():
        return f"must be a name, not {str(name)[:40]!r}"
    if len(name) > LONGEST:
        return f"{name[:20]!r}… has {len(name)} letters; {LONGEST} are allowed"
    if not name.isprintable():
        return f"{name!r} has signs that cannot be printed"
    if set(name) & set("/\\") or name.startswith("."):
        return f"{name!r} cannot be a part of a path: no / and \\ in it, no dot before it"
    return None
