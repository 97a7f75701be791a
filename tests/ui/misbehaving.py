"""Widgets as careless strangers write them, each wrong in its own way, and one good one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual import on, work
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.events import Key, Unmount
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Static


class Oops(Exception):
    """What goes wrong."""


def oops(*_: object) -> Any:
    raise Oops("it [b]broke[/b] [/oops]\nbadly")


async def for_ever(*_: object) -> None:
    await asyncio.Event().wait()


class Good(Static, can_focus=True):
    """Counts keys and ticks."""

    keys = 0
    ticks = 0

    def on_mount(self) -> None:
        self.set_interval(0.02, self.tick)

    def tick(self) -> None:
        self.ticks += 1
        self.update(f"good {self.ticks}")

    def on_key(self, event: Key) -> None:
        if event.key == "g":
            self.keys += 1


class Bad(Static, can_focus=True):
    """Does as it should, until a subclass does not."""

    def __init__(self, **options: Any) -> None:
        super().__init__("bad", **options)


class InConstructor(Bad):
    def __init__(self) -> None:
        super().__init__()
        oops()


class WithoutSuper(Bad):
    def __init__(self) -> None:
        pass


class Exits(Bad):
    def __init__(self) -> None:
        sys.exit(3)


class InCompose(Widget):
    def compose(self) -> ComposeResult:
        yield Static("one")
        oops()


class ComposesNonsense(Widget):
    def compose(self) -> ComposeResult:
        yield "no widget"  # type: ignore[misc]


class InChild(Vertical):
    """The wrong one stands deep inside of others."""

    wrong: type[Widget]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("beside")
            with Vertical():
                yield self.wrong()


class InMount(Bad):
    def on_mount(self) -> None:
        oops()


class InAsyncMount(Bad):
    async def on_mount(self) -> None:
        await asyncio.sleep(0)
        oops()


class MountsTwice(Bad):
    def on_mount(self) -> None:
        self.mount(Static(id="same"), Static(id="same"))


class InRender(Bad):
    def render(self) -> RenderResult:
        oops()
        return ""


class RendersNonsense(Bad):
    def render(self) -> RenderResult:
        return 3  # type: ignore[return-value]


class RendersBadMarkup(Bad):
    def render(self) -> RenderResult:
        return "[/nothing]"


class InRenderLine(Bad):
    def render_line(self, y: int) -> Strip:
        oops()
        return Strip([])


class RendersWrongSegments(Bad):
    def render_line(self, y: int) -> Strip:
        return Strip([Segment("bad", "bold")], 3)  # type: ignore[arg-type]


class RendersNoStrip(Bad):
    def render_line(self, y: int) -> Strip:
        return None  # type: ignore[return-value]


class InRenderLines(Bad):
    def render_lines(self, crop: Any) -> list[Strip]:
        oops()
        return []


class InRenderLater(Bad):
    times = 0

    def on_mount(self) -> None:
        self.set_timer(0.05, self.refresh)

    def render(self) -> RenderResult:
        self.times += 1
        return "fine" if self.times < 2 else oops()


class InHeight(Bad):
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        oops()
        return 1


class InHeightLater(InHeight):
    times = 0

    def on_mount(self) -> None:
        self.set_timer(0.05, lambda: self.refresh(layout=True))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self.times += 1
        return 1 if self.times < 2 else oops()


class InResize(Bad):
    def on_resize(self) -> None:
        oops()


class InKey(Bad):
    def on_key(self) -> None:
        oops()


class InKeyMethod(Bad):
    async def key_x(self) -> None:
        oops()


class ExitsInKey(Bad):
    def on_key(self) -> None:
        sys.exit(3)


class CancelledInKey(Bad):
    async def on_key(self) -> None:
        task = asyncio.create_task(for_ever())
        task.cancel()
        await task


class InFocus(Bad):
    def on_focus(self) -> None:
        oops()


class InButton(Vertical):
    def compose(self) -> ComposeResult:
        yield Button("Press", id="press")

    @on(Button.Pressed)
    def pressed(self) -> None:
        oops()


class InAction(Bad):
    BINDINGS: ClassVar[list[Any]] = [("x", "fail", "Fail")]

    def action_fail(self) -> None:
        oops()


class InPriorityAction(InAction):
    BINDINGS: ClassVar[list[Any]] = [("x", "fail('a')", "Fail")]

    async def action_fail(self, what: str = "") -> None:
        oops()


class ActionUnreadable(Bad):
    BINDINGS: ClassVar[list[Any]] = [("x", "fail(,)", "Fail")]


class InCheckAction(InAction):
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return oops()


class InWatcher(Bad):
    level = reactive(0)

    def on_key(self) -> None:
        self.level += 1

    def watch_level(self, level: int) -> None:
        if level:
            oops()


class InAsyncWatcher(InWatcher):
    async def watch_level(self, level: int) -> None:
        if level:
            oops()


class InThemeWatcher(Bad):
    """Its watcher runs wherever somebody else changes the theme."""

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self.themed, init=False)

    def on_key(self) -> None:
        self.app.call_later(setattr, self.app, "theme", "textual-light")

    def themed(self) -> None:
        oops()


class InInterval(Bad):
    def on_mount(self) -> None:
        self.set_interval(0.02, self.tick)

    def tick(self) -> None:
        oops()


class InLambdaInterval(Bad):
    def on_mount(self) -> None:
        self.set_interval(0.02, lambda: 1 // 0)


class InTimer(Bad):
    def on_mount(self) -> None:
        self.set_timer(0.02, oops)


class InAppTimer(Bad):
    def on_mount(self) -> None:
        self.app.set_timer(0.02, oops)


class InCallLater(Bad):
    def on_mount(self) -> None:
        self.call_later(oops)


class InAppCallLater(Bad):
    def on_mount(self) -> None:
        self.app.call_later(oops)


class InCallAfterRefresh(Bad):
    def on_mount(self) -> None:
        self.call_after_refresh(oops)


class InAnimation(Bad):
    def on_mount(self) -> None:
        self.styles.animate("opacity", 0.5, duration=0.05, on_complete=self.done)

    def done(self) -> None:
        oops()


class InWorker(Bad):
    def on_mount(self) -> None:
        self.go()

    @work(exit_on_error=True)
    async def go(self) -> None:
        await asyncio.sleep(0)
        oops()


class InThreadWorker(InWorker):
    @work(thread=True)
    def go(self) -> None:
        oops()


class InIdle(Bad):
    def on_idle(self) -> None:
        oops()


class CssUnreadable(Bad):
    DEFAULT_CSS = "CssUnreadable { color: "


class CssWrongValue(Bad):
    DEFAULT_CSS = "CssWrongValue { color: nonsense; }"


class CssUnknownVariable(Bad):
    DEFAULT_CSS = "CssUnknownVariable { color: $no-such-colour; }"


class CssInChild(InChild):
    wrong = CssWrongValue


class RenderInChild(InChild):
    wrong = InRender


class MountInChild(InChild):
    wrong = InMount


class HeightInChild(InChild):
    wrong = InHeight


class InOwnScreen(Bad):
    class Own(ModalScreen[None]):
        def compose(self) -> ComposeResult:
            yield InRender()

    def on_mount(self) -> None:
        self.app.push_screen(self.Own())


class InUnmount(Bad):
    def on_unmount(self) -> None:
        oops()

    def on_key(self) -> None:
        self.remove()


class HidesEverything(Bad):
    SCOPED_CSS = False
    DEFAULT_CSS = """
    Screen, PluginCard, Good, HidesEverything { display: none; }
    * { visibility: hidden; }
    """


class HidesEverythingElse(Bad):
    DEFAULT_CSS = "Screen, Good { display: none; } HidesEverythingElse { color: red; }"


# Those that never come to an end.


class ForEverInMount(Bad):
    async def on_mount(self) -> None:
        await for_ever()


class ForEverInCompose(Vertical):
    """Waits before anything of it is there."""

    async def _on_compose(self, event: Any) -> None:
        await for_ever()


class ForEverInChild(InChild):
    wrong = ForEverInMount


class ForEverInKey(Bad):
    async def on_key(self) -> None:
        await for_ever()


class ForEverInChildKey(InChild):
    wrong = ForEverInKey


class ForEverInAction(Bad):
    BINDINGS: ClassVar[list[Any]] = [("x", "wait", "Wait")]

    async def action_wait(self) -> None:
        await for_ever()


class ForEverInCallAfterRefresh(Bad):
    def on_mount(self) -> None:
        self.call_after_refresh(for_ever)


class ForEverInCallLater(Bad):
    def on_mount(self) -> None:
        self.call_later(for_ever)


class ForEverInAppCallLater(Bad):
    def on_mount(self) -> None:
        self.app.call_later(for_ever)


class ForEverInAppTimer(Bad):
    def on_mount(self) -> None:
        self.app.set_timer(0.02, for_ever)


class ForEverInInterval(Bad):
    def on_mount(self) -> None:
        self.set_interval(0.02, for_ever)


class ForEverInTimer(Bad):
    def on_mount(self) -> None:
        self.set_timer(0.02, for_ever)


class ForEverInWorker(Bad):
    def on_mount(self) -> None:
        self.run_worker(for_ever())


class ForEverInWatcher(InWatcher):
    async def watch_level(self, level: int) -> None:
        if level:
            await for_ever()


class ForEverInUnmount(Bad):
    @on(Unmount)
    async def wait(self) -> None:
        await for_ever()


class ForEverDeaf(Bad):
    """Does not even end when it is told to."""

    async def on_key(self) -> None:
        while True:
            with suppress(asyncio.CancelledError):
                await for_ever()


class RemovesForEver(Vertical):
    """Removes a child that does not end; Textual lets the app's own pump wait for it."""

    def compose(self) -> ComposeResult:
        yield ForEverInUnmount()

    def on_mount(self) -> None:
        self.set_timer(0.05, self.drop)

    def drop(self) -> None:
        self.query_one(ForEverInUnmount).remove()


