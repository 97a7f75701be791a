"""What ``config/boundaries.toml`` may say; every field has a default."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from plugins.boundaries.model import MOST_OPENNESS_DAYS

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """*own_categories* come beside communication, transparency and personal space.

    That the same words rest for a month after a no is no setting: either could undo it.
    """

    own_categories: Annotated[list[Name], msgspec.Meta(max_length=20)] = []
    longest_openness_days: Annotated[int, msgspec.Meta(ge=1, le=MOST_OPENNESS_DAYS)] = 90
    calendar_title: Name = "Table talk"


def known(settings: Any) -> Settings:
    """Return *settings* if the host had some to give, else the defaults."""
    return settings if isinstance(settings, Settings) else Settings()
