"""A card that holds one plugin's widget, and stands in for it when it fails.

Whatever the widget below raises, awaits for ever or styles wrongly costs this card alone, in an
app that is a :class:`dashboard.ui.guard.GuardedApp`. Code that blocks the thread (``time.sleep``,
a loop without ``await``) holds up the whole program, and nothing here can help it; a thread
worker that never returns holds up the end of the process. A plugin that changes the app or the
screen with its own hands is not held back either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

from textual.content import Content
from textual.dom import DOMNode
from textual.events import Event, Resize
from textual.geometry import Size
from textual.message import Message
from textual.messages import Prune
from textual.widget import AwaitMount, Widget

from dashboard.core.text import one_line
from dashboard.core.words import _

_LOOKS = 4


def card_of(node: object) -> PluginCard | None:
    """Return the card that answers for *node*, also once it was removed; None for the host's."""
    card = getattr(node, "_dashboard_card", None)
    return card if isinstance(card, PluginCard) else None


class PluginCard(Widget):
    """Shows the widget that *factory* makes for plugin *owner*, and answers for it.

    *factory* runs once the card is mounted. *error* and *phase* are set when the widget failed;
    *slow* while something in it has not come to an end for :attr:`patience` seconds. A slow card
    is disabled and loses the focus, so that keys reach the rest of the app; those typed into it
    until then are lost. Of messages only events, such as keys, bubble from the widget to the host.
    """

    DEFAULT_CSS = """
    PluginCard {
        width: 1fr;
        height: auto;
        layout: vertical;
    }
    """

    patience: ClassVar[float] = 2.0
    """Seconds until a message handler below the card counts as slow."""
    grace: ClassVar[float] = 0.5
    """Seconds that the widget has to end by itself when the card is removed."""

    class Failed(Message):
        """Posted when the widget was put aside; goes to the app if the card is gone already."""

        def __init__(self, card: PluginCard, phase: str, error: BaseException) -> None:
            super().__init__()
            self.card = card
            self.owner = card.owner
            self.phase = phase
            self.error = error

        @property
        def control(self) -> PluginCard:
            return self.card

    def __init__(
        self, owner: str, title: str, factory: Callable[[], Widget], *, id: str | None = None
    ) -> None:
        super().__init__(id=id, classes=scope_class(owner))
        self.owner = owner
        self.title = title
        self.error: BaseException | None = None
        self.phase = ""
        self._factory = factory
        self._late: set[object] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._pumps: set[asyncio.Task[Any]] = set()

    @property
    def failed(self) -> bool:
        """Whether the plugin's widget was put aside."""
        return self.error is not None

    @property
    def slow(self) -> bool:
        """Whether something in the plugin's widget does not come to an end."""
        return bool(self._late)

    def on_mount(self) -> None:
        phase = "factory"
        try:
            widget = self._factory()
            if not isinstance(widget, Widget) or not hasattr(widget, "_nodes"):
                raise TypeError(f"expected a Widget, not {type(widget).__name__}")
            phase = "mount"
            # Widget.mount() would make this card, and so its removal, wait for the plugin's mount.
            register: Callable[..., object] = getattr(self.app, "_register", Widget.mount)
            register(self, widget)
        except (Exception, SystemExit) as error:
            self.put_aside(phase, error)
        else:
            self._keep(asyncio.create_task(self._settle(widget)))

    async def _settle(self, widget: Widget) -> None:
        await AwaitMount(self, [widget])
        self.refresh(layout=True)

    def put_aside(self, phase: str, error: BaseException) -> None:
        """Show in the widget's place that it failed, and let go of it. The first failure counts."""
        if self.error is not None:
            return
        self.phase, self.error = phase, error
        # The caller may be in the middle of the widget's own task, of a layout or of a paint.
        asyncio.get_running_loop().call_soon(self._retire)

    def _retire(self) -> None:
        for task in [*self._tasks]:
            task.cancel()
        self._late.clear()
        release(self, self._roots())
        self._show_state()
        if self.is_attached and not self.screen.outer_size:
            # The screen's first layout failed: it knows no size yet.
            self.screen.post_message(Resize(self.app.size, self.app.size))
        failed = self.Failed(self, self.phase, self.error or RuntimeError())
        failed.set_sender(self)
        if not self.post_message(failed):
            self.app.post_message(failed)

    def _roots(self) -> list[Widget]:
        """What the plugin has mounted: below this card, elsewhere, and screens of its own."""
        nodes = [node for node in [*self.app._registry] if isinstance(node, Widget)]
        theirs = [node for node in nodes if card_of(node) is self]
        return [node for node in theirs if card_of(node._parent) is not self]

    def _show_state(self) -> None:
        if self._closing or not self.is_attached:
            return
        self.set_class(self.failed, "-failed")
        self.set_class(self.slow, "-slow")
        self.disabled = self.slow
        self.refresh(layout=True)

    @property
    def notice(self) -> str:
        """What the card says in place of its widget; "" while it shows the widget."""
        if self.error is not None:
            trouble = _("This part has a problem and was put aside. The rest works on.")
            return f"{one_line(self.title)}\n{trouble}\n{describe(self.error)}"
        if self.slow and not all(child.is_mounted for child in self.children):
            return f"{one_line(self.title)}\n" + _("This part is taking long.")
        return ""

    def render(self) -> Content:
        return Content(self.notice)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if notice := self.notice:
            return Content(notice).get_height({}, width) if width else 0
        return super().get_content_height(container, viewport, width)

    # What runs below the card.

    @contextmanager
    def answer_for(self, phase: str) -> Iterator[None]:
        """Put the widget aside if the block raises, and call it slow while it does not end."""
        token = object()
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self.patience, self._overdue, phase, token)
        try:
            yield
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            self.put_aside(phase, error)  # Of something that the plugin awaited, not of itself.
        except (Exception, SystemExit) as error:
            self.put_aside(phase, error)
        finally:
            timer.cancel()
            if token in self._late:
                self._late.discard(token)
                self._show_state()

    def _overdue(self, phase: str, token: object, held: int = 0) -> None:
        if self.error is not None or not self.is_attached or (held and token not in self._late):
            return
        if not held:
            self._late.add(token)
            self._show_state()
        if self.app._batch_count == 0:
            return
        # While App.batch_update() is held open, nothing at all is painted.
        if held == _LOOKS:
            self.put_aside(phase, TimeoutError(_("it held up the screen")))
        else:
            again = self.patience / _LOOKS
            asyncio.get_running_loop().call_later(again, self._overdue, phase, token, held + 1)

    async def run(
        self, phase: str, work: Callable[[], Awaitable[Any]], seconds: float = 0.1
    ) -> Any:
        """Return what *work* returns, or True if it takes longer than *seconds*; it then goes on.

        For plugins' code that Textual runs in the app's or the screen's own task.
        """
        if self.failed:
            return True

        async def guarded() -> Any:
            with self.answer_for(phase):
                return await work()
            return True

        task = self._keep(asyncio.create_task(guarded()))
        await asyncio.wait({task}, timeout=seconds)
        return task.result() if task.done() and not task.cancelled() else True

    async def pump(self, process: Callable[[], Awaitable[None]]) -> None:
        """Run the message pump of a widget below: whatever happens, it just ends.

        Who waits for a widget to be removed waits for this task.
        """
        task = asyncio.current_task()
        assert task is not None
        self._pumps.add(task)
        task.add_done_callback(self._pumps.discard)
        try:
            await process()
        except asyncio.CancelledError:
            pass
        except (Exception, SystemExit) as error:
            with suppress(RuntimeError):  # Of a task that is thrown away when all has ended.
                if task is asyncio.current_task():
                    self.put_aside("end", error)

    @property
    def unfinished(self) -> set[asyncio.Task[Any]]:
        """The tasks of what runs below the card, or ran there and does not end when told to."""
        return self._tasks | self._pumps

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _on_message(self, message: Message) -> None:
        # A plugin's button is none of the host's business; events, such as keys, go on.
        if not isinstance(message, Event) and card_of(message._sender) is self:
            message.stop()
        await super()._on_message(message)

    async def _message_loop_exit(self) -> None:
        # Textual waits for a widget's children without a limit before it removes the widget, and
        # with it waits whoever removes the widget, closes the screen or quits the app.
        for task in [*self._tasks]:
            task.cancel()
        for child in self.children:
            child.post_message(Prune())
        if tasks := [child._task for child in self.children if child._task is not None]:
            await asyncio.wait(tasks, timeout=0 if self.slow else self.grace)
        release(self, self._roots())
        await super()._message_loop_exit()


