"""What people do with limits and agreements, by keys, forms and commands."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from dashboard.api.context import Entry, Person, View
from dashboard.api.types import Where
from dashboard.core.errors import DashboardError, Refused
from plugins.boundaries import commands, deeds, forms
from plugins.boundaries.action import all_actions
from plugins.boundaries.bodies import KINDS, Propose, Withdraw
from plugins.boundaries.folding import fold
from plugins.boundaries.settings import Settings
from plugins.boundaries.standing import ALIVE, Standing, standing

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ALICE, BOB = Person("alice", "Alice"), Person("bob", "Bob")
WORDS = "Our phones stay in the hall at dinner."
KIND_OF = {body: kind for kind, body in KINDS.items()}
BOTH_WAYS = pytest.mark.parametrize(("one", "other"), [("alice", "bob"), ("bob", "alice")])


class Home:
    """Two people's entries; one context for each."""

    def __init__(self, *people: Person, settings: Settings | None = None) -> None:
        self.people = people or (ALICE, BOB)
        self.entries: list[Entry] = []
        self.now = NOW
        self.settings = settings or Settings()
        self.before_saying: Any = None
        self.own: dict[str, dict[str, Any]] = {person.id: {} for person in self.people}

    def forward(self, days: int) -> None:
        self.now += dt.timedelta(days=days)

    def of(self, id_: str) -> Acting:
        me = next(person for person in self.people if person.id == id_)
        return Acting(self, me)

    def write(self, author: str, body: Any) -> str:
        id_ = f"{author}/home/shared/{len(self.entries) + 1}"
        day = self.now.date()
        self.entries.append(Entry(id_, author, KIND_OF[type(body)], day, f"digest {id_}", body))
        return id_

    @property
    def state(self) -> Any:
        return fold(self.entries, [person.id for person in self.people])

    def how(self, id_: str) -> Standing:
        return standing(self.state.agreements[id_], self.now.date())


class Acting:
    """The context of one person there."""

    def __init__(self, home: Home, me: Person) -> None:
        self.home, self.me = home, me

    @property
    def view(self) -> View:
        partner = next((one for one in self.home.people if one != self.me), None)
        return View(self.me, partner, self.home.now, self.home.settings, self.home.state,
                    self.home.own[self.me.id])  # fmt: skip

    def say(self, body: Any) -> str:
        if self.home.before_saying:
            meanwhile, self.home.before_saying = self.home.before_saying, None
            meanwhile()
        return self.home.write(self.me.id, body)

    def seal(self, body: Any) -> str:
        raise AssertionError("nothing here is sealed")

    def take_back(self, id_: str) -> None:
        raise AssertionError("nothing here takes words away")

    def remember(self, **values: Any) -> None:
        self.home.own[self.me.id].update(values)

    def wish(self, topic: str, choices: frozenset[str]) -> None:
        raise AssertionError("nothing here is a wish")

    def propose(self, **values: str) -> str:
        deeds.propose(self, {"text": WORDS, **values})
        return self.home.entries[-1].id


@pytest.fixture
def home() -> Home:
    return Home()


# -- proposing and answering -------------------------------------------------------------------


@BOTH_WAYS
def test_propose_read_agree_and_end_it(home: Home, one: str, other: str) -> None:
    id_ = home.of(one).propose(ends="in 4 weeks")
    form = forms.agree(home.of(other).view, id_)
    assert form.send == "Agree to these words" and not form.fields
    assert form.reads == (
        f"“{WORDS}”",
        "About: communication",
        "From: the day of the yes",
        "Until: Sunday 20 December 2026; it ends by itself",
    )
    assert form.says == "You may say no, or not now, or nothing. Nothing else here changes."
    said = deeds.agree(home.of(other), {}, id_)
    assert said == "In force since today, until 20 December."
    home.forward(2)
    assert deeds.withdraw(home.of(one), {}, id_) == "No longer in force since today."
    assert home.how(id_) is Standing.WITHDRAWN
    with pytest.raises(Refused):
        deeds.withdraw(home.of(other), {}, id_)


