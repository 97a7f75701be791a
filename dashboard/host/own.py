"""What is one person's alone: own settings, what plugins remember, silent choices, drafts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from dashboard.core import settings
from dashboard.core.errors import BadSettings, CannotSave, DashboardError
from dashboard.core.files import locked, write_whole
from dashboard.core.text import clean, one_line
from dashboard.core.words import _


class OwnSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One's own settings; the other has no say in them and is never told."""

    language: str = ""
    theme: str = "auto"
    plain_today: bool = False
    plugins_off: tuple[str, ...] = ()
    welcomed: bool = False


class Own:
    """A person's own folder. Everything in it is 0600, written whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._memory: dict[str, dict[str, Any]] = {}

    def make(self) -> None:
        """Make the folder if need be. Raises :class:`DashboardError` if it can't be."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / "drafts").mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise DashboardError(f"Could not make {self.folder}: {error.strerror}.") from error

    @property
    def lock(self) -> Path:
        """The lock that this person's writers share."""
        return self.folder / "write.lock"

    # -- settings -----------------------------------------------------------------------------

    @property
    def settings_file(self) -> Path:
        return self.folder / "own.toml"

    def settings(self) -> tuple[OwnSettings, str]:
        """Return the settings and what is wrong with the file ("" if nothing)."""
        try:
            text = settings.read(self.settings_file) if self.settings_file.exists() else ""
            return settings.parse(text, OwnSettings, "own.toml"), ""
        except BadSettings as error:
            return OwnSettings(), error.sentence

    def change(self, **values: Any) -> None:
        """Set own settings, keeping comments and everything else in the file."""
        import tomlkit

        with locked(self.folder / "own.lock"):
            try:
                document = tomlkit.parse(self.settings_file.read_text("utf-8"))
            except FileNotFoundError:
                document = tomlkit.document()
            except (tomlkit.exceptions.TOMLKitError, ValueError, OSError, RecursionError) as error:
                raise BadSettings(
                    f"own.toml can't be changed until it is mended: {one_line(str(error))}."
                ) from error
            document.update(values)
            write_whole(self.settings_file, tomlkit.dumps(document).encode())

    # -- what plugins remember ----------------------------------------------------------------

    def memory(self, plugin_id: str) -> Mapping[str, Any]:
        """What a plugin remembers for this person; empty if the file is damaged."""
        return _read_object(self.folder / f"{plugin_id}.json")

    def remember(self, plugin_id: str, values: Mapping[str, Any]) -> None:
        """Keep values for a plugin; None forgets one."""
        file = self.folder / f"{plugin_id}.json"
        with locked(self.folder / "own.lock"):
            merged = {**_read_object(file), **values}
            kept = {name: value for name, value in merged.items() if value is not None}
            write_whole(file, _json(kept))

    # -- drafts -------------------------------------------------------------------------------

    def draft(self, of: str) -> dict[str, str]:
        """Return what was being written, or nothing."""
        found = _read_object(self._draft(of))
        return {str(name): clean(str(value)) for name, value in found.items()}

    def keep_draft(self, of: str, values: Mapping[str, str]) -> None:
        """Keep what is being written; an empty draft is no draft. Raises :class:`CannotSave`."""
        if any(value.strip() for value in values.values()):
            try:
                write_whole(self._draft(of), _json(values))
            except CannotSave as error:
                raise CannotSave(
                    _("The disk takes no draft just now. Keep this open, and your words stay.")
                ) from error
        else:
            self.drop_draft(of)

    def drop_draft(self, of: str) -> None:
        """Forget a draft: it was sent or thrown away."""
        with suppress(OSError):  # a disk that is read-only just now
            self._draft(of).unlink(missing_ok=True)

    def _draft(self, of: str) -> Path:
        return self.folder / "drafts" / f"{hashlib.sha256(of.encode()).hexdigest()[:24]}.json"


class Wishes:
    """A person's silent choices by topic, sealed: replaced, with no history."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "wishes.json"

    def read(self) -> dict[str, frozenset[str]]:
        """Return the choices; none if the file is not there or damaged."""
        found = _read_object(self._file)
        return {
            topic: frozenset(str(choice) for choice in choices)
            for topic, choices in found.items()
            if isinstance(choices, list)
        }

    def write(self, topic: str, choices: frozenset[str], mode: int) -> None:
        """Replace the choices of one topic."""
        merged = {**self.read(), topic: choices}
        table = {name: sorted(kept) for name, kept in sorted(merged.items()) if kept}
        write_whole(self._file, _json(table), mode)


def _read_object(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _json(table: Mapping[str, Any]) -> bytes:
    # A lone surrogate, as a broken paste may hold, is no UTF-8.
    return json.dumps(dict(table), ensure_ascii=False).encode(errors="replace")
