"""Two people at one household, who do things as the screen would do them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.api.types import Page
from dashboard.host.session import Session
from dashboard.testing import OpenedHousehold


class Home:
    """A household of two, with both sessions open. *me* and *you* are told apart by order alone."""

    def __init__(self, opened: OpenedHousehold, first: str) -> None:
        self.opened = opened
        names = [first, "bob" if first == "alice" else "alice"]
        self.me, self.you = (opened.session(name) for name in names)
        for session in (self.me, self.you):
            session.change_own(welcomed=True)
            session.load_all()

    @property
    def root(self) -> Path:
        return self.opened.household.root

    def do(self, who: Session, action_id: str, item: str = "", **values: str) -> str:
        """Do an action as the screen does; then both look again."""
        record, action = next(
            (record, action) for record, action in who.plugins.actions() if action.id == action_id
        )
        if action.form is not None:
            form = who.form(record, action, item)
            values = {**{field.name: field.initial for field in form.fields}, **values}
        sentence = who.act(record, action, values, item)
        self.refresh()
        return sentence

    def refresh(self) -> None:
        for session in (self.me, self.you):
            session.reload_settings()
            session.refresh()

    def later(self, **delta: float) -> None:
        """Let time pass."""
        self.opened.clock.forward(**delta)
        self.refresh()

    def page(self, who: Session, plugin: str) -> Page:
        record, screen = next(
            (record, screen) for record, screen in who.plugins.screens() if record.id == plugin
        )
        return who.page(record, screen)

    def rows(self, who: Session, plugin: str) -> dict[str, str]:
        """Every row of a screen by id, with all that it holds, as text."""
        return {
            item.id: " | ".join((section.title, item.title, item.meta, *item.body))
            for section in self.page(who, plugin).sections
            for item in section.items
        }

    def told(self, who: Session) -> str:
        """All that a person can see anywhere: Today, its letters, every screen."""
        today = who.today()
        parts = [today.text(), json.dumps(today.rows, ensure_ascii=False)]
        for record, screen in who.plugins.screens():
            page = who.page(record, screen)
            parts.append(page.intro)
            for section in page.sections:
                parts += [section.title, section.empty]
                for item in section.items:
                    parts += [item.title, item.meta, *item.body]
        return "\n".join(parts)

    def shared_files(self) -> dict[str, bytes]:
        """Every file in the household but what is in one's own private folder."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and "private" not in path.relative_to(self.root).parts
        }


@pytest.fixture(params=["alice", "bob"])
def home(request: pytest.FixtureRequest, household: OpenedHousehold) -> Iterator[Home]:
    """Each rule holds whichever of the two is "me"."""
    yield Home(household, request.param)