@BOTH_WAYS
def test_nobody_answers_ones_own_proposal(home: Home, one: str, other: str) -> None:
    id_ = home.of(one).propose()
    for deed in (deeds.agree, deeds.no, deeds.not_yet):
        with pytest.raises(Refused, match="your own proposal"):
            deed(home.of(one), {}, id_)
    with pytest.raises(Refused, match="You may say no"):
        deeds.withdraw(home.of(other), {}, id_)
    assert len(home.entries) == 1


@BOTH_WAYS
def test_what_changed_meanwhile_is_not_agreed_to(home: Home, one: str, other: str) -> None:
    id_ = home.of(one).propose()
    home.write(one, Withdraw(id_))
    with pytest.raises(Refused, match="These words have changed since; read them again"):
        deeds.agree(home.of(other), {}, id_)
    assert len(home.entries) == 2
    id_ = home.of(one).propose(text="Other words.")
    home.before_saying = lambda: home.write(one, Withdraw(id_))
    with pytest.raises(Refused, match="These words have changed since; read them again"):
        deeds.agree(home.of(other), {}, id_)
    assert home.how(id_) not in ALIVE
    with pytest.raises(Refused, match="not here any more"):
        deeds.agree(home.of(other), {}, "nobody/home/shared/1")


@BOTH_WAYS
def test_no_and_not_yet_change_nothing_else(home: Home, one: str, other: str) -> None:
    kept = home.of(one).propose(text="Kept.")
    deeds.agree(home.of(other), {}, kept)
    id_ = home.of(one).propose()
    assert "Nothing else here changes" in deeds.not_yet(home.of(other), {}, id_)
    before = len(home.entries)
    assert deeds.not_yet(home.of(other), {}, id_) == "That is your answer already."
    assert len(home.entries) == before
    deeds.no(home.of(other), {}, id_)
    assert home.how(id_) is Standing.NO and home.how(kept) is Standing.IN_FORCE
    deeds.agree(home.of(other), {}, id_)
    assert home.how(id_) is Standing.IN_FORCE


@BOTH_WAYS
def test_the_same_words_come_back_after_a_month_at_the_earliest(
    home: Home, one: str, other: str
) -> None:
    id_ = home.of(one).propose()
    with pytest.raises(Refused, match="still open"):
        home.of(one).propose(text=WORDS.upper() + "!")
    deeds.no(home.of(other), {}, id_)
    home.forward(29)
    with pytest.raises(Refused, match="again from Tuesday 22 December 2026 on"):
        home.of(one).propose(text=WORDS.upper() + "!", category="personal space")
    home.of(one).propose(text="Other words.")
    home.of(other).propose()  # the other may, at any time
    home.forward(1)
    home.of(one).propose()


def test_agreed_words_are_revised_and_not_proposed_again(home: Home) -> None:
    id_ = home.of("alice").propose()
    deeds.agree(home.of("bob"), {}, id_)
    with pytest.raises(Refused, match="Revise them"):
        home.of("bob").propose()
    deeds.revise(home.of("bob"), {"text": WORDS, "ends": "in 4 weeks"}, id_)


def test_days_are_checked_when_proposing(home: Home) -> None:
    def refused(**values: str) -> str:
        with pytest.raises(Refused) as error:
            home.of("bob").propose(**values)
        return error.value.sentence

    assert "needs a last day" in refused(category="transparency")
    assert "needs a last day" in refused(category="(own)", own_category="Openness")
    assert "90 days at most" in refused(category="transparency", ends="in 91 days")
    assert "tomorrow at the earliest" in refused(
        category="transparency", starts="today", ends="in 5 days"
    )
    assert "before it could start" in refused(category="transparency", ends="today")
    assert "today at the earliest" in refused(starts="yesterday")
    assert "before its first" in refused(starts="in 5 days", ends="in 4 days")
    assert "before it could start" in refused(ends="yesterday")
    assert "no day I can read" in refused(review="soonish")
    assert "from tomorrow on" in refused(review="today")
    assert "no words yet" in refused(text=" \n")
    assert "letters" in refused(text="a" * 2001)
    assert "what it is about" in refused(category="(own)")
    assert not home.entries
    home.of("bob").propose(category="transparency", ends="in 90 days")


