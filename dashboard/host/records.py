"""What became of each plugin: one record a plugin, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dashboard.api.types import PluginInfo
from dashboard.core.text import one_line


class Status(StrEnum):
    """How a plugin is."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    FAILED = "failed"


class Phase(StrEnum):
    """Where a plugin failed."""

    LOAD = "load"
    SETTINGS = "settings"
    CALL = "call"
    SCREEN = "screen"


@dataclass(frozen=True)
class Found:
    """A plugin as found, before any of its code ran. *source* says whose it is."""

    name: str
    value: str
    source: str
    path: str = ""


@dataclass
class PluginRecord:
    """One plugin: where it comes from, how it is, and what went wrong last."""

    found: Found
    status: Status = Status.ENABLED
    info: PluginInfo | None = None
    module: Any = None
    phase: Phase | None = None
    reason: str = ""
    traceback: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id it gave itself; before that, the name it was found under."""
        return self.info.id if self.info else self.found.name

    @property
    def title(self) -> str:
        """The title it gave itself; before that, the name it was found under."""
        return one_line(self.info.title, 40) if self.info else self.found.name

    def fail(self, phase: Phase, error: BaseException) -> None:
        """Record a failure. In a call or on a screen it loses those results only."""
        import traceback

        self.phase = phase
        self.reason = one_line(f"{type(error).__name__}: {error}", 300)
        self.traceback = "".join(traceback.format_exception(error))
        if phase is Phase.LOAD:
            self.status = Status.FAILED

    @property
    def says(self) -> str:
        """How the plugin is, in words."""
        if self.phase is not None:
            where = {
                Phase.LOAD: "could not be loaded",
                Phase.SETTINGS: "has settings that can't be used; the last good ones stay",
                Phase.CALL: "had a problem; what it would have shown is missing",
                Phase.SCREEN: "had a problem on its screen and was put aside there",
            }[self.phase]
            return f"{where}: {self.reason}"
        return {Status.ENABLED: "on", Status.DISABLED: "off", Status.FAILED: "failed"}[self.status]
