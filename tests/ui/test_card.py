"""Whatever a plugin's widget does wrong costs its own card; a good card beside it lives on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.screen import Screen, SystemModalScreen
from textual.widget import Widget
from textual.widgets import Button, Footer, Static
from ui import misbehaving
from ui.misbehaving import FOR_EVER, RAISING, Bad, Case, Good

from dashboard.ui.guard import GuardedApp
from dashboard.widgets.card import PluginCard, card_of

PATIENCE = 0.15


class House(GuardedApp[None]):
    """A host with two cards, a footer and keys that work everywhere."""

    CSS = "PluginCard { max-height: 5; }"
    BINDINGS = [("q", "quit", "Quit"), ("n", "note", "Note")]  # noqa: RUF012

    def __init__(self, bad: Callable[[], Widget]) -> None:
        super().__init__()
        self.bad = PluginCard("bad", "The [b]bad[/b] part", bad)
        self.good = PluginCard("good", "The good part", Good)
        self.notes = 0
        self.failures: list[PluginCard.Failed] = []
        self.buttons = 0

    def compose(self) -> ComposeResult:
        yield self.bad
        yield self.good
        yield Footer()

    def action_note(self) -> None:
        self.notes += 1

    def on_plugin_card_failed(self, event: PluginCard.Failed) -> None:
        self.failures.append(event)

    def on_button_pressed(self) -> None:
        self.buttons += 1

    @property
    def widget(self) -> Good:
        return self.good.query_one(Good)

    def text(self, widget: Widget) -> str:
        strips = widget.render_lines(widget.size.region)
        return "\n".join(strip.text.rstrip() for strip in strips)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PluginCard, "patience", PATIENCE)
    monkeypatch.setattr(PluginCard, "grace", 0.1)


@asynccontextmanager
async def opened(bad: Callable[[], Widget] | House) -> AsyncIterator[tuple[House, Pilot[None]]]:
    """The app, as its users run it; it must close in a short time and with nothing amiss.

    Not App.run_test(), which waits for every widget at start: some here never end.
    """
    app = bad if isinstance(bad, House) else House(bad)
    running = asyncio.create_task(app.run_async(headless=True, size=(80, 24)))
    try:
        await until(lambda: app.is_running and bool(app._dom_ready and app.query(Good)))
        with app._context():
            yield app, Pilot(app)
    finally:
        left = time.monotonic()
        app.exit()
        await asyncio.wait_for(running, 10)
    assert time.monotonic() - left < 2
    assert app.return_code == 0


async def until(true: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


async def type_key(app: House, key: str) -> None:
    """Press a key as a driver does; a pilot would wait for every widget, and some never end."""
    app.simulate_key(key)
    await asyncio.sleep(0.02)


async def focus(app: House, card: PluginCard) -> None:
    widget = next((node for node in card.query("*") if node.focusable), None)
    if widget is not None:
        app.set_focus(widget)
        await until(lambda: app.focused is widget or card.failed)
        await asyncio.sleep(0.02)


async def lives(app: House) -> None:
    """The rest of the app reacts to keys, timers and the mouse, and paints."""
    ticks, keys, notes = app.widget.ticks, app.widget.keys, app.notes
    await type_key(app, "n")
    await until(lambda: app.notes == notes + 1)
    app.set_focus(app.widget)
    await until(lambda: app.focused is app.widget)
    await type_key(app, "g")
    await type_key(app, "n")
    await until(lambda: app.widget.keys == keys + 1 and app.notes == notes + 2)
    await until(lambda: app.widget.ticks > ticks + 2)
    painted = _shown(app)
    await until(lambda: _shown(app) not in {painted, ""})
    app.theme = "textual-light" if app.theme == "textual-dark" else "textual-dark"
    await asyncio.sleep(0.05)
    screen = app.screen
    for y in range(0, app.size.height, 2):
        screen.get_style_at(1, y)
    assert screen.is_running
    assert app.is_running


def _shown(app: House) -> str:
    lines = app.screen._compositor.render_strips()
    return next((line.text.strip() for line in lines if "good" in line.text), "")


@pytest.mark.parametrize("case", RAISING, ids=str)
async def test_a_failure_costs_its_own_card(case: Case) -> None:
    async with opened(case.make) as (app, pilot):
        if not app.bad.failed:
            await focus(app, app.bad)
        if case.press:
            await type_key(app, case.press)
        await until(lambda: len(app.failures) == 1)
        failure = app.failures[0]
        assert (failure.card, failure.owner, failure.error) == (app.bad, "bad", app.bad.error)
        assert failure.phase == app.bad.phase
        if case.phase:
            assert failure.phase == case.phase
        await pilot.pause(0.05)
        shown = app.text(app.bad)
        assert shown.startswith("The [b]bad[/b] part\n")
        assert "This part has a problem and was put aside. The rest works on." in shown
        assert case.says in " ".join(shown.split())
        assert app.bad.region.height >= 3
        assert app.bad.has_class("-failed")
        assert not app.bad.children
        assert len(app.screen_stack) == 1
        await lives(app)
        await asyncio.wait_for(app.bad.remove(), 2)
        assert not app.query("#bad")
        await lives(app)
        assert len(app.failures) == 1


@pytest.mark.parametrize("removed", [False, True], ids=["quit", "removed"])
@pytest.mark.parametrize("case", FOR_EVER, ids=str)
async def test_what_never_ends_holds_up_nobody(case: Case, removed: bool) -> None:
    async with opened(case.make) as (app, _):
        await asyncio.sleep(0.1)
        await focus(app, app.bad)
        if case.press:
            await type_key(app, case.press)
        await asyncio.sleep(PATIENCE + 0.1)
        assert not [(failure.phase, failure.error) for failure in app.failures]
        await lives(app)
        if removed:
            await asyncio.wait_for(app.bad.remove(), 2)
            assert app.bad not in app.screen.children
            await lives(app)


async def test_a_slow_mount_says_so_and_may_still_come() -> None:
    ready = asyncio.Event()

    class Slow(Bad):
        async def on_mount(self) -> None:
            await ready.wait()

    async with opened(Slow) as (app, pilot):
        await until(lambda: app.bad.slow)
        await asyncio.sleep(0.05)
        assert app.text(app.bad) == "The [b]bad[/b] part\nThis part is taking long."
        assert app.bad.has_class("-slow")
        ready.set()
        await until(lambda: not app.bad.slow)
        await pilot.pause()
        assert app.text(app.bad.query_one(Slow)) == "bad"
        assert not app.bad.has_class("-slow")
        await lives(app)


async def test_a_slow_handler_gets_no_keys_until_it_ends() -> None:
    ready = asyncio.Event()

    class Slow(Bad):
        keys = ""

        async def on_key(self, event: Any) -> None:
            self.keys += event.key
            await ready.wait()

    async with opened(Slow) as (app, _):
        await focus(app, app.bad)
        await type_key(app, "x")
        await until(lambda: app.bad.slow)
        assert app.bad.disabled
        await type_key(app, "n")
        await until(lambda: app.notes == 1)
        assert app.bad.query_one(Slow).keys == "x"
        ready.set()
        await until(lambda: not app.bad.slow)
        await focus(app, app.bad)
        await type_key(app, "y")
        await until(lambda: app.bad.query_one(Slow).keys == "xy")
        assert not app.bad.failed


async def test_a_screen_closes_with_what_never_ends_on_it() -> None:
    class Own(Screen[None]):
        def compose(self) -> ComposeResult:
            yield PluginCard("bad", "Bad", misbehaving.ForEverInMount)
            yield PluginCard("worse", "Worse", misbehaving.ForEverInUnmount)

    async with opened(Bad) as (app, _):
        await asyncio.wait_for(app.push_screen(Own()), 2)
        await asyncio.sleep(0.05)
        await asyncio.wait_for(app.pop_screen(), 2)
        await lives(app)


@pytest.mark.parametrize(
    "make", [misbehaving.HidesEverything, misbehaving.HidesEverythingElse], ids=["all", "else"]
)
async def test_style_sheets_reach_no_further_than_the_card(make: Callable[[], Widget]) -> None:
    async with opened(make) as (app, pilot):
        await pilot.pause()
        for _ in range(2):
            assert app.screen.display
            assert app.widget.display
            assert app.widget.visible
            assert app.bad.display
            assert app.widget.region.height == 1
            app.theme = "textual-light"
            await pilot.pause()
        assert not app.failures
        assert (make is misbehaving.HidesEverything) != app.bad.children[0].display


async def test_a_style_that_only_some_themes_can_show() -> None:
    class Themed(Bad):
        DEFAULT_CSS = "Themed { color: $only-here; }"

    class Here(House):
        def get_css_variables(self) -> dict[str, str]:
            extra = {"only-here": "red"} if self.theme == "textual-dark" else {}
            return {**super().get_css_variables(), **extra}

    async with opened(Here(Themed)) as (app, pilot):
        await pilot.pause()
        assert not app.bad.failed
        app.theme = "textual-light"
        await until(lambda: len(app.failures) == 1)
        assert app.bad.phase == "css"
        await lives(app)


async def test_the_same_class_name_in_two_plugins() -> None:
    def named(colour: str) -> type[Widget]:
        return type("Chart", (Bad,), {"DEFAULT_CSS": f"Chart {{ color: {colour}; }}"})

    class Two(House):
        def compose(self) -> ComposeResult:
            yield from super().compose()
            yield PluginCard("other", "Other", named("blue"))

    async with opened(Two(named("red"))) as (app, pilot):
        await pilot.pause()
        one, _, two = (card.children[0] for card in app.query(PluginCard))
        assert (one.styles.color.css, two.styles.color.css) == ("rgb(255,0,0)", "rgb(0,0,255)")


async def test_a_plugins_messages_do_not_reach_the_host() -> None:
    class Presses(Vertical):
        pressed = 0

        def compose(self) -> ComposeResult:
            yield Button("Press", id="press")

        def on_button_pressed(self) -> None:
            self.pressed += 1

    async with opened(Presses) as (app, pilot):
        await pilot.click("#press")
        assert app.bad.query_one(Presses).pressed == 1
        assert app.buttons == 0


async def test_broken_markup_in_a_notification() -> None:
    async with opened(Bad) as (app, pilot):
        app.bad.notify("[/oops] [b")
        await pilot.pause()
        await lives(app)


async def test_unmounting_is_told_also_when_put_aside() -> None:
    ended = []

    class Ends(misbehaving.InKey):
        def on_unmount(self) -> None:
            ended.append(True)

    async with opened(Ends) as (app, _):
        await focus(app, app.bad)
        await type_key(app, "x")
        await until(lambda: ended == [True])
        await lives(app)


async def test_what_a_plugin_makes_the_host_do_is_the_hosts() -> None:
    """A plugin's handler asks the host for a screen and for work, and then fails."""
    ran = []

    class Asks(Bad):
        def on_key(self) -> None:
            self.app.push_screen(SystemModalScreen())
            self.app.call_later(host_work)
            misbehaving.oops()

    async def host_work() -> None:
        await asyncio.sleep(0.2)
        ran.append(True)

    host_work.__module__ = "dashboard.somewhere"
    async with opened(Asks) as (app, _):
        await focus(app, app.bad)
        await type_key(app, "x")
        await until(lambda: len(app.failures) == 1)
        await until(lambda: ran == [True])
        assert isinstance(app.screen, SystemModalScreen)
        assert card_of(app.screen) is None


