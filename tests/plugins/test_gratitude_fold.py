"""The fold and everything made from it, against entries of any kind and in any order."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.api.context import Entry, Person, View, WallView
from plugins.gratitude import pages, today
from plugins.gratitude.listing import listing
from plugins.gratitude.model import DOWN, NOTE, PLACES, Down, Note, Stands, State, Tone, fold
from plugins.gratitude.shelf import CLOSED, ON_THIS_DAY, Shelf

ZONE = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()
ALICE, BOB = Person("alice", "Alice"), Person("bob", "Bob")
PEOPLE = (ALICE, BOB)
SECRET = "xylophone"


def note(
    id_: str = "bob/1",
    text: str = "Thank you.",
    author: str = "bob",
    day: dt.date = TODAY,
    **more: Any,
) -> Entry:
    body = Note(more.pop("tone", "thanks"), text, more.pop("place", "today"), more.pop("opens", ""))
    return Entry(id_, author, NOTE, day, "d", body, **more)


def gone(id_: str, author: str = "bob", sealed: bool = False) -> Entry:
    return Entry(id_, author, NOTE, TODAY, "d", None, taken_back=True, sealed=sealed)


def down(note_id: str, author: str = "alice") -> Entry:
    return Entry(f"{author}/down", author, DOWN, TODAY, "d", Down(note_id))


def only(*entries: Entry) -> Any:
    (card,) = fold(entries, ("alice", "bob")).cards.values()
    return card


def test_a_note_is_open_unless_sealed() -> None:
    assert only(note()).stands is Stands.OPEN
    assert only(note(sealed=True)).stands is Stands.SEALED


def test_what_was_taken_back_has_no_words() -> None:
    card = only(gone("bob/1"))
    assert (card.stands, card.text, card.paragraphs) == (Stands.TAKEN_BACK, "", ())


def test_of_what_was_recalled_before_it_opened_nothing_stays() -> None:
    assert fold([gone("bob/1", sealed=True)], ("bob",)).cards == {}


@pytest.mark.parametrize("author", ["alice", "bob"])
@pytest.mark.parametrize("first", [True, False])
def test_either_takes_a_wall_note_down_in_any_order(author: str, first: bool) -> None:
    entries = [note(place="wall"), down("bob/1", author)]
    assert only(*(entries if first else reversed(entries))).down


def test_only_wall_notes_can_be_taken_down() -> None:
    assert not only(note(), down("bob/1")).down


def test_taking_down_can_be_taken_back() -> None:
    undone = Entry("alice/down", "alice", DOWN, TODAY, "d", None, taken_back=True)
    assert not only(note(place="wall"), undone).down


def test_what_cannot_be_read_harms_no_other() -> None:
    broken = Entry("bob/0", "bob", NOTE, TODAY, "d", None)
    cards = fold([broken, note(), down("nobody/7")], ("bob",)).cards
    assert [card.stands for card in cards.values()] == [Stands.UNREADABLE, Stands.OPEN]


def test_words_come_without_control_characters() -> None:
    assert only(note(text="a\x1b[2Jb\u202ec")).text == "a[2Jbc"


def test_unknown_tones_and_places_of_later_versions_are_shown_as_notes() -> None:
    card = only(note(tone="postcard", place="phone"))
    assert card.place == "today"
    shelf = Shelf(View(ALICE, BOB, NOW, state=State({card.id: card})))
    assert today.title(shelf, card) == "A note from Bob"


@pytest.mark.parametrize(
    ("opens", "since"),
    [
        ("", 20),
        ("2026-11-22T08:00+01:00", 22),
        ("2026-11-21T23:30+00:00", 22),  # past midnight at home
        ("2026-11-01T08:00+01:00", 20),  # before it was written
        ("2999-01-01T00:00+01:00", 20),
        ("9999-12-31T23:59-23:59", 20),
        ("0001-01-01T00:00+23:59", 20),
        ("soon", 20),
    ],
)
def test_the_day_since_which_it_shows(opens: str, since: int) -> None:
    assert only(note(day=dt.date(2026, 11, 20), opens=opens)).since(NOW) == dt.date(2026, 11, since)


junk: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2), st.floats()
)
ids = st.sampled_from(["alice/1", "alice/2", "bob/1", "bob/2", "", "\x00", "kept/bob/1"])
bodies = st.one_of(
    junk,
    st.builds(
        Note,
        tone=st.one_of(st.sampled_from(list(Tone)), junk),
        text=st.one_of(st.text(max_size=30), junk),
        place=st.one_of(st.sampled_from(PLACES), junk),
        opens=st.one_of(
            junk,
            st.datetimes(timezones=st.timezones()).map(lambda time: time.isoformat()),
            st.sampled_from(["2026-11-22T08:00+01:00", "2026-11-22T18:00+01:00"]),
        ),
    ),
    st.builds(Down, note=st.one_of(ids, junk)),
)
days = st.one_of(st.dates(), st.sampled_from([TODAY, TODAY - dt.timedelta(days=365)]))
entries_of_any_kind = st.lists(
    st.builds(
        Entry,
        id=ids,
        author=st.sampled_from(["alice", "bob", "mallory", ""]),
        kind=st.sampled_from([NOTE, NOTE, DOWN, "gratitude.later", ""]),
        day=days,
        digest=st.text(max_size=3),
        body=bodies,
        taken_back=st.booleans(),
        sealed=st.booleans(),
    ),
    max_size=12,
)
owns = st.dictionaries(
    st.sampled_from(["unfolded", "unfolded_until", "kept", "wall_closed", "hello"]),
    st.one_of(
        junk,
        st.lists(ids, max_size=3),
        st.lists(st.lists(st.one_of(junk, days.map(str)), max_size=3), max_size=3),
        st.lists(
            st.fixed_dictionaries({"id": ids, "text": junk, "day": st.one_of(junk, days.map(str))}),
            max_size=2,
        ),
    ),
)
wishes = st.fixed_dictionaries(
    {
        CLOSED: st.sets(st.sampled_from(PLACES)).map(frozenset),
        ON_THIS_DAY: st.just({"yes"}).map(frozenset),
    }
)


def everything(view: View) -> str:
    """All that one person could ever see of the notes."""
    wall = WallView(PEOPLE, view.now, state=view.state)
    shown = [
        *today.today_lines(view),
        pages.page(view),
        *today.moments(view),
        pages.export_markdown(view),
        listing(view),
        *today.wall_items(wall),
    ]
    return "\n".join(map(repr, shown))


@given(entries_of_any_kind, owns, wishes, st.permutations(PEOPLE))
def test_no_entry_however_odd_stops_anybodys_screen(
    entries: list[Entry], own: dict[str, Any], wished: Any, who: list[Person]
) -> None:
    state = fold(entries, ("alice", "bob"))
    for partner in (who[1], None):
        everything(View(who[0], partner, NOW, state=state, own=own, wishes=wished, both=wished))


@given(entries_of_any_kind, st.integers(0, 12), wishes, st.permutations(PEOPLE))
def test_nothing_of_the_others_sealed_note_shows(
    entries: list[Entry], place: int, wished: Any, who: list[Person]
) -> None:
    me, other = who
    secret = note("other/9", SECRET, author=other.id, sealed=True, opens="2026-11-22T18:00+01:00")
    with_it = fold([*entries[:place], secret, *entries[place:]], ("alice", "bob"))
    without = fold(entries, ("alice", "bob"))
    mine = everything(View(me, other, NOW, state=with_it, wishes=wished, both=wished))
    assert mine == everything(View(me, other, NOW, state=without, wishes=wished, both=wished))
    assert SECRET in everything(View(other, me, NOW, state=with_it))


@given(entries_of_any_kind)
def test_the_fold_gives_the_same_for_the_same(entries: list[Entry]) -> None:
    assert fold(entries, ("alice", "bob")) == fold(list(entries), ("bob", "alice"))


@given(
    st.permutations(
        [note("bob/1", place="wall"), note("alice/1", author="alice"), down("bob/1"), gone("bob/2")]
    )
)
def test_any_order_tells_the_same(entries: list[Entry]) -> None:
    cards = fold(entries, ("alice", "bob")).cards
    assert cards["bob/1"].down
    assert cards["bob/2"].stands is Stands.TAKEN_BACK
    assert set(cards) == {"alice/1", "bob/1", "bob/2"}
