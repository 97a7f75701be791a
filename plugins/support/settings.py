"""What a household may add to the help page."""

import msgspec


class Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number that the household adds."""

    name: str
    number: str
    hours: str = ""
    who: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``config/support.toml``. What ships can't be removed by it."""

    country: str = ""
    numbers: tuple[Extra, ...] = ()
