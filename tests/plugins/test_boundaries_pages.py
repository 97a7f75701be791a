"""What is shown: the screen, Today, the table, the calendar, the export."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

import plugins.boundaries
from dashboard.api.context import Entry, Person, View
from dashboard.api.types import Item, Place, Section
from plugins.boundaries.action import all_actions
from plugins.boundaries.bodies import KINDS, Answer, Limit, Propose, Reviewed, Withdraw
from plugins.boundaries.due import calendar_items, talk_items, today_lines
from plugins.boundaries.export import markdown
from plugins.boundaries.folding import fold
from plugins.boundaries.pages import page
from plugins.boundaries.settings import Settings

NOW = dt.datetime(2026, 11, 22, 9, 37, tzinfo=ZoneInfo("Europe/Berlin"))
PEOPLE = {"alice": Person("alice", "Alice"), "bob": Person("bob", "Bob")}
WORDS = "Our phones stay in the hall at dinner."
KIND_OF = {body: kind for kind, body in KINDS.items()}
BOTH_WAYS = pytest.mark.parametrize(("one", "other"), [("alice", "bob"), ("bob", "alice")])


class Told:
    """Entries as they are told, one after the other."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, author: str, body: Any, on: int = 0) -> str:
        id_ = f"{author}/home/shared/{len(self.entries) + 1}"
        day = NOW.date() + dt.timedelta(days=on)
        self.entries.append(Entry(id_, author, KIND_OF[type(body)], day, f"digest {id_}", body))
        return id_

    def answer(self, author: str, id_: str, says: str = "yes", on: int = 0) -> None:
        entry = next(entry for entry in self.entries if entry.id == id_)
        self.add(author, Answer(id_, entry.digest, entry.body.text, says), on)

    def agreement(self, one: str, other: str, text: str = WORDS, on: int = 0, **more: str) -> str:
        id_ = self.add(one, Propose(text, **more), on)
        self.answer(other, id_, on=on)
        return id_

    def view(self, me: str, on: int = 0, partner: bool = True, **settings: Any) -> View:
        other = PEOPLE["bob" if me == "alice" else "alice"]
        state = fold(self.entries, tuple(PEOPLE) if partner else (me,))
        now = NOW + dt.timedelta(days=on)
        return View(PEOPLE[me], other if partner else None, now, Settings(**settings), state)


@pytest.fixture
def told() -> Told:
    return Told()


def ahead(days: int) -> str:
    return (NOW.date() + dt.timedelta(days=days)).isoformat()


def titles(sections: Iterable[Section]) -> list[str]:
    return [section.title for section in sections]


def section(view: View, title: str) -> tuple[Item, ...]:
    return next((one.items for one in page(view).sections if one.title == title), ())


def a_long_story(told: Told, one: str, other: str) -> None:
    first = told.agreement(one, other, "First words.", ends=ahead(5), review=ahead(3))
    told.add(other, Propose("First words, mended.", revises=first), 1)
    told.agreement(other, one, "An hour alone on Sundays.", 1)
    ended = told.agreement(one, other, "Ended words.", 1)
    told.add(other, Withdraw(ended), 2)
    for number, says in enumerate(("no", "not yet")):
        id_ = told.add(one, Propose(f"Asked {'once' if number else 'before'}."), 1)
        told.answer(other, id_, says, 2)
    told.add(other, Propose("Still open."), 2)
    told.agreement(one, other, "Talk of money.", 2, category="transparency", ends=ahead(20))
    told.add(one, Propose("All of it.", "transparency"), 2)
    old = told.add(one, Limit("I will go for a walk.", review=ahead(4)), 2)
    told.add(one, Limit("I will go out.", revises=old), 3)
    told.add(other, Limit("If it is loud, I will go."), 3)
    told.add(one, Reviewed(first, ahead(9)), 3)


# -- the screen ------------------------------------------------------------------------------


def test_an_empty_page_teaches_by_a_first_example(told: Told) -> None:
    shown = page(told.view("bob"))
    assert titles(shown.sections) == ["Our agreements", "My limits", "Alice's limits"]
    assert all(one.empty for one in shown.sections)
    alone = page(told.view("bob", partner=False))
    assert titles(alone.sections) == ["Our agreements", "My limits"]
    assert page(View(PEOPLE["bob"], None, NOW)).sections