def test_openness_longer_than_the_settings_allow_is_not_agreed_to(home: Home) -> None:
    ends = (NOW.date() + dt.timedelta(days=120)).isoformat()
    id_ = home.write("alice", Propose(WORDS, "transparency", ends=ends))
    with pytest.raises(Refused, match="90 days at most"):
        deeds.agree(home.of("bob"), {}, id_)
    home.forward(30)
    assert deeds.agree(home.of("bob"), {}, id_) == "Both said yes. In force from tomorrow."


def test_categories_of_ones_own() -> None:
    home = Home(settings=Settings(own_categories=["money"]))
    field = forms.propose(home.of("bob").view, "").fields[1]
    assert [choice.value for choice in field.choices] == [
        "communication", "transparency", "personal space", "money", "(own)",
    ]  # fmt: skip
    home.of("bob").propose(category="MONEY")
    home.of("bob").propose(category="(own)", own_category="the garden", text="Two.")
    home.of("bob").propose(category="money", own_category="left over", text="Three.")
    found = [one.category for one in home.state.agreements.values()]
    assert found == ["money", "the garden", "money"]


def test_alone_a_proposal_waits_until_the_partner_is_here() -> None:
    home = Home(ALICE)
    assert "waits until your partner is here" in deeds.propose(home.of("alice"), {"text": WORDS})
    home.people, home.own["bob"] = (ALICE, BOB), {}
    deeds.agree(home.of("bob"), {}, home.entries[0].id)
    assert home.how(home.entries[0].id) is Standing.IN_FORCE


# -- new words, and talking ----------------------------------------------------------------------


@BOTH_WAYS
def test_revising_needs_both_again(home: Home, one: str, other: str) -> None:
    old = home.of(one).propose(review="in 4 weeks")
    deeds.agree(home.of(other), {}, old)
    form = forms.revise(home.of(other).view, old)
    values = {field.name: field.initial for field in form.fields}
    assert values["text"] == WORDS and form.reads[0] == f"“{WORDS}”"
    assert "stay in force" in deeds.revise(home.of(other), {**values, "text": "At lunch."}, old)
    new = home.entries[-1].id
    assert home.how(old) is Standing.IN_FORCE
    assert f"In place of: “{WORDS}”" in forms.agree(home.of(one).view, new).reads
    deeds.agree(home.of(one), {}, new)
    assert (home.how(old), home.how(new)) == (Standing.REPLACED, Standing.IN_FORCE)
    with pytest.raises(Refused, match="Only what is in force"):
        deeds.revise(home.of(one), {"text": "Newer."}, old)


@BOTH_WAYS
def test_talking_about_it_changes_the_reminder_only(home: Home, one: str, other: str) -> None:
    id_ = home.of(one).propose(review="in 1 week")
    with pytest.raises(Refused):
        deeds.talked(home.of(one), {"next": "in 2 weeks"}, id_)
    deeds.agree(home.of(other), {}, id_)
    assert "on 6 December" in deeds.talked(home.of(other), {"next": "in 2 weeks"}, id_)
    assert home.state.agreements[id_].look_again == dt.date(2026, 12, 6)
    assert deeds.talked(home.of(one), {}, id_) == "Noted, without a next day."
    assert home.state.agreements[id_].look_again is None and home.how(id_) in ALIVE


# -- limits --------------------------------------------------------------------------------------