def scope_class(owner: str) -> str:
    """Return the CSS class of the cards of *owner*, to which its style sheets are limited."""
    return f"-plugin-{owner}"


def describe(error: BaseException) -> str:
    """Return the error's type and message on one harmless line."""
    try:
        says = one_line(str(error))
    except Exception:
        says = ""
    name = type(error).__name__
    return f"{name}: {says}" if says else name


def release(card: PluginCard, roots: list[Widget]) -> None:
    """Take *roots*, and all below them, out of the app now, without waiting for any of them."""
    app = card.app
    nodes: set[DOMNode] = set()
    for root in roots:
        for node in root.walk_children(with_self=True):
            nodes |= {node, *(node._get_virtual_dom() if isinstance(node, Widget) else ())}
    if not nodes:
        return
    with suppress(Exception):  # There may be no screen any more.
        for screen in [*app.screen_stack[1:]]:
            if screen is app.screen and screen in nodes:
                app.pop_screen()
            elif screen in nodes:
                app._screen_stack.remove(screen)
        if app.screen.focused in nodes:
            app.screen.set_focus(None)
    if app.mouse_captured in nodes:
        app.capture_mouse(None)
    for node in nodes:
        _end(node)
        app._registry.discard(node)
    for root in roots:
        if isinstance(root._parent, DOMNode):
            root._parent._nodes._remove(root)


def _end(node: DOMNode) -> None:
    node._closing = node._closed = True
    for timer in [*node._timers]:
        timer.stop()
    if isinstance(node, Widget):
        node._pruning = True
        node.workers.cancel_node(node)
    node._mounted_event.set()
    if node._task is not None and node._task is not asyncio.current_task():
        node._task.cancel()
