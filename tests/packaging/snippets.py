"""Code in Markdown: its fenced blocks, and how they are run."""

import re
import sys
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def run(code: Iterable[str], name: str, names: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Run blocks as the body of one module, which can then be imported; returns the names that they define.

    Args:
        code: the blocks.
        name: of the module.
        names: that are defined already.
    """
    module = sys.modules[name] = ModuleType(name)
    module.__dict__.update(names or {}, __name__=name)
    for number, block in enumerate(code, 1):
        exec(compile(block, f"<{name}, block {number}>", "exec"), module.__dict__)
    return module.__dict__
