"""The palette: everything that can be done, found by its plain name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon

from dashboard.ui.offers import everything

if TYPE_CHECKING:
    from dashboard.ui.app import DashboardApp


class Finder(CommandPalette):
    """Textual's palette, without the picture that no Linux console can show."""

    def on_mount(self) -> None:
        """Put a sign before the words that every font has."""
        self.query_one(SearchIcon).icon = ">"


class Everything(Provider):
    """Offers screens, actions and the frame's own commands."""

    def _all(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        yield from everything(cast("DashboardApp", self.app))

    async def discover(self) -> Hits:
        """Everything, when nothing is typed yet."""
        for title, help_, do in self._all():
            yield DiscoveryHit(title, do, help=help_ or None)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for title, help_, do in self._all():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), do, help=help_ or None)