class MountsForEverOnScreen(Bad):
    def on_mount(self) -> None:
        self.screen.mount(ForEverInMount())


class HoldsUpTheScreen(Bad):
    async def on_key(self) -> None:
        with self.app.batch_update():
            await for_ever()


@dataclass(frozen=True)
class Case:
    """One widget, what makes it go wrong, and how that is told."""

    make: Callable[[], Widget]
    press: str = ""
    phase: str = ""
    says: str = "Oops: it [b]broke[/b] [/oops] badly"

    def __str__(self) -> str:
        return self.make.__name__


def _no_factory() -> Widget:
    return oops()


def _no_widget() -> Widget:
    return 3  # type: ignore[return-value]


RAISING = [
    Case(_no_factory, phase="factory"),
    Case(_no_widget, phase="factory", says="TypeError: expected a Widget, not int"),
    Case(InConstructor, phase="factory"),
    Case(WithoutSuper, phase="factory", says="TypeError"),
    Case(Exits, phase="factory", says="SystemExit: 3"),
    Case(InCompose, phase="compose"),
    Case(ComposesNonsense, phase="compose", says="MountError"),
    Case(InMount, phase="on_mount"),
    Case(InAsyncMount, phase="on_mount"),
    Case(MountsTwice, phase="on_mount", says="MountError"),
    Case(InRender, phase="render"),
    Case(RendersNonsense, says=""),
    Case(RendersBadMarkup, says="MarkupError"),
    Case(InRenderLine, phase="render"),
    Case(RendersWrongSegments, phase="render", says=""),
    Case(RendersNoStrip, phase="render", says="AttributeError"),
    Case(InRenderLines, phase="render"),
    Case(InRenderLater, phase="render"),
    Case(InHeight, phase="get_content_height"),
    Case(InHeightLater, phase="get_content_height"),
    Case(InResize, phase="on_resize"),
    Case(InKey, "x", phase="on_key"),
    Case(InKeyMethod, "x", phase="on_key"),
    Case(ExitsInKey, "x", phase="on_key", says="SystemExit: 3"),
    Case(CancelledInKey, "x", phase="on_key", says="CancelledError"),
    Case(InFocus, phase="on_focus"),
    Case(InButton, "enter", phase="on_button_pressed"),
    Case(InAction, "x", phase="action fail"),
    Case(InPriorityAction, "x", phase="action fail('a')"),
    Case(ActionUnreadable, phase="check_action", says="ActionError"),
    Case(InCheckAction, phase="check_action"),
    Case(InWatcher, "x", phase="on_key"),
    Case(InAsyncWatcher, "x"),
    Case(InThemeWatcher, "x"),
    Case(InInterval, phase="tick"),
    Case(InLambdaInterval, phase="<lambda>", says="ZeroDivisionError"),
    Case(InTimer),
    Case(InAppTimer),
    Case(InCallLater, phase="on_callback"),
    Case(InAppCallLater, phase="callback"),
    Case(InCallAfterRefresh, phase="callback"),
    Case(InAnimation),
    Case(InWorker, phase="go"),
    Case(InThreadWorker, phase="go"),
    Case(InIdle, phase="on_idle"),
    Case(CssUnreadable, phase="mount", says=""),
    Case(CssWrongValue, phase="mount", says="StylesheetError: line 1 of CssWrongValue"),
    Case(CssUnknownVariable, phase="mount", says="UnresolvedVariableError"),
    Case(CssInChild, says="StylesheetError: line 1 of CssWrongValue"),
    Case(RenderInChild, phase="render"),
    Case(MountInChild, phase="on_mount"),
    Case(HeightInChild, phase="get_content_height"),
    Case(InOwnScreen, phase="render"),
    Case(InUnmount, "x", phase="on_unmount"),
    Case(HoldsUpTheScreen, "x", phase="on_key", says="TimeoutError: it held up the screen"),
]

FOR_EVER = [
    Case(ForEverInMount),
    Case(ForEverInCompose),
    Case(ForEverInChild),
    Case(ForEverInKey, "x"),
    Case(ForEverInChildKey, "x"),
    Case(ForEverInAction, "x"),
    Case(ForEverInCallAfterRefresh),
    Case(ForEverInCallLater),
    Case(ForEverInAppCallLater),
    Case(ForEverInAppTimer),
    Case(ForEverInInterval),
    Case(ForEverInTimer),
    Case(ForEverInWorker),
    Case(ForEverInWatcher, "x"),
    Case(ForEverInUnmount),
    Case(ForEverDeaf, "x"),
    Case(RemovesForEver),
    Case(MountsForEverOnScreen),
]
