"""The whole plugin contract, on one page.

A plugin is a module (or package) that marks functions with :data:`hookimpl`. It implements
``plugin_info`` and any of the others. It **returns data; the host acts**: it asks, saves, shows,
and calls one plugin at a time, so that one that raises loses only its own results.

Each example below runs as a test, as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import pluggy

from dashboard.api.context import Entry, Person, View, WallView
from dashboard.api.types import (
    Action,
    CalendarItem,
    Check,
    CliCommand,
    EntryKind,
    Moment,
    Panel,
    PluginInfo,
    Screen,
    TalkItem,
    TodayLine,
    Told,
    WallItem,
)

hookspec = pluggy.HookspecMarker("dashboard")
hookimpl = pluggy.HookimplMarker("dashboard")


@hookspec
def plugin_info() -> PluginInfo:  # type: ignore[empty-body]
    """Say who the plugin is. Called once, when it is found; the only hook that must be there.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import PluginInfo

        @hookimpl
        def plugin_info():
            return PluginInfo("tea", "Tea", "Who made the tea, and a thank-you for it")
    """


@hookspec
def settings_type() -> type[Any]:  # type: ignore[empty-body]
    """Give the msgspec type of ``config/<id>.toml``, all defaults. Called once at load.

    The host reads the file, tells file, line and field of a mistake, and passes the last good
    settings on as ``view.settings``.

    Example::

        import msgspec
        from dashboard.api.hookspecs import hookimpl

        class Settings(msgspec.Struct, forbid_unknown_fields=True):
            cups: int = 2

        @hookimpl
        def settings_type():
            return Settings
    """


@hookspec
def entry_kinds() -> Sequence[EntryKind]:  # type: ignore[empty-body]
    """Declare the kinds of entries that the plugin writes and reads. Called once at load.

    A kind begins with the plugin's id and a dot. Bodies only grow fields with defaults: entries
    are read for ever.

    Example::

        import msgspec
        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import AtTime, EntryKind

        class Tea(msgspec.Struct):
            words: str
            opens: str = ""

        @hookimpl
        def entry_kinds():
            return [EntryKind("tea.made", Tea, lift=AtTime("opens"))]
    """


@hookspec
def fold(entries: Sequence[Entry], people: Sequence[str]) -> Any:
    """Make the plugin's state from its entries, in order. Pure: no clock, no file, no network.

    Called again whenever entries came, in a thread; the result is passed on as ``view.state``.
    *people* are the ids of those who live here.

    Example::

        from dashboard.api.hookspecs import hookimpl

        @hookimpl
        def fold(entries, people):
            return [entry for entry in entries if entry.body is not None]
    """


@hookspec
def today_lines(view: View) -> Iterable[TodayLine]:  # type: ignore[empty-body]
    """Give lines for Today. Called after every change, at midnight, and by ``dashboard today``.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import Place, TodayLine

        @hookimpl
        def today_lines(view):
            yield TodayLine(Place.AHEAD, "Tea on the balcony", when="Friday 16:00")
    """


@hookspec
def panels() -> Sequence[Panel]:  # type: ignore[empty-body]
    """Declare boxes that stand beside Today on a wide terminal. Called once at load.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import Panel

        @hookimpl
        def panels():
            return [Panel("tea.shelf", "The tea shelf", lines=lambda view: ["Darjeeling"])]
    """


@hookspec
def screens() -> Sequence[Screen]:  # type: ignore[empty-body]
    """Declare screens; the host gives each a number key and a place in the palette.

    Called once at load; ``page`` is called whenever the screen is shown, and after changes.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import Item, Page, Screen, Section

        def page(view):
            row = Item("darjeeling", "Darjeeling", meta="since Monday")
            return Page((Section("On the shelf", (row,), empty="A first tin, perhaps?"),))

        @hookimpl
        def screens():
            return [Screen("tea", "Tea", page)]
    """


@hookspec
def actions() -> Sequence[Action]:  # type: ignore[empty-body]
    """Declare what a person can do here: key, palette text, form and deed. Called once at load.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import Action, Field, Form

        def ask(view, item):
            return Form("A cup of tea", (Field("words", "For whom?"),), send="Put the kettle on")

        def brew(context, values, item):
            context.remember(last=values["words"])
            return f"The kettle is on for {values['words']}."

        @hookimpl
        def actions():
            return [Action("tea.brew", "Make tea", "brew", brew, "b", screen="tea", form=ask)]
    """


@hookspec
def cli_commands() -> Sequence[CliCommand]:  # type: ignore[empty-body]
    """Declare commands of the command line. Called whenever a command is looked up.

    Nothing is imported until the command is called: keep click out of this module.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import CliCommand

        @hookimpl
        def cli_commands():
            return [CliCommand("tea", "Who made the tea", "dashboard.start:main")]
    """


@hookspec
def calendar_items(view: View) -> Iterable[CalendarItem]:  # type: ignore[empty-body]
    """Give what belongs on the shared calendar. Titles are neutral: they leave the house.

    Example::

        import datetime as dt
        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import CalendarItem

        @hookimpl
        def calendar_items(view):
            start = view.now.replace(hour=16, minute=0, second=0, microsecond=0)
            yield CalendarItem("tea-today", "Us time", start, start + dt.timedelta(hours=1))
    """


@hookspec
def wall_items(view: WallView) -> Iterable[WallItem]:  # type: ignore[empty-body]
    """Give what the wall shows now: only what its writer meant for the wall.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import WallItem

        @hookimpl
        def wall_items(view):
            yield WallItem("There is cake.", until=view.now.date())
    """


@hookspec
def talk_items(view: View) -> Iterable[TalkItem]:  # type: ignore[empty-body]
    """Give what is due to be talked about at the table; called when a talk is prepared.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import TalkItem

        @hookimpl
        def talk_items(view):
            yield TalkItem("The tea shelf: is there too much of it?", screen="tea")
    """


@hookspec
def moments(view: View) -> Iterable[Moment]:  # type: ignore[empty-body]
    """Give good moments with their days, of which "on this day" may show one.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import Moment

        @hookimpl
        def moments(view):
            yield Moment(view.today, "A pot of tea that lasted all evening")
    """


@hookspec
def export_markdown(view: View) -> str:  # type: ignore[empty-body]
    """Give this person's part as Markdown: what one wrote, received and agreed to.

    Example::

        from dashboard.api.hookspecs import hookimpl

        @hookimpl
        def export_markdown(view):
            return "## Tea\\n\\nA cup on Sunday.\\n"
    """


@hookspec
def doctor_checks(view: View) -> Iterable[Check]:  # type: ignore[empty-body]
    """Give what the doctor should know: what was looked at, what was found, how to mend it.

    Example::

        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import Check, Level

        @hookimpl
        def doctor_checks(view):
            yield Check("the tea shelf", Level.FINE, "There is tea.")
    """


@hookspec
def demo_story(people: Sequence[Person], now: dt.datetime) -> Iterable[Told]:  # type: ignore[empty-body]
    """Give the plugin's part of the made-up story that ``dashboard demo`` shows.

    *people* are two, in an order drawn by chance; the story must read as well with the two
    exchanged. Days are counted back from *now* (aware, in the household's zone).

    Example::

        import datetime as dt
        import msgspec
        from dashboard.api.hookspecs import hookimpl
        from dashboard.api.types import EntryKind, Told

        class Tea(msgspec.Struct):
            words: str

        @hookimpl
        def entry_kinds():
            return [EntryKind("tea.made", Tea)]

        @hookimpl
        def demo_story(people, now):
            yield Told(now.date() - dt.timedelta(days=3), people[0].id, Tea("Earl Grey, for you"))
    """
