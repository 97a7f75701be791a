"""What each of the two sees of notes: Today, the screen, the wall, the export. Both ways round."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dashboard.api.context import Entry, Person, View, WallView
from dashboard.api.types import Place, TodayLine
from plugins.gratitude import pages, today
from plugins.gratitude.listing import listing
from plugins.gratitude.model import DOWN, NOTE, Down, Note, fold
from plugins.gratitude.own import Kept
from plugins.gratitude.settings import Settings
from plugins.gratitude.shelf import CLOSED, ON_THIS_DAY, same_day

ZONE = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()
ALICE, BOB = Person("alice", "Alice"), Person("bob", "Bob")
BOTH = {ON_THIS_DAY: frozenset({"yes"})}


class Two:
    """The one who looks and the one who wrote; each test runs both ways round."""

    def __init__(self, me: Person, other: Person) -> None:
        self.me, self.other = me, other

    def note(
        self, id_: str = "n/1", text: str = "Thank you.", by_me: bool = False, **more: Any
    ) -> Entry:
        body = Note(
            more.pop("tone", "thanks"), text, more.pop("place", "today"), more.pop("opens", "")
        )
        author = (self.me if by_me else self.other).id
        return Entry(id_, author, NOTE, more.pop("day", TODAY), "d", body, **more)

    def gone(self, id_: str = "n/1", by_me: bool = False) -> Entry:
        author = (self.me if by_me else self.other).id
        return Entry(id_, author, NOTE, TODAY, "d", None, taken_back=True)

    def down(self, id_: str = "n/1") -> Entry:
        return Entry("down/1", self.me.id, DOWN, TODAY, "d", Down(id_))

    def view(
        self, *entries: Entry, alone: bool = False, closed: Sequence[str] = (), **more: Any
    ) -> View:
        state = fold(entries, (self.me.id, self.other.id))
        wishes = {CLOSED: frozenset(closed)}
        partner = None if alone else self.other
        return View(self.me, partner, more.pop("now", NOW), state=state, wishes=wishes, **more)

    def lines(self, *entries: Entry, **more: Any) -> list[TodayLine]:
        """The lines of Today, but for the invitation before the first note ever."""
        written = self.note("mine/0", by_me=True, day=dt.date(2026, 1, 1))
        return list(today.today_lines(self.view(written, *entries, **more)))


@pytest.fixture(params=[(ALICE, BOB), (BOB, ALICE)], ids=["alice", "bob"])
def two(request: pytest.FixtureRequest) -> Two:
    return Two(*request.param)


def sections(view: View) -> dict[str, Any]:
    return {section.title: section for section in pages.page(view).sections}


def told(view: View) -> str:
    return "\n".join(
        map(repr, [*today.today_lines(view), pages.page(view), *today.moments(view), listing(view)])
    )


# -- Today ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tone", "text"),
    [
        ("thanks", "A thank-you from {}"),
        ("telling", "A thank-you from {}"),
        ("noticed", "{} noticed something good"),
        ("win", "A small win, from {}"),
        ("hello", "A hello from {}"),
        ("odd", "A note from {}"),
    ],
)
def test_a_note_comes_as_an_envelope(two: Two, tone: str, text: str) -> None:
    (line,) = two.lines(two.note(tone=tone, text="For the soup.\n\nAnd the walk."))
    assert (line.place, line.text) == (Place.KIND, text.format(two.other.name))
    assert (line.action, line.item, line.verb) == ("gratitude.unfold", "n/1", "unfold")
    assert line.letter is not None
    assert line.letter.paragraphs == ("For the soup.", "And the walk.")
    assert (line.letter.signed, line.letter.day) == (two.other.name, TODAY)
    assert line.letter.actions == ("gratitude.keep",)


def test_an_unfolded_envelope_leaves_today(two: Two) -> None:
    assert two.lines(two.note(), own={"unfolded": ["n/1"]}) == []


def test_one_taken_back_leaves_today(two: Two) -> None:
    assert two.lines(two.gone()) == []


def test_ones_own_note_is_no_envelope(two: Two) -> None:
    assert two.lines(two.note(by_me=True)) == []


def test_the_newest_few_lie_on_today_and_the_oldest_of_them_first(two: Two) -> None:
    notes = [two.note(f"n/{n}", day=TODAY - dt.timedelta(days=9 - n)) for n in range(6)]
    lines = sorted(two.lines(*notes), key=lambda line: line.rank)
    assert [line.item for line in lines] == ["n/3", "n/4", "n/5"]


def test_many_envelopes_are_never_counted(two: Two) -> None:
    view = two.view(*(two.note(f"note/{chr(97 + n)}") for n in range(17)), own={})
    assert not re.search(r"\b(17|14|16)\b", told(view).replace("2026", ""))


def test_who_closed_today_finds_notes_on_the_screen_alone(two: Two) -> None:
    entries = [two.note(), two.note("n/2", place="wall")]
    assert two.lines(*entries, closed=["today", "wall"]) == []
    assert len(sections(two.view(*entries, closed=["today", "wall"]))["For you"].items) == 2


def test_alone_a_note_waits_for_the_one_who_joins(two: Two) -> None:
    view = two.view(two.note(by_me=True), alone=True)
    assert list(today.today_lines(view)) == []
    assert sections(view)["From you"].items[0].title == "Thank you."
    joined = Two(two.other, two.me)
    assert len(joined.lines(joined.note())) == 1


def test_before_the_first_note_ever_today_shows_how_to_begin(two: Two) -> None:
    (line,) = today.today_lines(two.view())
    assert line.text == f"Leave {two.other.name} a thank-you. Two words are plenty."
    assert (line.place, line.action, line.verb) == (Place.KIND, "gratitude.write", "write")
    (line,) = today.today_lines(two.view(alone=True))
    assert line.text == "Leave your partner a thank-you. Two words are plenty."


def test_nobody_is_asked_again_nor_owes_a_note_back(two: Two) -> None:
    long_ago = dt.date(2020, 1, 1)
    for entry in (two.note(by_me=True, day=long_ago), two.gone(by_me=True), two.gone()):
        assert list(today.today_lines(two.view(entry))) == []
    read = two.view(two.note(day=long_ago), own={"unfolded": ["n/1"]})
    assert list(today.today_lines(read)) == []


def test_running_late_is_said_ahead_on_its_day_only(two: Two) -> None:
    entry = two.note(tone="late", text="Running late: home around seven")
    (line,) = two.lines(entry)
    assert line.place is Place.AHEAD
    assert line.text == f"{two.other.name}: Running late: home around seven"
    assert two.lines(entry, now=NOW + dt.timedelta(days=1)) == []


# -- the wall ---------------------------------------------------------------------------------


def wall(two: Two, *entries: Entry, **wishes: frozenset[str]) -> list[Any]:
    topics = {person: {CLOSED: closed} for person, closed in wishes.items()}
    state = fold(entries, (ALICE.id, BOB.id))
    return list(today.wall_items(WallView((ALICE, BOB), NOW, state=state, wishes=topics)))


def test_a_wall_note_shows_to_both_until_the_day_after(two: Two) -> None:
    entry = two.note(place="wall", text="Good luck!")
    back = Two(two.other, two.me)
    for days, shows in ((0, True), (1, True), (2, False)):
        now = NOW + dt.timedelta(days=days)
        for view in (two.view(entry, now=now), back.view(entry, now=now)):
            lines = [line for line in today.today_lines(view) if "On the wall" in line.text]
            assert bool(lines) is shows
            assert all(line.text == "On the wall: Good luck!" for line in lines)
    (item,) = wall(two, entry)
    assert (item.text, item.signed, item.until) == (
        "Good luck!",
        two.other.name,
        TODAY + dt.timedelta(1),
    )


def test_a_wall_note_that_was_sealed_counts_from_its_opening(two: Two) -> None:
    entry = two.note(place="wall", day=dt.date(2026, 11, 2), opens="2026-11-22T08:00+01:00")
    assert len(wall(two, entry)) == 1


@pytest.mark.parametrize("day", [dt.date.max, dt.date.min, TODAY + dt.timedelta(days=30)])
def test_an_odd_day_keeps_nothing_on_the_wall(two: Two, day: dt.date) -> None:
    assert wall(two, two.note(place="wall", day=day)) == []


def test_sealed_taken_down_and_taken_back_are_not_on_the_wall(two: Two) -> None:
    assert wall(two, two.note(place="wall", sealed=True)) == []
    assert wall(two, two.note(place="wall"), two.down()) == []
    assert wall(two, two.gone()) == []


def test_the_wall_respects_the_receivers_wish_and_not_the_writers(two: Two) -> None:
    entry = two.note(place="wall")
    assert wall(two, entry, **{two.me.id: frozenset({"wall"})}) == []
    assert len(wall(two, entry, **{two.other.id: frozenset({"wall"})})) == 1


def test_with_the_wall_closed_it_comes_as_an_envelope(two: Two) -> None:
    entry = two.note(place="wall")
    (line,) = two.lines(entry, closed=["wall"])
    assert line.action == "gratitude.unfold"
    view = two.view(entry, closed=["wall"])
    assert sections(view)["On the wall"].items == ()
    writer = Two(two.other, two.me).view(entry)
    assert [item.id for item in sections(writer)["On the wall"].items] == ["n/1"]


def test_closing_the_wall_makes_no_envelopes_of_what_had_been_on_it(two: Two) -> None:
    own = {"wall_closed": [["2026-11-20", ""]]}
    old, new = (
        two.note("n/1", place="wall", day=dt.date(2026, 11, 1)),
        two.note("n/2", place="wall"),
    )
    assert [line.item for line in two.lines(old, new, closed=["wall"], own=own)] == ["n/2"]


def test_an_envelope_stays_one_when_the_wall_is_opened_again(two: Two) -> None:
    own = {"wall_closed": [["2026-11-10", "2026-11-22"]]}
    came_while_closed = two.note("n/1", place="wall", day=dt.date(2026, 11, 21))
    (line,) = two.lines(came_while_closed, own=own)
    assert line.action == "gratitude.unfold"


# -- on this day ------------------------------------------------------------------------------


def memory(two: Two, *entries: Entry, **more: Any) -> list[str]:
    more.setdefault("own", {"unfolded": [entry.id for entry in entries]})
    lines = two.lines(*entries, **{"both": BOTH, **more})
    return [line.text for line in lines if line.text.startswith("On this day")]


def test_on_this_day_shows_only_if_both_like_it(two: Two) -> None:
    entry = two.note(day=dt.date(2024, 11, 22))
    assert memory(two, entry) == ["On this day in 2024"]
    assert memory(two, entry, both={}) == []


def test_on_this_day_shows_one_good_thing_that_was_read(two: Two) -> None:
    a_year_ago = dt.date(2025, 11, 22)
    assert memory(two, two.note(day=a_year_ago), two.note("n/2", day=dt.date(2023, 11, 22))) == [
        "On this day in 2025"
    ]
    assert memory(two, two.note(day=a_year_ago, tone="win", by_me=True)) == ["On this day in 2025"]
    assert memory(two, two.note(day=a_year_ago, by_me=True)) == []
    assert memory(two, two.note(day=a_year_ago, tone="hello")) == []
    assert memory(two, two.note(day=a_year_ago), own={}) == []
    assert memory(two, two.note(day=a_year_ago, sealed=True)) == []


@pytest.mark.parametrize(
    ("day", "today_", "same"),
    [
        ((2024, 2, 29), (2028, 2, 29), True),
        ((2024, 2, 29), (2026, 2, 28), True),
        ((2024, 2, 29), (2028, 2, 28), False),
        ((2024, 2, 29), (2026, 3, 1), False),
        ((2023, 2, 28), (2026, 2, 28), True),
        ((2023, 2, 28), (2028, 2, 29), False),
        ((2026, 11, 22), (2026, 11, 22), False),
        ((2027, 11, 22), (2026, 11, 22), False),
        ((2025, 11, 22), (2026, 11, 22), True),
    ],
)
def test_the_same_day(day: tuple[int, ...], today_: tuple[int, ...], same: bool) -> None:
    assert same_day(dt.date(*day), dt.date(*today_)) is same


# -- keeping, moments -------------------------------------------------------------------------


def kept(two: Two, id_: str = "n/1", text: str = "Thank you.") -> dict[str, Any]:
    row = Kept(id_, two.other.id, "thanks", text, dt.date(2026, 11, 1)).as_json()
    return {"kept": json.loads(json.dumps([row]))}


def test_what_was_kept_stays_when_its_writer_takes_it_back(two: Two) -> None:
    view = two.view(two.gone(), own=kept(two, text="For the soup."))
    (item,) = sections(view)["Kept"].items
    assert item.body == ("For the soup.",)
    assert item.actions == ("gratitude.let_go",)
    assert "For the soup." in pages.export_markdown(view)


def test_what_was_kept_is_no_envelope_any_more(two: Two) -> None:
    assert two.lines(two.note(), own=kept(two)) == []


def test_what_was_taken_back_is_not_brought_up_again(two: Two) -> None:
    assert list(today.moments(two.view(two.gone(), own=kept(two)))) == []
    assert len(list(today.moments(two.view(two.note(), own=kept(two))))) == 1


def test_moments_are_what_one_kept_and_ones_own_wins(two: Two) -> None:
    entries = [
        two.note("n/1", "Kept."),
        two.note("n/2", "Not kept."),
        two.note("n/3", "Theirs", tone="win"),
        two.note("n/4", "Mine", tone="win", by_me=True),
        two.note("n/5", "Waits", tone="win", by_me=True, sealed=True),
    ]
    texts = [
        moment.text for moment in today.moments(two.view(*entries, own=kept(two, text="Kept.")))
    ]
    assert texts == [f"{two.other.name}: Kept.", "Mine"]


# -- the screen -------------------------------------------------------------------------------


def test_envelopes_come_first_and_show_no_words_yet(two: Two) -> None:
    old, new = (
        two.note("n/1", "Read.", day=TODAY),
        two.note("n/2", "Folded.", day=dt.date(2026, 11, 1)),
    )
    first, second = sections(two.view(old, new, own={"unfolded": ["n/1"]}))["For you"].items
    assert (first.id, first.body, first.actions[0]) == ("n/2", (), "gratitude.unfold")
    assert (second.id, second.body, second.meta) == ("n/1", ("Read.",), "today")


def test_ones_own_sealed_note_says_when_it_opens(two: Two) -> None:
    sealed = two.note(by_me=True, sealed=True, opens="2026-11-27T18:00+01:00")
    (item,) = sections(two.view(sealed))["From you"].items
    assert (item.meta, item.actions) == ("opens Friday 18:00", ("gratitude.take_back",))
    (item,) = sections(two.view(sealed, now=NOW + dt.timedelta(days=6)))["From you"].items
    assert item.meta == "opens soon"


@pytest.mark.parametrize("by_me", [True, False])
def test_one_taken_back_stands_in_its_place_without_words(two: Two, by_me: bool) -> None:
    (item,) = sections(two.view(two.gone(by_me=by_me)))["From you" if by_me else "For you"].items
    assert (item.meta, item.body, item.actions) == ("taken back", (), ())


def test_every_row_has_an_id_of_its_own(two: Two) -> None:
    entries = [
        two.note("n/1", place="wall"),
        two.note("n/2"),
        two.note("n/3", by_me=True, place="wall"),
        two.gone("n/4"),
    ]
    view = two.view(*entries, own={**kept(two), "unfolded": ["n/2"]})
    ids = [item.id for section in pages.page(view).sections for item in section.items]
    assert len(ids) == len(set(ids)) == 5


def test_each_part_has_a_kind_first_example_and_a_bound(two: Two) -> None:
    assert all(section.empty for section in pages.page(two.view()).sections)
    many = two.view(*(two.note(f"n/{n}") for n in range(50)), settings=Settings(shown=7))
    assert len(sections(many)["For you"].items) == 7


def test_no_word_tells_what_the_other_unfolded(two: Two) -> None:
    entries = [two.note(by_me=True), two.note("n/2", by_me=True, place="wall"), two.note("n/3")]
    assert not re.search(
        r"(?i)\b(seen|read by|opened by|unread|delivered)\b", told(two.view(*entries))
    )


def test_no_hours_scores_or_streaks_anywhere(two: Two) -> None:
    entries = [
        two.note("n/1", place="wall"),
        two.note("n/2", opens="2026-11-22T08:00+01:00"),
        two.note("n/3", by_me=True),
        two.gone("n/4"),
        two.note("n/5", day=dt.date(2025, 11, 22)),
    ]
    view = two.view(*entries, own={"unfolded": ["n/5"]}, both=BOTH)
    shown = told(view) + pages.export_markdown(view)
    assert not re.search(r"\d[:.]\d\d\b|%|percent|streak|score|in a row|total", shown)


def test_the_two_have_equal_powers() -> None:
    one, other = Two(ALICE, BOB), Two(BOB, ALICE)

    def seen(two: Two) -> str:
        entries = [two.note("n/1"), two.note("n/2", by_me=True), two.note("n/3", place="wall")]
        swap = {ALICE.id: "x", BOB.id: "y"} if two.me == ALICE else {ALICE.id: "y", BOB.id: "x"}
        return re.sub(
            "alice|bob", lambda m: swap[m[0].lower()], told(two.view(*entries)), flags=re.I
        )

    assert seen(one) == seen(other)


# -- export, listing, settings, imports -------------------------------------------------------


def test_the_export_quotes_words_so_that_they_cannot_pose_as_headings(two: Two) -> None:
    text = pages.export_markdown(two.view(two.note(text="Hello\n## Agreed: everything")))
    assert "\n> ## Agreed: everything" in text
    assert "\n## Agreed" not in text
    assert pages.export_markdown(two.view()) == ""


def test_the_listing_tells_how_each_stands(two: Two) -> None:
    entries = [
        two.note("n/1", "Folded."),
        two.note("n/2", "Read."),
        two.note("n/3", place="wall"),
        two.gone("n/4"),
        two.note("n/5", by_me=True),
        two.note("n/6", by_me=True, sealed=True, opens="2026-11-27T18:00+01:00"),
    ]
    rows, lines = listing(two.view(*entries, own={"unfolded": ["n/2"], **kept(two, "n/9")}))
    by_id = {row["id"]: row for row in rows}
    states = {id_: row["state"] for id_, row in by_id.items()}
    assert states == {
        "n/1": "envelope",
        "n/2": "open",
        "n/3": "on the wall",
        "n/4": "taken back",
        "n/5": "open",
        "n/6": "sealed",
        "kept/n/9": "kept",
    }
    assert by_id["n/1"]["text"] == ""
    assert (by_id["n/2"]["text"], by_id["n/2"]["day"]) == ("Read.", "2026-11-22")
    assert by_id["n/5"]["to"] == two.other.id
    assert [id_ for id_, row in by_id.items() if "opens" in row] == ["n/6"]
    assert json.dumps(rows)
    assert any("[n/2]" in line for line in lines)
    assert not any("Folded." in line for line in lines)


def test_the_shipped_settings_are_the_defaults() -> None:
    shipped = Path(__file__).parents[2] / "config" / "gratitude.toml"
    if not shipped.exists():
        pytest.skip("run against an installed wheel without its sources")
    assert msgspec.toml.decode(shipped.read_bytes(), type=Settings) == Settings()


def test_importing_the_plugin_is_cheap() -> None:
    code = (
        "import sys, plugins.gratitude as g; g.plugin_info(); g.cli_commands();"
        "print([m for m in ('msgspec', 'click', 'textual') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_takes_the_place_of_a_hook() -> None:
    import dashboard.api.hookspecs as specs
    import plugins.gratitude as plugin

    modules = {path.stem for path in Path(plugin.__file__).parent.glob("*.py")}
    assert not modules & set(dir(specs))
    assert [plugin.entry_kinds(), plugin.screens(), plugin.actions(), plugin.settings_type()]
    assert callable(plugin.actions)
