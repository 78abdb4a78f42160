"""Text of other people made harmless for output: on a terminal, in a page, in a drawing."""

import re

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, of which terminals make commands
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"  # marks that turn the order of what follows
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"  # what is no character, or not alone
)
"""Characters that cannot be seen and change how the others are shown; XML forbids many of them."""
LAYOUT = "\n\t"
"""Hidden characters that running text may hold."""


def visible(text: str, keep: str = "") -> str:
    r"""A text in which every hidden character stands as its escape, e.g. `\x1b`.

    Args:
        text: of any origin.
        keep: hidden characters that may stay.
    """
    return HIDDEN.sub(lambda found: found[0] if found[0] in keep else ascii(found[0])[1:-1], text)


def hides(text: object, keep: str = "") -> bool:
    """Whether a text holds a hidden character.

    Args:
        text: what is not text hides nothing.
        keep: hidden characters that are allowed.
    """
    return isinstance(text, str) and any(found[0] not in keep for found in HIDDEN.finditer(text))
