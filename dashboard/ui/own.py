"""One's own settings, and where the shared ones are: the same for the screen and ``--plain``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.core.words import _
from dashboard.host.records import Status

if TYPE_CHECKING:
    from dashboard.host.session import Session

Change = Callable[..., None]


@dataclass(frozen=True)
class Toggle:
    """One of one's own settings: what it is, how it stands in words, and how to change it."""

    id: str
    title: str
    state: str
    do: Callable[[], None]


def toggles(session: Session, change: Change) -> Iterator[Toggle]:
    """Give one's own settings."""
    own = session.own_settings
    themes = {"auto": _("as the terminal"), "dark": _("evening"), "light": _("morning")}
    following = {"auto": "dark", "dark": "light", "light": "auto"}
    theme = own.theme if own.theme in themes else "auto"
    yield Toggle("theme", _("Colours"), themes[theme], lambda: change(theme=following[theme]))
    yield Toggle(
        "plain_today", _("A plain Today: the date and what lies ahead, nothing else"),
        _("on") if own.plain_today else _("off"),
        lambda: change(plain_today=not own.plain_today),
    )  # fmt: skip


def plugin_toggles(session: Session, change: Change) -> Iterator[Toggle]:
    """Give the plugins; what one sees is one's own setting."""
    off = set(session.own_settings.plugins_off)
    for record in session.plugins.records:
        id_ = record.id
        if record.status is Status.FAILED or record.info is None:
            yield Toggle(f"plugin.{id_}", record.title, record.says, lambda: None)
        elif not record.info.can_be_switched_off:
            yield Toggle(f"plugin.{id_}", record.title, _("always on"), lambda: None)
        else:
            wanted = sorted(off - {id_} if id_ in off else off | {id_})
            yield Toggle(
                f"plugin.{id_}", record.title,
                record.says if record.status is Status.ENABLED else _("off, for you"),
                lambda wanted=wanted: change(plugins_off=wanted),  # type: ignore[misc]
            )  # fmt: skip


def near(file: Path) -> str:
    """A file's path as people write it: the home folder is "~"."""
    try:
        return f"~/{file.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(file)