@BOTH_WAYS
def test_everything_has_its_place(told: Told, one: str, other: str) -> None:
    a_long_story(told, one, other)
    view = told.view(one, 3)
    assert titles(page(view).sections) == [
        "Proposed to you",
        "Our agreements",
        "My limits",
        f"{other.title()}'s limits",
        "In the past",
    ]
    shown = {
        title: [i.title for i in section(view, title)] for title in titles(page(view).sections)
    }
    assert shown["Proposed to you"] == ["First words, mended.", "Still open."]
    assert shown["Our agreements"] == [
        "Talk of money.", "An hour alone on Sundays.", "First words.",
    ]  # fmt: skip
    assert shown["My limits"] == ["I will go out."]
    assert sorted(shown["In the past"]) == [
        "All of it.", "Asked before.", "Asked once.", "Ended words.", "I will go for a walk.",
    ]  # fmt: skip
    theirs = told.view(other, 3)
    assert [i.meta for i in section(theirs, "Proposed, and open")] == ["waiting", "waiting"]
    assert "Proposed to you" not in titles(page(theirs).sections)


@BOTH_WAYS
def test_an_agreement_shows_words_conditions_state_and_history(
    told: Told, one: str, other: str
) -> None:
    id_ = told.add(
        one, Propose(WORDS, "transparency", ends=ahead(20), review=ahead(9)), on=-6
    )  # fmt: skip
    told.answer(other, id_, "not yet", -5)
    told.answer(other, id_, "yes", -3)
    (item,) = section(told.view(one), "Our agreements")
    assert item.body == (
        f"“{WORDS}”",
        "About: transparency",
        "From: the day after the yes",
        "Until: Saturday 12 December 2026; it ends by itself",
        "Look again: Tuesday 1 December 2026",
        "In force since Friday, until 12 December.",
        f"{one.title()} proposed it on Monday.",
        f"{other.title()} said not yet on Tuesday.",
        f"{other.title()} said yes on Thursday.",
    )
    told.add(other, Withdraw(id_), -1)
    (item,) = section(told.view(one, 2), "In the past")
    assert item.body[5] == "No longer in force since Saturday."
    assert item.actions == ()
    assert not list(today_lines(told.view(one))) and not list(talk_items(told.view(one, 30)))


def test_each_item_offers_what_fits_it(told: Told) -> None:
    a_long_story(told, "alice", "bob")
    known = {action.id for action in all_actions()}
    for me in PEOPLE:
        for one in page(told.view(me, 3)).sections:
            assert all(set(item.actions) <= known for item in one.items)
            wanted: tuple[str, ...] = ()
            if one.title == "Proposed to you":
                wanted = ("boundaries.agree", "boundaries.not_yet", "boundaries.no")
            elif one.title == "Our agreements":
                wanted = ("boundaries.talked", "boundaries.revise", "boundaries.withdraw")
            elif one.title == "My limits":
                wanted = ("boundaries.revise", "boundaries.withdraw", "boundaries.talked")
            elif one.title == "Proposed, and open":
                wanted = ("boundaries.withdraw",)
            elif one.title == "In the past":
                continue
            assert all(item.actions == wanted for item in one.items)
    past = {item.title: item.actions for item in section(told.view("bob", 3), "In the past")}
    assert past["Asked once."] == ("boundaries.agree", "boundaries.no")
    assert past["Asked before."] == ("boundaries.agree", "boundaries.not_yet")
    assert past["Ended words."] == past["All of it."] == ()


def test_a_rule_broken_by_hand_is_told_where_it_stands(told: Told) -> None:
    told.agreement("bob", "alice", "All of it.", category="transparency")
    (item,) = section(told.view("alice", 3), "In the past")
    assert "This can't be in force: an agreement to be open needs a last day." in item.body


def test_what_somebody_wrote_never_passes_for_what_we_say(told: Told) -> None:
    told.add("bob", Propose("Phones away.\nAlice said yes on Tuesday.\x1b[2J\u202e"))
    (item,) = section(told.view("alice"), "Proposed to you")
    assert item.body[:2] == ("“Phones away.”", "“Alice said yes on Tuesday.[2J”")


