"""What people do with notes, by keys, forms and commands; on a context that only remembers."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from dashboard.api.context import Entry, Person, View
from dashboard.api.types import Where
from dashboard.core.errors import DashboardError, Refused
from plugins.gratitude.action import all_actions
from plugins.gratitude.commands import notes, thank
from plugins.gratitude.model import DOWN, NOTE, Down, Note, fold
from plugins.gratitude.own import MOST_UNFOLDED, Own
from plugins.gratitude.pages import page
from plugins.gratitude.settings import Settings
from plugins.gratitude.shelf import CLOSED, ON_THIS_DAY, Shelf

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ALICE, BOB = Person("alice", "Alice"), Person("bob", "Bob")


class Home:
    """Two people's entries, and what each keeps alone."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.now = NOW
        self.settings = Settings()
        self.own: dict[str, dict[str, Any]] = {"alice": {}, "bob": {}}
        self.wishes: dict[str, dict[str, frozenset[str]]] = {"alice": {}, "bob": {}}


class Session:
    """A context of one person in that home."""

    def __init__(self, home: Home, me: Person, partner: Person | None) -> None:
        self.home, self.me, self.partner = home, me, partner

    @property
    def view(self) -> View:
        home = self.home
        seen = [e for e in home.entries if e.author == self.me.id or not e.sealed]
        return View(
            self.me, self.partner, home.now, home.settings, fold(seen, ("alice", "bob")),
            json.loads(json.dumps(home.own[self.me.id])), home.wishes[self.me.id],
        )  # fmt: skip

    def _add(self, body: Any, sealed: bool) -> str:
        kind = {Note: NOTE, Down: DOWN}[type(body)]
        id_ = f"{self.me.id}/pi/{'sealed' if sealed else 'shared'}/{len(self.home.entries)}"
        day = self.home.now.date()
        self.home.entries.append(Entry(id_, self.me.id, kind, day, "d", body, sealed=sealed))
        return id_

    def say(self, body: Any) -> str:
        return self._add(body, sealed=False)

    def seal(self, body: Any) -> str:
        return self._add(body, sealed=True)

    def take_back(self, id_: str) -> None:
        assert id_.startswith(self.me.id)
        for place, entry in enumerate(self.home.entries):
            if entry.id == id_:
                self.home.entries[place] = replace(entry, body=None, taken_back=True)

    def remember(self, **values: Any) -> None:
        merged = {**self.home.own[self.me.id], **values}
        self.home.own[self.me.id] = {k: v for k, v in merged.items() if v is not None}

    def wish(self, topic: str, choices: frozenset[str]) -> None:
        self.home.wishes[self.me.id][topic] = choices

    def lift(self) -> None:
        """Open everything sealed, as the household service does when it is due."""
        self.home.entries = [replace(entry, sealed=False) for entry in self.home.entries]

    # -- as a terminal ------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        for person in (self.me, self.partner):
            if person and name.casefold() in (person.id, person.name.casefold()):
                return person
        raise Refused("There is nobody of that name here.")

    def context(self, plugin_id: str) -> Session:
        assert plugin_id == "gratitude"
        return self

    def words(self, given: str | None, prompt: str) -> str:
        if given is not None:
            return given
        assert prompt
        return sys.stdin.read().strip()

    def rows(self, rows: Sequence[Mapping[str, Any]], lines: Sequence[str], as_json: bool) -> None:
        print(json.dumps(list(rows)) if as_json else "\n".join(lines))


class Shell(Session):
    """The same person at a command line, where ``say`` prints."""

    def say(self, sentence: str) -> None:  # type: ignore[override]
        print(sentence)

    def context(self, plugin_id: str) -> Session:
        return Session(self.home, self.me, self.partner)


@pytest.fixture(params=[(ALICE, BOB), (BOB, ALICE)], ids=["alice", "bob"])
def pair(request: pytest.FixtureRequest) -> tuple[Session, Session]:
    home = Home()
    me, other = request.param
    return Session(home, me, other), Session(home, other, me)


def act(context: Session, name: str, item: str = "", **values: str) -> str:
    (action,) = [action for action in all_actions() if action.id == f"gratitude.{name}"]
    if action.form is not None:
        action.form(context.view, item)
    return action.do(context, values, item)


def run(session: Session, *arguments: str, stdin: str = "", command: Any = notes) -> Result:
    shell = Shell(session.home, session.me, session.partner)
    return CliRunner().invoke(command, list(arguments), input=stdin, obj=shell)


def printed(result: Result) -> str:
    if result.exception is not None:
        raise result.exception
    return result.output


def last(session: Session) -> Entry:
    return session.home.entries[-1]


