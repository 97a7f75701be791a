"""Tells when something was saved in the household's folders. Waits on inotify; never polls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# "Closed after writing" comes after the fsync, "modified" before it. An editor that saves by
# renaming shows as moved; then the new name is what counts.
_SAVED = [FileClosedEvent, FileMovedEvent, FileDeletedEvent]


class _Handler(FileSystemEventHandler):
    def __init__(self, tell: Callable[[Path], None]) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.dest_path, event.src_path):
            name = Path(str(path)) if path else None
            if name is not None and not name.name.startswith("."):
                self._tell(name)
                return


class Watch:
    """Watches folders (not what is below them); *tell* gets a saved file's path, in a thread."""

    def __init__(self, folders: Iterable[Path], tell: Callable[[Path], None]) -> None:
        self._observer = Observer()
        self._observer.daemon = True
        self._observer.start()  # first: what is scheduled before fails here, one for all
        handler = _Handler(tell)
        for folder in dict.fromkeys(folders):
            try:
                self._observer.schedule(handler, str(folder), event_filter=_SAVED)
            except OSError:
                continue  # not there yet, or not for this account

    def stop(self) -> None:
        """Stop watching; returns when the thread has ended."""
        self._observer.stop()
        self._observer.join(timeout=2)
