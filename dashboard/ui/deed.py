"""Something that can be done here, declared once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """Something that a key does here: declared once, for the key, the bar and the palette."""

    key: str
    label: str
    title: str
    do: Callable[[], object]


def enter(label: str, do: Callable[[], object]) -> Deed:
    """What Enter does to the chosen row; shown in the bar, done by the row itself."""
    return Deed("Enter", label, "", do)


def nothing() -> None:
    """Do nothing: the key is told, and something else does it."""