def section(session: Session, title: str) -> list[Any]:
    return [
        item for part in page(session.view).sections if part.title == title for item in part.items
    ]


# -- writing ----------------------------------------------------------------------------------


def test_a_note_is_written_and_unfolded(pair: tuple[Session, Session]) -> None:
    me, other = pair
    said = act(me, "write", text="  Thank you for the soup. ")
    assert said == f"It lies in an envelope for {other.me.name}."
    assert last(me).body == Note("thanks", "Thank you for the soup.", "today", "")
    (card,) = Shelf(other.view).envelopes()
    assert act(other, "unfold", item=card.id)
    assert Shelf(other.view).envelopes() == []


def test_unfolding_and_keeping_tell_the_writer_nothing(pair: tuple[Session, Session]) -> None:
    me, other = pair
    act(me, "write", text="Thank you.")
    before, entries = page(me.view), list(me.home.entries)
    act(other, "unfold", item=last(me).id)
    act(other, "keep", item=last(me).id)
    assert me.home.entries == entries
    assert page(me.view) == before
    assert me.home.own[me.me.id] == {}


def test_a_time_ahead_seals_it(pair: tuple[Session, Session]) -> None:
    me, other = pair
    said = act(me, "write", text="Good night.", place="wall", opens="18:00")
    assert said == "Sealed until today 18:00. Until then you can take it back unread."
    assert last(me).sealed
    assert last(me).body.opens == "2026-11-22T18:00+01:00"
    assert page(other.view) == page(Session(Home(), other.me, me.me).view)
    me.home.now += dt.timedelta(hours=10)
    me.lift()
    assert [item.title for item in section(other, "On the wall")] == ["Good night."]


def test_a_time_that_has_passed_is_now(pair: tuple[Session, Session]) -> None:
    me, _other = pair
    act(me, "write", text="Hello.", opens="2026-11-21T08:00")
    assert not last(me).sealed
    assert last(me).body.opens == ""


@pytest.mark.parametrize("opens", ["soonish", "Friday", "0001-01-01T00:00+14:00", "25:00"])
def test_a_time_that_cannot_be_read_is_refused(pair: tuple[Session, Session], opens: str) -> None:
    with pytest.raises(Refused):
        act(pair[0], "write", text="Hello.", opens=opens)
    assert pair[0].home.entries == []


def test_lengths_are_refused_with_their_number(pair: tuple[Session, Session]) -> None:
    me, _other = pair
    me.home.settings = Settings(longest=200, longest_on_wall=50)
    with pytest.raises(Refused, match="200"):
        act(me, "write", text="X" * 201)
    with pytest.raises(Refused, match="50"):
        act(me, "write", text="X" * 51, place="wall")
    with pytest.raises(Refused, match="no words"):
        act(me, "write", text=" \n\x1b ")
    act(me, "write", text="X" * 200)


def test_what_is_not_known_is_refused(pair: tuple[Session, Session]) -> None:
    for values in ({"tone": "spell"}, {"place": "sky"}):
        with pytest.raises(Refused):
            act(pair[0], "write", text="Hello.", **values)


@pytest.mark.parametrize(
    ("tone", "text", "full"),
    [
        ("telling", "about the call", "Thank you for telling me about the call"),
        ("telling", "thank you for telling me so soon", "thank you for telling me so soon"),
        ("telling", "That was brave.", "That was brave."),
        ("noticed", "said it before I asked", "I noticed that you said it before I asked"),
        ("thanks", "for the soup", "for the soup"),
    ],
)
def test_a_tone_begins_the_sentence(
    pair: tuple[Session, Session], tone: str, text: str, full: str
) -> None:
    me, _other = pair
    act(me, "write", tone=tone, text=text)
    assert last(me).body.text == full
    (write,) = [action for action in all_actions() if action.id == "gratitude.write"]
    assert write.form is not None
    form = write.form(me.view, "")
    assert form.remark is not None
    remark = form.remark({"tone": tone, "text": text, "place": "today"})
    assert remark == ("" if text == full else f"It will read: “{full}”")
    assert "Guests" in form.remark({"place": "wall"})
    assert form.says.endswith("can keep this and show it to others.")


def test_it_works_before_the_partner_has_joined(pair: tuple[Session, Session]) -> None:
    me, other = pair
    alone = Session(me.home, me.me, None)
    assert (
        act(alone, "write", text="Welcome.") == "It waits in an envelope until your partner joins."
    )
    for action in all_actions():
        if action.form is not None:
            assert action.form(alone.view, last(me).id)
    assert len(Shelf(other.view).envelopes()) == 1


# -- hello, late ------------------------------------------------------------------------------


