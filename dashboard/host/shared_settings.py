"""The household's shared settings: ``config/<plugin>.toml``, the last good ones, and taking back.

Both partners may edit the files, with any editor. Each good version is kept beside them
(``config/.history/<plugin>/<number>.toml``) by whoever sees it first, so a broken file leaves
the last good settings in force, even after a restart, and a change can be taken back.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.core import settings
from dashboard.core.errors import BadSettings, DashboardError, Refused
from dashboard.core.files import write_whole
from dashboard.core.text import one_line
from dashboard.core.words import _

_KEPT = 50


@dataclass(frozen=True)
class SettingsChange:
    """A change to one shared file. *number* rises with each; *says* names what is different."""

    name: str
    number: int
    says: tuple[str, ...]


class SharedSettings:
    """The shared settings of one household, as good as they last were."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._types: dict[str, type[Any]] = {}
        self._good: dict[str, Any] = {}
        self.problems: dict[str, str] = {}

    def declare(self, name: str, type_: type[Any]) -> None:
        """Say which type a file has, and read it."""
        settings.default(type_)  # a type without defaults is the plugin's mistake: raises here
        self._types[name] = type_
        self.reload(name)

    def get(self, name: str) -> Any:
        """The settings in force; None for a plugin that has none."""
        return self._good.get(name)

    def reload(self, name: str) -> bool:
        """Read one file again; say whether the settings in force, or a problem, changed."""
        if name not in self._types:
            return False
        before = (self._good.get(name), self.problems.get(name))
        type_ = self._types[name]
        try:
            text = self._text(name)
            self._good[name] = settings.parse(text, type_, f"config/{name}.toml")
            self.problems.pop(name, None)
            self._remember(name, text)
        except BadSettings as error:
            if name not in self._good:
                self._good[name] = self._last_good(name, type_)
            self.problems[name] = _("{wrong} The last good settings stay.", wrong=error.sentence)
        return before != (self._good[name], self.problems.get(name))

    def reload_all(self) -> bool:
        """Read every file again; say whether anything changed."""
        changed = [self.reload(name) for name in self._types]
        return any(changed)

    @property
    def names(self) -> list[str]:
        """The plugins that have shared settings."""
        return list(self._types)

    def newest(self) -> dict[str, int]:
        """The number of the newest good version of each file."""
        return {name: max(self._numbers(name), default=0) for name in self._types}

    def changes(self, seen: Mapping[str, int]) -> list[SettingsChange]:
        """Return what changed since the versions in *seen*; a file not in it counts as seen."""
        changes = []
        for name, newest in self.newest().items():
            since = seen.get(name, newest)
            if since < newest:
                before, after = self._version(name, since), self._version(name, newest)
                says = differences(before, after)
                if says:
                    changes.append(SettingsChange(name, newest, tuple(says)))
        return changes

    def take_back(self, name: str, seen: int) -> None:
        """Put the file back to what it was at version *seen*.

        Raises :class:`Refused` if that version is gone, CannotSave if the disk does not take it.
        """
        try:
            text = settings.read(self._history(name) / f"{seen}.toml")
            settings.parse(text, self._types[name], name)
        except BadSettings:
            sentence = _("That version is no longer there; edit {file}.", file=self.file(name))
            raise Refused(sentence) from None
        write_whole(self.file(name), text.encode(), self._mode())
        self.reload(name)

    # -- files --------------------------------------------------------------------------------

    def file(self, name: str) -> Path:
        """Where a plugin's shared settings are."""
        return self.folder / f"{name}.toml"

    def _mode(self) -> int:
        """Files of the group stay the group's; in a one-account household they are one's own."""
        return 0o660 if self.folder.stat().st_mode & 0o020 else 0o600

    def _text(self, name: str) -> str:
        file = self.file(name)
        return settings.read(file) if file.exists() else ""

    def _history(self, name: str) -> Path:
        return self.folder / ".history" / name

    def _numbers(self, name: str) -> list[int]:
        try:
            return sorted(
                int(file.stem)
                for file in self._history(name).iterdir()
                if file.suffix == ".toml" and file.stem.isascii() and file.stem.isdigit()
            )
        except OSError:
            return []

    def _version(self, name: str, number: int) -> str:
        try:
            return settings.read(self._history(name) / f"{number}.toml")
        except BadSettings:
            return ""

    def _last_good(self, name: str, type_: type[Any]) -> Any:
        for number in reversed(self._numbers(name)):
            try:
                return settings.parse(self._version(name, number), type_, name)
            except BadSettings:
                continue
        return settings.default(type_)

    def _remember(self, name: str, text: str) -> None:
        try:
            while not self._remembered(name, text):
                pass  # another session was first, perhaps with another version
        except (OSError, DashboardError):
            return  # a full or read-only disk: the settings work, only taking back has to wait

    def _remembered(self, name: str, text: str) -> bool:
        """Try once to make *text* the newest version; False if another session took its number."""
        numbers = self._numbers(name)
        if numbers and self._version(name, numbers[-1]) == text:
            return True
        number = numbers[-1] + 1 if numbers else 1
        folder, mode = self._history(name), self._mode()
        for made in (folder.parent, folder):
            made.mkdir(mode=0o770 if mode & 0o020 else 0o700, exist_ok=True)
        aside = folder / f".{number}.{os.getpid()}.{threading.get_ident()}"
        write_whole(aside, text.encode(), mode)
        try:
            os.link(aside, folder / f"{number}.toml")
        except FileExistsError:
            return False
        finally:
            aside.unlink()
        for old in numbers[:-_KEPT]:
            (folder / f"{old}.toml").unlink(missing_ok=True)
        return True


def differences(before: str, after: str) -> list[str]:
    """Say field by field what is different between two TOML texts that can be read."""
    import tomllib

    try:
        old, new = _flat(tomllib.loads(before)), _flat(tomllib.loads(after))
    except tomllib.TOMLDecodeError:
        return []
    says = []
    for field in sorted(old.keys() | new.keys()):
        was, is_ = old.get(field), new.get(field)
        if was != is_:
            says.append(f"{field}: {_shown(was)} → {_shown(is_)}")
    return says


def _shown(value: Any) -> str:
    return _("as it ships") if value is None else one_line(str(value), 60)


def _flat(table: Mapping[str, Any], under: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{under}{name}."))
        else:
            flat[f"{under}{name}"] = value
    return flat