@BOTH_WAYS
def test_a_limit_is_its_owners_to_change(home: Home, one: str, other: str) -> None:
    said = deeds.limit(home.of(one), {"text": "I will go for a walk."})
    assert said == f"Written down. {other.title()} can read it."
    id_ = home.entries[-1].id
    for deed in (deeds.withdraw, deeds.revise, deeds.talked):
        with pytest.raises(Refused):
            deed(home.of(other), {"text": "I will not."}, id_)
    deeds.revise(home.of(one), {"text": "I will go out."}, id_)
    new = home.entries[-1].id
    assert deeds.withdraw(home.of(one), {}, new) == "Let go."
    with pytest.raises(Refused):
        deeds.withdraw(home.of(one), {}, new)


@BOTH_WAYS
def test_what_another_must_do_is_offered_as_a_proposal(home: Home, one: str, other: str) -> None:
    text = f"{other.title()} must be home by ten."
    form = forms.limit(home.of(one).view, "")
    assert form.remark is not None
    offer = "This says what somebody else must do. Shall it be a proposal?"
    assert form.remark({"text": text}) == offer
    assert form.remark({"text": "Evenings for the choir."}).startswith("A limit says what you")
    assert form.remark({"text": "I will go."}) == form.remark({"text": ""}) == ""
    with pytest.raises(Refused, match="Propose an agreement") as error:
        deeds.limit(home.of(one), {"text": text})
    assert error.value.sentence.startswith(offer) and not home.entries
    assert forms.propose(home.of(one).view, "").fields[0].initial == text
    deeds.propose(home.of(one), {"text": text})
    assert forms.propose(home.of(one).view, "").fields[0].initial == ""


# -- keys ----------------------------------------------------------------------------------------


def test_keys_are_unique_and_leave_the_global_ones_alone() -> None:
    actions = all_actions()
    keys = [action.key for action in actions]
    assert len(set(keys)) == len(keys) and not set(keys) & set("nhal?q0123456789")
    assert all(action.id.startswith("boundaries.") for action in actions)
    on_screen = {action.id for action in actions if action.where is Where.SCREEN}
    assert on_screen == {"boundaries.propose", "boundaries.limit"}


def test_every_form_and_deed_survives_an_item_that_is_not_there(home: Home) -> None:
    for action in all_actions():
        assert action.form is not None
        assert action.form(home.of("alice").view, "nothing").title
        with pytest.raises(Refused):
            action.do(home.of("alice"), {}, "nothing")


# -- the command line ------------------------------------------------------------------------------


class Typed:
    """A terminal for commands, as one of the two."""

    def __init__(self, home: Home, id_: str) -> None:
        self.home, self.acting = home, home.of(id_)
        self.me, self.partner = self.acting.me, self.acting.view.partner

    def person(self, name: str) -> Person:
        raise AssertionError("no command here names a person")

    def context(self, plugin_id: str) -> Acting:
        assert plugin_id == "boundaries"
        return self.acting

    def rows(self, rows: Sequence[Mapping[str, Any]], lines: Sequence[str], as_json: bool) -> None:
        print(json.dumps(list(rows)) if as_json else "\n".join(lines))

    def words(self, given: str | None, prompt: str) -> str:
        assert prompt
        return given or sys.stdin.read().strip()

    def say(self, sentence: str) -> None:
        print(sentence)