def test_a_hello_goes_by_one_key_and_comes_back_by_one(pair: tuple[Session, Session]) -> None:
    me, other = pair
    said = act(me, "hello")
    assert said == f"A hello for {other.me.name}: “Thinking of you.” Press u to take it back."
    with pytest.raises(Refused):
        act(me, "hello")
    assert act(me, "take_hello_back") == "The hello is taken back."
    assert last(me).taken_back
    with pytest.raises(Refused):
        act(me, "take_hello_back")
    act(me, "hello")
    me.home.now += dt.timedelta(days=1)
    with pytest.raises(Refused):
        act(me, "take_hello_back")
    act(me, "hello")


def test_running_late_carries_only_its_words(pair: tuple[Session, Session]) -> None:
    me, _other = pair
    act(me, "late", about=" home around\nseven ")
    assert last(me).body == Note("late", "Running late: home around seven")
    act(me, "late")
    assert last(me).body == Note("late", "Running late.")


# -- keeping, taking back, taking down --------------------------------------------------------


def test_what_is_kept_outlives_taking_back_and_can_be_let_go(pair: tuple[Session, Session]) -> None:
    me, other = pair
    act(me, "write", text="Thank you.")
    id_ = last(me).id
    act(other, "keep", item=id_)
    act(other, "keep", item=id_)
    act(me, "take_back", item=id_)
    (kept,) = section(other, "Kept")
    assert kept.body == ("Thank you.",)
    assert act(other, "let_go", item=kept.id) == "Let go. Your copy is deleted."
    assert section(other, "Kept") == []
    assert "Thank you." not in json.dumps(me.home.own)
    with pytest.raises(Refused):
        act(other, "keep", item=id_)
    with pytest.raises(Refused):
        act(other, "let_go", item=kept.id)


def test_a_sealed_note_is_recalled_without_a_trace(pair: tuple[Session, Session]) -> None:
    me, other = pair
    act(me, "write", text="Wait.", opens="tomorrow 7:30")
    assert act(me, "take_back", item=last(me).id) == "Taken back before it opened. Nobody is told."
    assert section(me, "From you") == section(other, "For you") == []


def test_only_ones_own_note_can_be_taken_back_and_only_once(pair: tuple[Session, Session]) -> None:
    me, other = pair
    act(me, "write", text="Thank you.")
    with pytest.raises(Refused, match=me.me.name):
        act(other, "take_back", item=last(me).id)
    with pytest.raises(Refused):
        act(me, "keep", item=last(me).id)
    act(me, "take_back", item=last(me).id)
    with pytest.raises(Refused, match="already"):
        act(me, "take_back", item=last(me).id)
    with pytest.raises(Refused):
        act(me, "unfold", item="nobody/0")


@pytest.mark.parametrize("writer", [True, False])
def test_either_takes_a_note_off_the_wall(pair: tuple[Session, Session], writer: bool) -> None:
    me, other = pair
    act(me, "write", text="Good luck!", place="wall")
    id_ = last(me).id
    act(me if writer else other, "take_down", item=id_)
    assert last(me).body == Down(id_)
    assert section(me, "On the wall") == section(other, "On the wall") == []
    assert section(other, "For you")[0].body == ("Good luck!",)
    with pytest.raises(Refused):
        act(other, "take_down", item=id_)


def test_what_was_unfolded_is_remembered_in_bounds(pair: tuple[Session, Session]) -> None:
    me, other = pair
    for number in range(MOST_UNFOLDED + 5):
        me.home.now = NOW + dt.timedelta(days=number)
        me.say(Note("thanks", f"Note {number}"))
        act(other, "unfold", item=last(me).id)
        assert Shelf(other.view).envelopes() == []
    assert len(me.home.own[other.me.id]["unfolded"]) <= MOST_UNFOLDED
    me.say(Note("thanks", "A new one"))
    assert [card.text for card in Shelf(other.view).envelopes()] == ["A new one"]


def test_a_note_dated_ahead_cannot_hide_those_to_come() -> None:
    day = NOW.date()
    entries = [
        Entry(f"bob/{n}", "bob", NOTE, dt.date.max if n == 0 else day, "d", Note("thanks", "x"))
        for n in range(MOST_UNFOLDED + 1)
    ]
    cards = fold(entries, ("alice", "bob")).cards
    own = Own(unfolded=tuple(cards)[:-1])
    remembered = own.unfolding(list(cards.values())[-1], cards, NOW)
    assert len(remembered["unfolded"]) == MOST_UNFOLDED // 2
    assert dt.date.fromisoformat(remembered["unfolded_until"]) < day


# -- places -----------------------------------------------------------------------------------


