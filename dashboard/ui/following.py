"""Keeps an open screen up to date: with the disk, with the clock, and with the other session."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dashboard.core.errors import DashboardError
from dashboard.core.household import FILE
from dashboard.core.today import SNAPSHOT, Today
from dashboard.journal.layout import make_journal

if TYPE_CHECKING:
    from dashboard.host.session import Session
    from dashboard.host.watch import Watch
    from dashboard.ui.beside import Panels

T = TypeVar("T")

LONGEST_WAIT = 60.0  # seconds; a suspended laptop or a clock that was set shows within a minute


class Follower:
    """Refreshes a session when something was saved, when something opens, and at midnight.

    All work with the session happens in one thread of its own, one thing after the other, so
    the event loop never waits for a disk. *renewed* is called in the loop with each new Today
    and what stands beside it; *failed* with a sentence; *moved_in* when who lives here has changed.
    """

    def __init__(
        self,
        session: Session,
        renewed: Callable[[Today, Panels], None],
        failed: Callable[[str], None],
        moved_in: Callable[[], None],
    ) -> None:
        self._session = session
        self._renewed = renewed
        self._failed = failed
        self._moved_in = moved_in
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="household")
        self._watch: Watch | None = None
        self._asked = False
        self._settings_too = False
        self._timer: asyncio.TimerHandle | None = None
        self._stopped = False

    # -- life ---------------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to watch, then read the older years in the background."""
        await self.run(self._begin_watching)
        self.ask()
        self._read_older()

    def stop(self) -> None:
        """Stop; what is under way ends by itself."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()
        if self._watch is not None:
            self._watch.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _begin_watching(self) -> None:
        from dashboard.host.watch import Watch

        session = self._session
        household = session.household
        folders = [household.root, household.config, session.own.folder]
        if household.one_account:
            for person in household.people:
                # The partner's may not be there before the first visit; watched, it is seen then.
                make_journal(
                    household.journal, person.id, household.device,
                    uid=None, household_gid=None, service_gid=None,
                )  # fmt: skip
                # Here each session keeps the curtain, so what anybody seals tells when to look.
                folders.append(household.journal / person.id / household.device / "sealed")
                folders.append(household.now(person, "sealed"))
        folders += [stream.folder for stream in session.journals.readable()]
        folders += [household.journal / p.id / household.device for p in household.people]
        watch = Watch(folders, self._saved)
        if self._stopped:
            watch.stop()
        else:
            self._watch = watch

    # -- work ---------------------------------------------------------------------------------

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do some work with the session, in its thread."""
        return await self._loop.run_in_executor(self._thread, work, *arguments)

    def ask(self, *, settings: bool = False) -> None:
        """Refresh soon; many askings become one refresh."""
        self._settings_too = self._settings_too or settings
        if not self._asked and not self._stopped:
            self._asked = True
            self._loop.create_task(self._refresh())

    async def _refresh(self) -> None:
        settings, self._settings_too = self._settings_too, False
        self._asked = False
        try:
            today, panels, next_due = await self.run(self._renew, settings)
        except (RuntimeError, asyncio.CancelledError):
            return  # it was stopped in the meantime
        except (DashboardError, OSError) as error:
            self._failed(getattr(error, "sentence", str(error)))
            return
        self._renewed(today, panels)
        self._wake_at(next_due, today)
        with suppress(RuntimeError, asyncio.CancelledError):
            await self.run(self._session.keep, today)  # for the next start; nobody waits for it

    def _renew(self, settings: bool) -> tuple[Today, Panels, dt.datetime | None]:
        session = self._session
        if settings:
            session.reload_settings()
        session.refresh()
        return session.today(keep=False), session.panels(), session.journals.next_due

    def _read_older(self) -> None:
        async def read() -> None:
            gc.disable()  # a search through ten years of entries would stop the event loop
            try:
                while not self._stopped and await self.run(self._session.load_older):
                    await asyncio.sleep(0)
                await self._refresh()
            except (RuntimeError, asyncio.CancelledError):
                return
            finally:
                gc.freeze()
                gc.enable()

        self._loop.create_task(read())

    # -- waking -------------------------------------------------------------------------------

    def _saved(self, path: Path) -> None:
        """Something was saved; this is the watcher's thread."""
        if path.name in (SNAPSHOT, "write.lock", "own.lock") or path.suffix == ".lock":
            return
        if not self._stopped:
            self._loop.call_soon_threadsafe(self._noticed, path)

    def _noticed(self, path: Path) -> None:
        if path.name == FILE:
            self._moved_in()
        else:
            self.ask(settings=path.suffix == ".toml")

    def _wake_at(self, next_due: dt.datetime | None, today: Today) -> None:
        """Look again when something opens, at midnight, or when the clock was set to another day.

        Without any of these a tick once a minute compares two times and does nothing else.
        """
        if self._timer is not None:
            self._timer.cancel()
        if self._stopped:
            return
        now = self._session.clock.now()
        moments = [today.until, next_due.timestamp() if next_due else today.until]
        if now.timestamp() >= min(moments) or now.date().isoformat() != today.day:
            self.ask()
            return
        wait = min(LONGEST_WAIT, max(0.05, min(moments) - now.timestamp()))
        self._timer = self._loop.call_later(wait, self._wake_at, next_due, today)
