"""Available memory, and the refusal of studies that would need more."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jitagents.errors import InputError

RAW = 800
"""Bytes of an agent or a lane in the tables of a network while it is built."""
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Files that state how much memory a container may use."""


class Need(NamedTuple):
    """Memory for one purpose: bytes, and a text that names the purpose and the keys that change it."""

    size: float
    words: str


def memory() -> float:
    """Bytes of memory of this machine, or of the container; infinite where neither is known."""
    known = []
    if hasattr(os, "sysconf") and {"SC_PAGE_SIZE", "SC_PHYS_PAGES"} <= {*os.sysconf_names}:
        known.append(float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES"))
    texts = [path.read_text(encoding="utf-8").strip() for path in LIMITS if path.is_file()]
    return min([*known, *(float(text) for text in texts if text.isdigit())], default=float("inf"))


def check_builder(node: Mapping[str, Any]) -> None:
    """Check that a random network fits into memory before it is built.

    Raises:
        InputError: it does not.
    """
    agents, lanes = node.get("agents"), node.get("lanes_per_agent", 0)
    if str(node.get("_target_")).endswith(".layered") and isinstance(agents, int | float):
        each = 1.0 + (lanes if isinstance(lanes, int | float) else 0.0)
        refuse([Need(agents * each * RAW, f"{agents:,.10g} agents and their lanes: network.agents, lanes_per_agent")])


def refuse(needs: Sequence[Need]) -> None:
    """Raise if all needs together are more than there is.

    Raises:
        InputError: they are.
    """
    needed, available = sum(need.size for need in needs), memory()
    if needed > available:
        most = max(needs)
        comparison = f"about {_in_words(needed)} of memory would be needed, and there are {_in_words(available)}"
        raise InputError(f"{comparison}; {_in_words(most.size)} are for {most.words}")


def _in_words(size: float) -> str:
    return f"{size / 1e9:,.3g} GB" if size < 1e15 else f"{size / 1e9:.1e} GB"