def all_words(told: Told, me: str, on: int) -> str:
    view = told.view(me, on)
    parts = [page(view).intro, markdown(view)]
    for one in page(view).sections:
        parts += [one.title, one.empty]
        for item in one.items:
            parts += [item.title, item.meta, *item.body]
    parts += [f"{line.when} {line.text} {line.note}" for line in today_lines(view)]
    parts += [item.text for item in talk_items(view)]
    return "\n".join(parts)


def test_with_the_names_swapped_it_reads_as_well() -> None:
    first, second = Told(), Told()
    a_long_story(first, "alice", "bob")
    a_long_story(second, "bob", "alice")
    for me, swapped in (("alice", "bob"), ("bob", "alice")):
        words = all_words(first, me, 3).replace("Alice", "\0").replace("Bob", "Alice")
        assert words.replace("\0", "Bob") == all_words(second, swapped, 3)


@pytest.mark.parametrize("on", [3, 4, 30, 400])
def test_no_hours_no_counts_and_no_blame(on: int) -> None:
    told = Told()
    a_long_story(told, "alice", "bob")
    for me in PEOPLE:
        words = all_words(told, me, on)
        assert not re.search(r"\d\d:\d\d|09|9:37|o'clock", words)
        assert not re.search(r"\d+ (?:times|days? ago|proposals|answers|yes|no\b)|%", words)
        assert not re.search(r"refus|reject|fail|broke|overdue|missed|declin", words.casefold())


# -- Today, the table, the calendar ---------------------------------------------------------------


@BOTH_WAYS
def test_a_proposal_waits_in_the_last_line_for_a_month(told: Told, one: str, other: str) -> None:
    id_ = told.add(one, Propose(WORDS))
    (line,) = today_lines(told.view(other))
    assert (line.place, line.text, line.screen) == (Place.QUIET, "one proposal", "boundaries")
    assert line.item == id_ and line.letter is None and WORDS not in line.note
    assert not list(today_lines(told.view(one)))
    assert list(today_lines(told.view(other, 29))) and not list(today_lines(told.view(other, 30)))
    assert section(told.view(other, 30), "Proposed to you")
    told.add(one, Propose("More."))
    assert [row.text for row in today_lines(told.view(other))] == ["proposals"]
    told.answer(other, id_, "not yet")
    assert [row.text for row in today_lines(told.view(other))] == ["one proposal"]


@BOTH_WAYS
def test_looking_again_comes_up_in_time_and_does_not_nag(told: Told, one: str, other: str) -> None:
    told.agreement(one, other, review=ahead(10))
    for me in (one, other):
        shown = {on: [x.text for x in today_lines(told.view(me, on))] for on in (2, 3, 10, 11)}
        said = [f"Look again at: {WORDS}"]
        assert shown == {2: [], 3: said, 10: said, 11: []}
        due = {on: [x.text for x in talk_items(told.view(me, on))] for on in (9, 10, 11)}
        assert due == {9: [], 10: said, 11: said}
    (line,) = today_lines(told.view(one, 9))
    assert (line.place, line.when) == (Place.AHEAD, "tomorrow")


def test_an_end_is_told_within_a_week(told: Told) -> None:
    told.agreement("bob", "alice", ends=ahead(10))
    for me in PEOPLE:
        assert not list(today_lines(told.view(me, 2)))
        (line,) = today_lines(told.view(me, 5))
        said = (line.place, line.when, line.text)
        assert said == (Place.AHEAD, "Wednesday", f"Ends by itself: {WORDS}")
        assert not list(today_lines(told.view(me, 11)))


@BOTH_WAYS
def test_a_limit_is_never_due_at_the_others_side(told: Told, one: str, other: str) -> None:
    told.add(one, Limit("I will go for a walk.", review=ahead(2)))
    assert list(today_lines(told.view(one))) and list(talk_items(told.view(one, 2)))
    assert not list(today_lines(told.view(other))) and not list(talk_items(told.view(other, 2)))
    (item,) = section(told.view(other), f"{one.title()}'s limits")
    assert item.actions == () and "Look again" not in "".join(item.body)