async def test_the_hosts_own_errors_are_not_hidden() -> None:
    class Broken(House):
        def action_note(self) -> None:
            raise RuntimeError("the host's")

    app = Broken(Bad)
    with pytest.raises(RuntimeError, match="the host's"):
        async with app.run_test() as pilot:
            await pilot.press("n")
    assert app.return_code == 1
    assert not app.bad.failed


async def test_the_hosts_own_widgets_are_not_forgiven() -> None:
    class Broken(House):
        def compose(self) -> ComposeResult:
            yield from super().compose()
            yield misbehaving.InRender()

    with pytest.raises(misbehaving.Oops):
        async with Broken(Bad).run_test() as pilot:
            await pilot.pause()


async def test_a_card_answers_for_all_below_it() -> None:
    async with opened(misbehaving.Good) as (app, _):
        await until(lambda: bool(app.bad.query(Good)))
        assert card_of(app.bad.query_one(Good)) is app.bad
        assert card_of(app.bad) is None
        assert card_of(Static()) is None


async def test_nothing_is_left_of_a_removed_card() -> None:
    import gc
    import weakref

    async with opened(misbehaving.InKey) as (app, _):
        await focus(app, app.bad)
        gone = [weakref.ref(app.bad), weakref.ref(app.bad.children[0])]
        await type_key(app, "x")
        await until(lambda: len(app.failures) == 1)
        await app.bad.remove()
        app.failures.clear()
        app.bad = app.good
        assert app.screen._nodes.displayed  # Textual keeps the last answer to this.
        await until(lambda: gc.collect() >= 0 and not any(ref() for ref in gone))


@pytest.mark.parametrize("name", ["ForEverInMount", "ForEverDeaf", "InRender", "InWorker"])
def test_the_process_ends(name: str) -> None:
    """Outside of pytest, where asyncio waits for every task at the end."""
    script = f"""
import asyncio
from ui.test_card import House
from ui import misbehaving
app = House(misbehaving.{name})
async def use(pilot):
    await asyncio.sleep(0.3)
    for card in app.query(misbehaving.Bad):
        card.focus()
    await asyncio.sleep(0.1)
    app.simulate_key("x")
    await asyncio.sleep(0.3)
    app.simulate_key("q") if app.focused is None else app.exit()
app.run(headless=True, auto_pilot=use)
raise SystemExit(app.return_code)
"""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], timeout=30, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()
    assert b"Traceback" not in done.stdout, done.stdout.decode()
    assert time.monotonic() - start < 10
