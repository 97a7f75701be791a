"""What ``config/gratitude.toml`` may say; every field has a default."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lengths are in characters."""

    longest: Annotated[int, msgspec.Meta(ge=100, le=10_000)] = 2000
    longest_on_wall: Annotated[int, msgspec.Meta(ge=40, le=1000)] = 300
    wall_days: Annotated[int, msgspec.Meta(ge=0, le=14)] = 1
    on_today: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3
    shown: Annotated[int, msgspec.Meta(ge=5, le=300)] = 30


def known(settings: Any) -> Settings:
    """Return *settings* if the host had some to give, else the defaults."""
    return settings if isinstance(settings, Settings) else Settings()
