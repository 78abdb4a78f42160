"""Figures that are drawn; what reads them needs no library of plots."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    """A figure that is drawn: its title, its caption, and the bytes of its files."""

    title: str
    caption: str
    png: bytes
    svg: bytes
