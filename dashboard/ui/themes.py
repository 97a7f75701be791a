"""Two themes of our own: a warm evening and a morning like paper."""

from __future__ import annotations

import os

from textual.theme import Theme

EVENING = Theme(
    name="evening",
    primary="#e8b27a",
    secondary="#c9a98c",
    accent="#f0c68f",
    foreground="#ece4d8",
    background="#1d1a17",
    surface="#26221e",
    panel="#2f2a25",
    success="#a8c090",
    warning="#e0c07a",
    error="#d99a80",
    dark=True,
    variables={"muted": "#a89b8c"},
)
MORNING = Theme(
    name="morning",
    primary="#8c4a1f",
    secondary="#6f5a48",
    accent="#8c4a1f",
    foreground="#2b2622",
    background="#faf6ee",
    surface="#f3ecdf",
    panel="#ebe1d0",
    success="#4f6b35",
    warning="#7d5f14",
    error="#94432a",
    dark=False,
    variables={"muted": "#6b6055"},
)
THEMES = (EVENING, MORNING)


def chosen(setting: str) -> str:
    """Return the theme for one's own setting: "dark", "light", or what the terminal tells."""
    if setting in ("dark", "evening"):
        return EVENING.name
    if setting in ("light", "morning"):
        return MORNING.name
    # rxvt, Konsole and others say "foreground;background"; 7 and 15 are the light ones.
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return MORNING.name if background in ("7", "15") else EVENING.name
