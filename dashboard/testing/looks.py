"""A plugin's hooks, called directly: nothing is caught, and each result is checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from dashboard.api.context import Entry, View, WallView
from dashboard.api.types import (
    Action,
    CalendarItem,
    Check,
    Form,
    Moment,
    Page,
    Panel,
    Screen,
    TalkItem,
    TodayLine,
    WallItem,
    Where,
)
from dashboard.core.errors import DashboardError
from dashboard.host.checking import wrong

OF_A_VIEW: dict[str, type[Any]] = {
    "today_lines": TodayLine,
    "calendar_items": CalendarItem,
    "talk_items": TalkItem,
    "moments": Moment,
    "doctor_checks": Check,
}
"""The hooks that are given a view, and of what they give several."""


class Looks:
    """The hooks of one plugin."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def has(self, hook: str) -> bool:
        """Whether the plugin implements that hook."""
        return hasattr(getattr(self._module, hook, None), "dashboard_impl")

    def __call__(self, hook: str, *arguments: Any) -> Any:
        return getattr(self._module, hook)(*arguments)

    def several(self, hook: str, type_: type[Any], *arguments: Any) -> list[Any]:
        """What a hook gives, each of the right type down to its fields; nothing if not there."""
        if not self.has(hook):
            return []
        found = list(self(hook, *arguments))
        for one in found:
            problem = wrong(one, type_)
            assert not problem, f"{hook}: {problem}"
        return found

    def fold(self, entries: Sequence[Entry], people: Sequence[str]) -> Any:
        """The plugin's state."""
        return self("fold", entries, people)

    def today(self, view: View) -> list[TodayLine]:
        """Lines for Today."""
        return self.several("today_lines", TodayLine, view)

    def calendar(self, view: View) -> list[CalendarItem]:
        """Calendar items, with ends behind their starts."""
        items: list[CalendarItem] = self.several("calendar_items", CalendarItem, view)
        for item in items:
            assert type(item.start) is type(item.end), f"{item.uid}: a time and a day"
            if isinstance(item.start, dt.datetime) and isinstance(item.end, dt.datetime):
                assert item.start.tzinfo and item.end.tzinfo, f"{item.uid}: times need a zone"
            assert item.start < item.end, f"{item.uid} ends before it begins"
        return items

    def moments(self, view: View) -> list[Moment]:
        """Moments."""
        return self.several("moments", Moment, view)

    def wall(self, view: View) -> list[WallItem]:
        """What the wall shows of the same state."""
        people = tuple(person for person in (view.me, view.partner) if person)
        wall = WallView(people, view.now, view.settings, view.state)
        return self.several("wall_items", WallItem, wall)

    def pages(self, view: View) -> list[Page]:
        """Every screen's page; every panel's lines are looked at, too."""
        found = []
        for screen in self.several("screens", Screen):
            page = screen.page(view)
            problem = wrong(page, Page)
            assert not problem, f"the page of {screen.id}: {problem}"
            found.append(page)
        for panel in self.several("panels", Panel):
            for line in panel.lines(view):
                assert isinstance(line, str), f"{panel.id} gives a {type(line).__name__}"
        return found

    def items(self, view: View, action: Action) -> list[str]:
        """The rows that an action is for; [""] for one that is about no row."""
        if action.where is not Where.ITEM:
            return [""]
        rows = [row for page in self.pages(view) for part in page.sections for row in part.items]
        return [row.id for row in rows if action.id in row.actions]

    def forms(self, view: View) -> list[tuple[Action, Form]]:
        """What every action asks, about every row that it is for, and about one that is gone."""
        found = []
        for action in self.several("actions", Action):
            if action.form is None:
                continue
            for item in [*self.items(view, action), "bob/home/shared/999"]:
                try:
                    form = action.form(view, item)
                except DashboardError:  # a refusal is an answer
                    continue
                problem = wrong(form, Form)
                assert not problem, f"the form of {action.id}: {problem}"
                if form.remark is not None:
                    values = {field.name: field.initial for field in form.fields}
                    assert isinstance(form.remark(values), str), f"the remark of {action.id}"
                    assert isinstance(form.remark({}), str), f"the remark of {action.id}"
                found.append((action, form))
        return found

    def everything(self, view: View) -> list[Any]:
        """All that this person is shown."""
        shown: list[Any] = [self.several(hook, type_, view) for hook, type_ in OF_A_VIEW.items()]
        shown += [self.pages(view), self.calendar(view)]
        shown += [list(panel.lines(view)) for panel in self.several("panels", Panel)]
        if self.has("export_markdown"):
            shown.append(self("export_markdown", view))
        return shown
