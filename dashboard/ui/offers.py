"""What works everywhere: the keys of every screen, and all that the palette finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from dashboard.core.words import _
from dashboard.ui.deed import Deed

if TYPE_CHECKING:
    from dashboard.ui.doing import HouseholdApp


@runtime_checkable
class HasItem(Protocol):
    """A screen with a row that one stands on."""

    def item_deeds(self) -> Iterator[Deed]:
        """What can be done with that row."""


def global_deeds(app: HouseholdApp) -> Iterator[Deed]:
    """What the plugins offer everywhere."""
    if not app.actions():
        return  # nothing is loaded yet: not on the way to the first frame
    from dashboard.api.types import Where

    for record, action in app.actions():
        if action.where is Where.ANYWHERE and action.key:
            yield Deed(
                action.key, action.label, action.title,
                lambda r=record, a=action: app.do(r, a, ""),  # type: ignore[misc]
            )  # fmt: skip


def common_deeds(app: HouseholdApp) -> Iterator[Deed]:
    """What works on every screen of the household."""
    yield from global_deeds(app)
    for number, id_, title in app.screen_list():
        if number < 10:
            yield Deed(str(number), title, title, lambda id_=id_: app.go(id_))  # type: ignore[misc]
    yield Deed("?", _("help"), _("Help"), lambda: app.go("keys"))
    yield Deed("q", _("close"), _("Close"), app.action_leave)
    yield Deed("tab", "", "", lambda: app.beside(1))
    yield Deed("shift+tab", "", "", lambda: app.beside(-1))
    yield Deed("escape", "", "", lambda: app.go("today"))
    yield Deed("ctrl+p", _("find"), "", app.find)
    yield Deed("F9", _("hide"), _("Hide everything"), app.action_hide)


def common_keys(app: HouseholdApp) -> list[tuple[str, str]]:
    """The keys that every bar shows after its own, where there is room."""
    if app.session is None:
        return []
    own = [(deed.key, deed.label) for deed in global_deeds(app) if deed.label]
    last = f"1-{min(9, len(app.screen_list()))}"
    return [*own[:1], (last, _("screens"))]


def keys_that_stay() -> list[tuple[str, str]]:
    """The keys that every bar shows, however little room there is."""
    return [("?", _("help")), ("F9", _("hide")), ("q", _("close"))]


def everything(app: HouseholdApp) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """(title, help, what it does) of all that the palette offers."""
    from dashboard.api.types import Where

    for _number, id_, title in app.screen_list():
        yield title, _("go there"), lambda id_=id_: app.go(id_)  # type: ignore[misc]
    for screen in app.screen_stack:
        if isinstance(screen, HasItem):
            for deed in screen.item_deeds():
                yield deed.title, deed.key, deed.do
    for record, action in app.actions():
        if action.where is not Where.ITEM:
            help_ = record.title + (f" · {action.key}" if action.key else "")
            yield (
                action.title, help_,
                lambda r=record, a=action: app.do(r, a, ""),  # type: ignore[misc]
            )  # fmt: skip
    yield _("Help with the keys"), "?", lambda: app.go("keys")
    yield _("Hide everything"), "F9", app.action_hide
    yield from _own_settings(app)
    yield _("Close"), "q", app.action_leave


def _own_settings(app: HouseholdApp) -> Iterator[tuple[str, str, Callable[[], object]]]:
    if app.session is None:
        return
    from dashboard.ui.own import toggles

    for toggle in toggles(app.session, app.change_own):
        yield toggle.title, toggle.state, toggle.do