def test_places_are_chosen_silently(pair: tuple[Session, Session]) -> None:
    me, other = pair
    act(me, "write", text="On it.", place="wall")
    before, entries = page(me.view), list(me.home.entries)
    act(other, "places", today="open", wall="closed")
    assert other.view.wishes[CLOSED] == {"wall"}
    assert page(me.view) == before
    assert me.home.entries == entries
    act(me, "write", text="Again.", place="wall")
    waiting = [card.id for card in Shelf(other.view).envelopes()]
    assert last(me).id in waiting
    me.home.now += dt.timedelta(days=3)
    act(other, "places", today="open", wall="open")
    assert other.view.wishes[CLOSED] == frozenset()
    assert [card.id for card in Shelf(other.view).envelopes()] == waiting


def test_on_this_day_is_chosen_silently(pair: tuple[Session, Session]) -> None:
    me, _other = pair
    act(me, "on_this_day", wanted="yes")
    assert me.view.wishes[ON_THIS_DAY] == {"yes"}
    act(me, "on_this_day", wanted="no")
    assert me.view.wishes[ON_THIS_DAY] == frozenset()


# -- declarations -----------------------------------------------------------------------------


def test_every_action_that_a_row_offers_is_declared(pair: tuple[Session, Session]) -> None:
    me, other = pair
    for values in (
        {"text": "One"},
        {"text": "Two", "place": "wall"},
        {"text": "3", "opens": "18:00"},
    ):
        act(me, "write", **values)
    act(other, "keep", item=me.home.entries[0].id)
    declared = {action.id: action for action in all_actions()}
    offered = {
        id_
        for session in pair
        for part in page(session.view).sections
        for item in part.items
        for id_ in item.actions
    }
    assert offered == {
        "gratitude.keep",
        "gratitude.let_go",
        "gratitude.take_back",
        "gratitude.take_down",
    }
    assert all(declared[id_].where is Where.ITEM for id_ in offered)
    keys = [action.key for action in declared.values() if action.key]
    assert len(keys) == len(set(keys))
    assert declared["gratitude.write"].key == "n"


# -- the command line -------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("Thank you.",), ("Thank", "you.")])
def test_thank(pair: tuple[Session, Session], words: tuple[str, ...]) -> None:
    me, other = pair
    output = printed(run(me, other.me.id, *words, command=thank))
    assert last(me).body == Note("thanks", "Thank you.")
    assert f"dashboard notes take-back {last(me).id}" in output


def test_thank_reads_words_from_standard_input(pair: tuple[Session, Session]) -> None:
    me, _other = pair
    printed(
        run(me, "--tone", "win", "--on", "wall", "--at", "18:00", stdin="First run.", command=thank)
    )
    assert last(me).sealed
    assert last(me).body.text == "First run."
    assert "shell's history" in " ".join(printed(run(me, "--help", command=thank)).split())


def test_thanking_oneself_is_refused_kindly(pair: tuple[Session, Session]) -> None:
    me, _other = pair
    result = run(me, me.me.name, "Well done", command=thank)
    assert isinstance(result.exception, DashboardError)
    assert isinstance(run(me, "nobody", "Hi", command=thank).exception, DashboardError)
    assert run(me, "--tone", "late", command=thank).exit_code == 2
    assert me.home.entries == []


def test_the_whole_way_by_commands(pair: tuple[Session, Session]) -> None:
    me, other = pair
    assert "No notes yet" in printed(run(other, "list"))
    assert "no envelope" in printed(run(other, "unfold"))
    printed(run(me, other.me.id, "Thank you.", command=thank))
    id_ = last(me).id
    assert "Thank you." not in printed(run(other, "list"))
    assert printed(run(other, "unfold")) == f"Thank you.\n\n— {me.me.name}\n"
    (row,) = json.loads(printed(run(other, "list", "--json")))
    assert (row["id"], row["from"], row["text"], row["state"]) == (
        id_,
        me.me.id,
        "Thank you.",
        "open",
    )
    assert "Kept" in printed(run(other, "keep", id_))
    assert "Taken back" in printed(run(me, "take-back", id_))
    assert "Let go" in printed(run(other, "let-go", f"kept/{id_}"))
    printed(run(me, "hello"))
    printed(run(me, "late", "--about", "around seven"))
    printed(run(me, "--on", "wall", stdin="Good luck!", command=thank))
    assert "off the wall" in printed(run(other, "take-down", last(me).id))
    assert printed(run(other, "places", "--close", "wall", "--close", "today", "--open", "today"))
    assert printed(run(other, "places")) == "today: open\nwall: closed\n"
    assert printed(run(other, "on-this-day", "yes"))
    assert other.view.wishes == {CLOSED: {"wall"}, ON_THIS_DAY: {"yes"}}
