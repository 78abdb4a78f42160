"""Pictures within a page, which needs no other files."""

from base64 import b64encode


def inline(content: bytes, kind: str) -> str:
    """Return the data address of a picture, for a page without other files."""
    return f"data:image/{kind};base64,{b64encode(content).decode()}"