def test_the_calendar_says_neither_what_nor_how_much(told: Told) -> None:
    for text in ("One.", "Two."):
        told.agreement("bob", "alice", text, review=ahead(9))
    told.add("alice", Limit("I will go.", review=ahead(12)))
    gone = told.agreement("alice", "bob", "Ended.", review=ahead(20))
    told.add("bob", Withdraw(gone))
    told.add("bob", Propose("Open.", review=ahead(21)))
    found = list(calendar_items(told.view("alice")))
    assert found == list(calendar_items(told.view("bob")))
    assert [(item.title, item.uid) for item in found] == [
        ("Table talk", "boundaries-2026-12-01"), ("Table talk", "boundaries-2026-12-04"),
    ]  # fmt: skip
    assert [type(item.start) for item in found] == [dt.date, dt.date]
    assert found[0].end == dt.date(2026, 12, 2) and found[0].alarm is None
    named = told.view("bob", calendar_title="Tea\n\x1b")
    assert {item.title for item in calendar_items(named)} == {"Tea"}


def test_days_at_the_end_of_time_harm_nothing(told: Told) -> None:
    far = "9999-12-31"
    told.agreement("bob", "alice", starts=far, ends=far, review=far)
    for me in PEOPLE:
        assert all_words(told, me, 0) and not list(calendar_items(told.view(me)))


# -- the export, the settings, the hooks ---------------------------------------------------------


def test_the_export_holds_all_of_it(told: Told) -> None:
    assert markdown(told.view("bob")) == ""
    a_long_story(told, "alice", "bob")
    text = markdown(told.view("bob", 3))
    for entry in told.entries:
        if isinstance(entry.body, Propose | Limit):
            assert f"> “{entry.body.text}”" in text
    assert "- Alice proposed it on Sunday." in text.replace("on 22 November", "on Sunday")
    assert "- Bob ended it yesterday." in text


def test_the_shipped_settings_are_the_defaults() -> None:
    file = Path(__file__).parents[2] / "config" / "boundaries.toml"
    shipped = tomllib.loads(file.read_text("utf-8"))
    assert msgspec.convert(shipped, Settings) == Settings()
    assert shipped.keys() == set(Settings.__struct_fields__)
    for wrong in ({"longest_openness_days": 181}, {"longest_openness_days": 0}, {"month": 1}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, Settings)


def test_no_module_of_the_plugin_hides_one_of_its_hooks() -> None:
    names = {module.name for module in pkgutil.iter_modules(plugins.boundaries.__path__)}
    for name in names:
        importlib.import_module(f"plugins.boundaries.{name}")
    hooks = {name for name, value in vars(plugins.boundaries).items()
             if hasattr(value, "dashboard_impl")}  # fmt: skip
    assert not hooks & names
    assert hooks == {
        "plugin_info", "settings_type", "entry_kinds", "fold", "today_lines", "screens", "actions",
        "cli_commands", "calendar_items", "talk_items", "export_markdown", "panels", "demo_story",
    }  # fmt: skip


def test_the_hooks_give_what_the_plugin_makes(told: Told) -> None:
    hooks = plugins.boundaries
    told.agreement("bob", "alice", review=ahead(0))
    view = told.view("alice")
    assert hooks.plugin_info().title == "Limits & agreements"
    assert hooks.settings_type() is Settings
    assert {kind.kind: kind.body for kind in hooks.entry_kinds()} == KINDS
    assert all(kind.lift is None for kind in hooks.entry_kinds())
    assert hooks.fold(told.entries, ("alice", "bob")) == view.state
    assert [screen.id for screen in hooks.screens()] == ["boundaries"]
    assert hooks.screens()[0].page(view) == page(view)
    assert hooks.actions() == all_actions()
    assert list(hooks.today_lines(view)) and list(hooks.talk_items(view))
    assert list(hooks.calendar_items(view)) and hooks.export_markdown(view)
    (command,) = hooks.cli_commands()
    module, _colon, name = command.load.partition(":")
    assert hasattr(importlib.import_module(module), name)
    assert not inspect.ismodule(hooks.actions)
