"""An app in which a plugin's widget can fail alone.

Textual ends the app on any exception. Here it is asked first whose code raised: what belongs to a
:class:`~dashboard.widgets.card.PluginCard` costs that card, everything else is as in Textual.

Private parts of Textual are replaced where it offers nothing else; each says why. Where a later
Textual does not have one of them or no longer calls it, that one kind of failure ends the app
again, as it would without this module, and ``tests/ui/test_card.py`` fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from traceback import walk_tb
from types import FrameType
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from rich.segment import Segment, Segments
from rich.style import Style
from textual import events
from textual._callback import invoke
from textual._context import active_message_pump
from textual.app import App, ReturnType
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerFailed

from dashboard.ui.scoped_css import HOST, TEXTUAL, GuardedStylesheet, is_ours
from dashboard.widgets.card import PluginCard, card_of

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.message_pump import MessagePump

_CLOSE_WITHIN = 3.0


class GuardedApp(App[ReturnType]):
    """An app whose plugin cards fail alone. Mount plugins' widgets inside a PluginCard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cards: WeakSet[PluginCard] = WeakSet()
        self.stylesheet: GuardedStylesheet = GuardedStylesheet(
            self.get_css_variables(), self._css_failed
        )

    def _put_aside(self, error: BaseException) -> bool:
        found = culprit(error)
        if found is None:
            return False
        card, phase = found
        while isinstance(error, WorkerFailed):
            error = error.error
        card.put_aside(phase, error)
        return True

    def _css_failed(self, owner: str, error: Exception) -> None:
        for node in [*self._registry]:
            if isinstance(node, PluginCard) and node.owner == owner:
                node.put_aside("css", error)

    def _handle_exception(self, error: Exception) -> None:
        # Textual's single place for what a message pump, timer, worker or layout raised.
        if not self._put_aside(error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual's own prints the values of variables, people's words among them.
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback)))
        self._close_messages_no_wait()

    async def _dispatch_message(self, message: Message) -> None:
        # Keys, clicks and theme changes reach into plugins' widgets from the app's own pump,
        # which an exception would end.
        await _dispatch(self, super()._dispatch_message, message)

    def call_next(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Run *callback* after the current message; what a plugin asked for, at its own risk."""
        # Removing a widget makes the app's pump wait for the widget's.
        super().call_next(_apart(partial(callback, *args, **kwargs)))

    def _register_child(self, parent: DOMNode, child: Widget, *args: Any, **options: Any) -> None:
        # The one door through which every widget comes, whoever mounts it.
        card = parent if isinstance(parent, PluginCard) else card_of(parent)
        if card is None and not is_ours(type(child)):
            card = _active_card()  # Mounted by a plugin outside of its card, or its own screen.
        if card is not None and card_of(child) is None and isinstance(child, Widget):
            self.stylesheet.admit(child, card.owner)
            _fence(child, card)
        elif isinstance(child, Screen):
            _fence_screen(child)
        elif isinstance(child, PluginCard):
            self._cards.add(child)
        super()._register_child(parent, child, *args, **options)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Perform an action; a plugin's that takes long goes on without holding up the keys."""
        run = partial(super().run_action, action, default_namespace, namespaces)
        card = card_of(default_namespace)
        if card is None:
            return await run()
        return bool(await card.run(f"action {action}", run))

    def _check_action_state(self, action: str, default_namespace: DOMNode) -> bool | None:
        # The footer asks this about every binding, a plugin's too, and must not die of it.
        try:
            return super()._check_action_state(action, default_namespace)
        except Exception as error:
            if (card := card_of(default_namespace)) is None:
                raise
            card.put_aside("check_action", error)
            return False

    def notify(self, message: str, *, title: str = "", markup: bool = True, **options: Any) -> None:
        """Show a notification, without markup if its markup is broken: its toast could not."""
        if markup:
            try:
                Content.from_markup(message)
            except Exception:
                markup = False
        super().notify(message, title=title, markup=markup, **options)

    async def _close_all(self) -> None:
        # The last resort: whatever still waits, quitting ends.
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(super()._close_all(), _CLOSE_WITHIN)
        # asyncio.run() waits for every task, also for one that is deaf to being cancelled.
        deaf = {task for card in self._cards for task in card.unfinished}
        for task in deaf:
            task.cancel()
        if deaf:
            _, deaf = await asyncio.wait(deaf, timeout=0.1)
        for task in deaf:
            asyncio._unregister_task(task)
            task._log_destroy_pending = False  # type: ignore[attr-defined]


# Who did it?


def culprit(error: BaseException) -> tuple[PluginCard, str] | None:
    """Return the card whose plugin raised *error*, and in what; None if it was none."""
    while isinstance(error, WorkerFailed):
        error = error.error
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    card = _first(_card_behind(frame.f_locals.get("self")) for frame in reversed(frames))
    if card is None and not any(_is_host_code(frame) for frame in frames):
        card = _first(
            _card_behind(frame.f_locals.get(name))
            for frame in reversed(frames)
            if frame.f_code.co_filename.startswith(TEXTUAL)
            for name in ("message_pump", "sender", "widget", "callback")
        )
        card = card or _active_card()
    return None if card is None else (card, _phase(frames, card))


def _first(cards: Iterable[PluginCard | None]) -> PluginCard | None:
    return next((card for card in cards if card is not None), None)


def _is_host_code(frame: FrameType) -> bool:
    file = frame.f_code.co_filename
    return file.startswith(HOST) and file not in {__file__, PluginCard.run.__code__.co_filename}


def _card_behind(value: object) -> PluginCard | None:
    value = value.func if isinstance(value, partial) else value
    if isinstance(value, Timer):
        return card_of(value._target())
    if isinstance(value, Worker):
        return card_of(value.node)
    return card_of(getattr(value, "__self__", value) if callable(value) else value)


def _phase(frames: list[FrameType], card: PluginCard) -> str:
    theirs = [frame for frame in frames if not frame.f_code.co_filename.startswith((TEXTUAL, HOST))]
    for frame in theirs:
        if card_of(frame.f_locals.get("self")) is card:
            return frame.f_code.co_name
    return (theirs or frames)[-1].f_code.co_name if frames else "unknown"


def _active_card() -> PluginCard | None:
    return card_of(active_message_pump.get(None))


def _asked_by(callback: object, sender: object) -> PluginCard | None:
    """Return the card of the plugin that wants *callback* to run; None if it is the host's."""
    what = callback.func if isinstance(callback, partial) else callback
    if str(getattr(what, "__module__", "")).partition(".")[0] == "dashboard":
        return _card_behind(callback)
    return _card_behind(callback) or card_of(sender)


# What is done to a widget.


def _replace(node: DOMNode, **makers: Callable[[Any], Callable[..., Any]]) -> None:
    for name, make in makers.items():
        if (original := getattr(node, name, None)) is not None:
            vars(node)[name] = make(original)


def _fence(node: Widget, card: PluginCard) -> None:
    def process(original: Callable[[], Awaitable[None]]) -> Callable[..., Any]:
        return partial(card.pump, original)

    def dispatch(original: Callable[[Message], Awaitable[None]]) -> Callable[..., Any]:
        # Every handler, compose and mount go through here.
        async def dispatch(message: Message) -> None:
            with card.answer_for(message.handler_name):
                await original(message)

        return dispatch

    def flush(original: Callable[[], Awaitable[None]]) -> Callable[..., Any]:
        # Timers' callbacks and asynchronous watchers go through here.
        async def flush() -> None:
            if node._next_callbacks:
                with card.answer_for("callback"):
                    await original()

        return flush

    vars(node)["_dashboard_card"] = card
    _replace(
        node,
        _process_messages=process,
        _dispatch_message=dispatch,
        _flush_next_callbacks=flush,
        # The screen paints from its own pump, and from the app's when the mouse moves.
        render_lines=lambda original: partial(_render_lines, card, original),
        render_line=lambda original: partial(_render_line, node, card, original),
    )


def _render_lines(
    card: PluginCard, original: Callable[[Region], list[Strip]], crop: Region
) -> list[Strip]:
    if not card.failed:
        try:
            return _paintable(original(crop))
        except (Exception, SystemExit) as error:
            card.put_aside("render", error)
    return [Strip.blank(max(0, crop.width))] * crop.height


def _render_line(node: Widget, card: PluginCard, original: Callable[[int], Strip], y: int) -> Strip:
    if not card.failed:
        try:
            return original(y)
        except (Exception, SystemExit) as error:
            card.put_aside("render", error)
    return Strip.blank(max(0, node.size.width))


def _paintable(strips: list[Strip]) -> list[Strip]:
    # A wrong segment would be found out only when the whole screen is written.
    for strip in strips:
        for segment in strip:
            text, style = segment.text, segment.style
            if not isinstance(segment, Segment) or not isinstance(text, str):
                raise TypeError(f"not a segment of a line: {segment!r}")
            if style is not None and not isinstance(style, Style):
                raise TypeError(f"not a style: {style!r}")
    return strips


def _fence_screen(screen: Screen[Any]) -> None:
    def call_next(original: Callable[..., None]) -> Callable[..., Any]:
        def call_next(callback: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
            original(_apart(partial(callback, *args, **kwargs)))

        return call_next

    def invoke_later(original: Callable[..., None]) -> Callable[..., Any]:
        # call_after_refresh() runs everybody's callbacks in the screen's pump.
        def invoke_later(callback: Callable[..., Any], sender: MessagePump) -> None:
            original(_apart(callback, sender), sender)

        return invoke_later

    _replace(
        screen,
        _dispatch_message=lambda original: partial(_dispatch, screen, original),
        call_next=call_next,
        _invoke_later=invoke_later,
    )


async def _dispatch(
    pump: MessagePump, dispatch: Callable[[Message], Awaitable[None]], message: Message
) -> None:
    app: Any = pump.app
    if isinstance(message, events.Callback):
        card = _asked_by(message.callback, message._sender)
        if card is not None:
            await card.run("callback", partial(dispatch, message))
            return
    try:
        await dispatch(message)
    except Exception as error:
        if not app._put_aside(error):
            raise


def _apart(callback: Callable[..., Any], sender: object = None) -> Callable[..., Any]:
    """Return *callback* so that it holds up nobody else, if it is a plugin's."""
    card = _asked_by(callback, sender or active_message_pump.get(None))
    if card is None:
        return callback

    async def apart() -> None:
        await card.run("callback", partial(invoke, callback))

    return apart
