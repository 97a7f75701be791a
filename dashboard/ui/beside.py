"""What plugins show beside Today on a wide terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

if TYPE_CHECKING:
    from dashboard.api.types import Panel
    from dashboard.host.records import PluginRecord

Panels = Sequence[tuple["PluginRecord", "Panel", Sequence[str]]]
MakeCard = Callable[["PluginRecord", str, str], Widget]


class Beside(VerticalScroll, can_focus=False):
    """Boxes of text, and plugins' own widgets in their cards. Only what changed is renewed."""

    def __init__(self) -> None:
        super().__init__(id="beside")

    async def fill(self, panels: Panels, card: MakeCard) -> None:
        """Show these panels; one that has nothing to say takes no room."""
        shown = [(record, panel, lines) for record, panel, lines in panels if panel.widget or lines]
        self.set_class(not shown, "bare")
        ids = [f"panel-{panel.id.replace('.', '-')}" for _record, panel, _lines in shown]
        if [child.id for child in self.children] != ids:
            await self.remove_children()
            for id_, (record, panel, _lines) in zip(ids, shown, strict=True):
                box: Widget = Static("", markup=False)
                if panel.widget:
                    box = card(record, panel.title, panel.widget)
                box.id = id_
                box.add_class("panel")
                box.border_title = panel.title
                await self.mount(box)
        for child, (_record, _panel, lines) in zip(self.children, shown, strict=True):
            text = "\n\n".join(lines)
            if isinstance(child, Static) and str(child.content) != text:
                child.update(text)