def run(home: Home, who: str, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(commands.boundary, list(arguments), input=typed, obj=Typed(home, who))


def done(home: Home, who: str, *arguments: str, typed: str = "") -> str:
    result = run(home, who, *arguments, typed=typed)
    if isinstance(result.exception, DashboardError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@BOTH_WAYS
def test_the_whole_way_by_commands(home: Home, one: str, other: str) -> None:
    done(home, one, "propose", WORDS, "--until", "in 4 weeks", "--review", "in 2 weeks")
    (row,) = json.loads(done(home, other, "list", "--json"))
    assert (row["kind"], row["state"], row["starts"]) == ("proposal", "waiting", "")
    short = f"{one}-1"
    line = f"{short}  “{WORDS}”  {one.title()} proposes it."
    assert done(home, other, "list").strip() == line
    done(home, other, "answer", short, "not-yet")
    assert "not-yet" in done(home, other, "answer", "--help")
    said = done(home, other, "agree", short)
    assert f"“{WORDS}”" in said and "Until: Sunday 20 December 2026" in said
    done(home, other, "talked", short, "--next", "in 3 weeks")
    (row,) = json.loads(done(home, one, "list", "--json"))
    assert row == {
        "id": f"{one}/home/shared/1",
        "kind": "agreement",
        "text": WORDS,
        "category": "communication",
        "state": "in force",
        "proposed_by": one,
        "day": "2026-11-22",
        "starts": "2026-11-22",
        "ends": "2026-12-20",
        "review": "2026-12-13",
        "history": [
            {"day": "2026-11-22", "by": one, "what": "proposed"},
            {"day": "2026-11-22", "by": other, "what": "said not yet"},
            {"day": "2026-11-22", "by": other, "what": "said yes"},
            {"day": "2026-11-22", "by": other, "what": "talked about"},
        ],
    }
    done(home, one, "revise", short, "At lunch, too.", "--until", "")
    done(home, other, "agree", row["id"].replace("/1", "/5"))
    done(home, other, "withdraw", f"{one}-5")
    assert done(home, one, "list").strip() == "Nothing is written down yet."
    assert len(json.loads(done(home, one, "list", "--json", "--all"))) == 2
    shown = done(home, one, "show", short)
    assert f"{one.title()} proposed it today." in shown and "Replaced today by:" in shown


def test_agreeing_in_a_terminal_asks_to_type_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = home.of("alice").propose()
    monkeypatch.setattr(commands, "_asks", lambda: True)
    for typed in ("y\n", "yes\n", "\n"):
        with pytest.raises(Refused, match="Nothing was agreed to"):
            done(home, "bob", "agree", id_, typed=typed)
    assert home.how(id_) is Standing.WAITING
    done(home, "bob", "agree", id_, typed="agree\n")
    assert home.how(id_) is Standing.IN_FORCE


def test_limits_by_commands(home: Home) -> None:
    with pytest.raises(Refused, match="dashboard boundary propose"):
        done(home, "bob", "limit", "Alice must call me.")
    assert not home.own["bob"]
    done(home, "bob", "limit", "--review", "in 2 weeks", typed="I will go for a walk.")
    with pytest.raises(Refused, match="asks for no answer"):
        done(home, "alice", "agree", "bob-1")
    with pytest.raises(Refused, match="Bob's own"):
        done(home, "alice", "withdraw", "bob-1")
    (mine,) = json.loads(done(home, "bob", "list", "--json"))
    (theirs,) = json.loads(done(home, "alice", "list", "--json"))
    assert (mine["kind"], mine["review"], theirs["review"]) == ("limit", "2026-12-06", "")
    done(home, "bob", "revise", "bob-1", "I will go out.", "--category", "the garden")
    assert [one.category for one in home.state.limits.values()] == ["communication", "the garden"]
    with pytest.raises(Refused, match="dashboard boundary propose"):
        done(home, "bob", "revise", "bob-2", "You must go.")
    done(home, "bob", "withdraw", "bob-2")


def test_an_id_that_means_nothing_or_two_things_is_refused(home: Home) -> None:
    home.of("bob").propose()
    twin = home.entries[0]
    home.entries.append(Entry("bob/attic/shared/1", "bob", twin.kind, twin.day, "d", twin.body))
    with pytest.raises(Refused, match="more than one"):
        done(home, "alice", "agree", "bob-1")
    assert "bob/attic/shared/1" in done(home, "alice", "list")
    with pytest.raises(Refused, match="There is no"):
        done(home, "alice", "show", "bob-9")
    done(home, "alice", "show", "bob/home/shared/1")


def test_importing_the_plugin_is_cheap() -> None:
    code = (
        "import sys, plugins.boundaries\n"
        "print([n for n in ('msgspec', 'click', 'textual') if n in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
