"""The twelve rules of the product, each as far as the dashboard is built, for both alike."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from rules.conftest import Home

from dashboard.api.context import WallView
from dashboard.api.types import AllAnswered
from dashboard.core.errors import Refused
from dashboard.core.household import administrators
from dashboard.curtain.rules import Nothing, Past, Sealed, due
from dashboard.host import first_words
from dashboard.host.export import write_export
from dashboard.host.first_words import pages
from dashboard.host.switches import switch
from dashboard.testing import OpenedHousehold, open_household
from dashboard.ui.app import DashboardApp
from dashboard.ui.hide import NEUTRAL, HideScreen
from plugins.boundaries.bodies import Answer

WORDS = "Thank you for the quiet hour by the window."
ASKS = "Our phones stay in the hall at dinner."


def note(home: Home, text: str = WORDS, **values: str) -> str:
    """One of the two writes to the other; returns the entry's id."""
    home.do(home.me, "gratitude.write", text=text, **values)
    return home.me.journals.entries.of("gratitude")[-1].id


def proposal(home: Home, text: str = ASKS, **values: str) -> str:
    home.do(home.me, "boundaries.propose", text=text, **values)
    return home.me.journals.entries.of("boundaries")[-1].id


# -- 1 ------------------------------------------------------------------------------------------


def test_rule_01_both_can_do_the_same(home: Home) -> None:
    mine = [(action.id, action.key) for _record, action in home.me.plugins.actions()]
    yours = [(action.id, action.key) for _record, action in home.you.plugins.actions()]
    assert mine == yours
    table = (home.root / "household.toml").read_text("utf-8")
    assert not re.search(r"owner|role|admin|injured|guilty|betray", table, re.I)


def test_rule_01_nobody_can_tell_from_the_data_who_broke_trust(tmp_path: Path) -> None:
    """The same story with the two exchanged leaves the same data with the names exchanged."""
    found = []
    exchanged = {"alice": "bob", "bob": "alice", "Alice": "Bob", "Bob": "Alice"}
    for first in ("alice", "bob"):
        home = Home(open_household(tmp_path / first), first)
        note(home)
        one = proposal(home)
        home.do(home.you, "boundaries.agree", one)
        home.do(home.me, "boundaries.withdraw", one)
        text = json.dumps([home.rows(home.me, "boundaries"), home.rows(home.you, "gratitude")])
        if first == "bob":
            text = re.sub("|".join(exchanged), lambda match: exchanged[match[0]], text)
        found.append(text)
    assert found[0] == found[1]


def test_rule_01_a_change_of_shared_settings_shows_to_both_and_either_takes_it_back(
    home: Home,
) -> None:
    for session in (home.me, home.you):
        assert session.settings_changes() == []
    file = home.root / "config" / "gratitude.toml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("wall_days = 1", "wall_days = 5"), "utf-8")
    home.refresh()
    for session in (home.me, home.you):
        assert "wall_days: 1 → 5" in session.today().text()
        assert any(row["action"] == "core.settings-back" for row in session.today().rows)
    home.you.settings_take_back()
    home.refresh()
    assert file.read_text("utf-8") == before
    assert home.me.settings.get("gratitude").wall_days == 1


def test_rule_01_help_cannot_be_switched_off_nor_its_numbers_removed(home: Home) -> None:
    with pytest.raises(Refused):
        switch(home.me, "support", on=False)
    home.me.change_own(plugins_off=["support", "gratitude"])
    assert "support" in {record.id for record in home.me.plugins.enabled}
    before = home.page(home.me, "support")
    shipped = set(re.findall(r"\d[\d -]{2,}\d", str(before)))
    extra = 'country = "DE"\n[[numbers]]\nname = "Ours"\nnumber = "555"\n'
    (home.root / "config" / "support.toml").write_text(extra, "utf-8")
    home.refresh()
    after = str(home.page(home.me, "support"))
    assert "555" in after
    assert "116 016" in after
    assert shipped


# -- 2 ------------------------------------------------------------------------------------------


def test_rule_02_reading_and_keeping_leave_no_mark_that_the_other_could_see(home: Home) -> None:
    one = note(home)
    before = home.shared_files()
    seen_by_writer = home.told(home.me)
    home.do(home.you, "gratitude.unfold", one)
    home.do(home.you, "gratitude.keep", one)
    assert WORDS in home.told(home.you)
    assert home.shared_files() == before
    assert home.told(home.me) == seen_by_writer


def test_rule_02_days_are_kept_and_hours_are_not(home: Home) -> None:
    home.opened.clock.at = home.opened.clock.at.replace(hour=23, minute=47, second=31)
    home.do(home.you, "boundaries.agree", proposal(home))
    one = note(home)
    home.do(home.you, "gratitude.unfold", one)
    home.do(home.you, "gratitude.keep", one)
    hour = re.compile(rb"23:4|T23|47:31|\b2347\b")
    for path in home.root.rglob("*"):
        if path.is_file() and path.name not in ("today.json",):
            assert not hour.search(path.read_bytes()), path
    for session in (home.me, home.you):
        assert not re.search(r"\b\d?\d:\d\d\b", home.told(session))


# -- 3 ------------------------------------------------------------------------------------------


def test_rule_03_a_changed_text_is_agreed_to_by_nobody(home: Home) -> None:
    one = proposal(home)
    home.do(home.you, "boundaries.agree", one)
    assert "In force" in home.rows(home.me, "boundaries")[one]
    home.do(home.me, "boundaries.revise", one, text="Our phones stay in the hall all evening.")
    two = home.me.journals.entries.of("boundaries")[-1].id
    assert "In force" in home.rows(home.you, "boundaries")[one]
    assert "In force" not in home.rows(home.you, "boundaries")[two]


def test_rule_03_a_yes_counts_only_for_the_exact_thing(home: Home) -> None:
    one = proposal(home)
    home.you.context("boundaries").say(Answer(one, "0" * 64, ASKS, "yes"))
    home.refresh()
    for session in (home.me, home.you):
        assert "In force" not in home.rows(session, "boundaries")[one]


def test_rule_03_taken_back_at_once_without_a_reason_and_without_an_alarm(home: Home) -> None:
    one = proposal(home)
    home.do(home.you, "boundaries.agree", one)
    before = home.you.today().text()
    home.do(home.me, "boundaries.withdraw", one)
    assert "No longer in force" in home.rows(home.you, "boundaries")[one]
    assert home.you.today().text() == before


def test_rule_03_a_refused_proposal_does_not_come_back_within_a_month(home: Home) -> None:
    home.do(home.you, "boundaries.no", proposal(home))
    for days in (1, 28):
        home.later(days=days)
        with pytest.raises(Refused):
            proposal(home, f"  {ASKS.upper()} ")
    home.later(days=2)
    proposal(home)


def test_rule_03_openness_begins_tomorrow_and_ends_by_itself(home: Home) -> None:
    with pytest.raises(Refused):
        proposal(home, "We show each other the calendar.", category="transparency")
    one = proposal(
        home, "We show each other the calendar.", category="transparency", ends="in 7 days"
    )
    home.do(home.you, "boundaries.agree", one)
    assert "In force from tomorrow" in home.rows(home.me, "boundaries")[one]
    home.later(days=1)
    assert "In force since" in home.rows(home.me, "boundaries")[one]
    home.later(days=7)
    assert "In the past" in home.rows(home.me, "boundaries")[one]


# -- 4 ------------------------------------------------------------------------------------------

ROUND = "2026-11-22/weekly"
HOUR = dt.datetime.fromisoformat("2026-11-22T18:00+01:00")


def answer(who: str, number: int = 1) -> Sealed:
    fields = {"round": ROUND, "opens": HOUR.isoformat()}
    return Sealed(f"{who}/home/sealed/{number}", who, "talk.answer", number, fields)


@pytest.mark.parametrize("one", ["alice", "bob"])
def test_rule_04_blind_answers_open_together_or_not_at_all(one: str) -> None:
    rules, people = {"talk.answer": AllAnswered()}, ("alice", "bob")
    both = [answer("alice"), answer("bob")]
    before, after = HOUR - dt.timedelta(minutes=1), HOUR + dt.timedelta(minutes=1)
    assert due(both, rules, people, before).openings == ()
    assert {len(opening.ids) for opening in due(both, rules, people, after).openings} == {2}
    alone = due([answer(one)], rules, people, after)
    assert alone.openings == ()
    assert [nothing.round.endswith(ROUND) for nothing in alone.nothing] == [True]
    assert isinstance(alone.nothing[0], Nothing)
    # Who answers late must not show by it: the round that closed stays closed.
    closed = Past(closed=frozenset({alone.nothing[0].round}))
    assert due(both, rules, people, after, closed).openings == ()


def test_rule_04_a_sealed_note_is_nowhere_to_be_seen_before_its_hour(home: Home) -> None:
    seen, files = home.told(home.you), set(home.shared_files())
    note(home, opens="Monday 18:00")
    assert home.told(home.you) == seen
    assert {name for name in set(home.shared_files()) - files if "/sealed/" not in name} == set()
    home.later(days=1, minutes=-1)
    assert "A thank-you from" not in home.you.today().text()
    home.later(minutes=1)
    assert "A thank-you from" in home.you.today().text()


# -- 5 ------------------------------------------------------------------------------------------


def test_rule_05_nothing_is_counted_up(home: Home) -> None:
    for number in range(7):
        one = note(home, f"Thank you for the bread of day {'abcdefg'[number]}.")
        home.do(home.you, "gratitude.unfold", one)
        home.do(home.you, "gratitude.keep", one)
    home.do(home.you, "boundaries.agree", proposal(home))
    for words in ("Saturday mornings are for each alone.", "We eat at the table on Sundays."):
        proposal(home, words)
    for session in (home.me, home.you):
        told = home.told(session)
        assert not re.search(
            r"%|\bstreak|\bscore|\brank|\bpoints?\b|\btotal\b|\bunread\b", told, re.I
        )
        titles = [s.title for page in ("gratitude", "boundaries")
                  for s in home.page(session, page).sections]  # fmt: skip
        rows = [row["text"] + row["note"] for row in session.today().rows]
        assert not re.search(r"\d|\bseven\b|\bsix\b", " ".join((*titles, *rows)))


# -- 6 ------------------------------------------------------------------------------------------


def test_rule_06_what_is_ones_own_is_in_a_folder_for_oneself(home: Home) -> None:
    home.do(home.you, "gratitude.keep", note(home))
    home.you.own.keep_draft("gratitude.write\n", {"text": "not yet sent"})
    own = home.opened.household.own(home.you.me)
    for path in (own, *own.rglob("*")):
        allowed = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) & ~allowed == 0, path
    for name, data in home.shared_files().items():
        assert b"not yet sent" not in data, name


def test_rule_06_each_reads_who_can_read_what_with_the_names(
    household: OpenedHousehold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_words, "administrators", lambda: (*administrators(), "pia"))
    text = " ".join(sentence for _t, texts, _k in pages(household.household) for sentence in texts)
    assert "sealed notes included" in text
    for name in ("root", *administrators(), "pia"):
        assert name in text
    assert "change the programs or watch what is typed" in text
    assert "one account" in text


# -- 7 ------------------------------------------------------------------------------------------


def test_rule_07_the_wall_gets_only_what_was_meant_for_it(home: Home) -> None:
    note(home, "In an envelope.")
    note(home, "Sealed for the wall.", place="wall", opens="Monday 18:00")
    note(home, "Soup on the stove.", place="wall")
    proposal(home)
    told = []
    for record in home.you.plugins.enabled:
        view = home.you.view(record.id)
        wall = WallView(home.opened.people, view.now, view.settings, view.state)
        told += [item.text for item in home.you.plugins.call(record, "wall_items", (), view=wall)]
    assert told == ["Soup on the stove."]


# -- 8 ------------------------------------------------------------------------------------------


async def test_rule_08_one_key_blanks_the_screen(home: Home) -> None:
    note(home)
    app = DashboardApp(str(home.root), home.you.me.id)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(100):
            await pilot.pause(0.05)
            if app.session is not None and app.today is not None:
                break
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(app.screen, HideScreen)
        shown = "".join(
            segment.text for line in app.screen._compositor.render_strips() for segment in line
        )
        assert re.fullmatch(r"[\s\d:]*", shown)
        assert NEUTRAL == "terminal"
        assert "shoulder" in (Path(__file__).parents[2] / "README.md").read_text("utf-8")


# -- 9 ------------------------------------------------------------------------------------------


def test_rule_09_a_rewritten_past_shows(home: Home) -> None:
    note(home, "I will be home at six.")
    home.do(home.you, "gratitude.write", text="Thank you for saying so.")
    author = home.me.me.id
    file = next((home.root / "journal" / author / "home" / "shared").glob("*.jsonl"))
    file.write_bytes(file.read_bytes().replace(b"home at six", b"home at ten"))
    home.refresh()
    assert author in home.you.today().text() or home.me.me.name in home.you.today().text()
    assert any(row["place"] == "notice" for row in home.you.today().rows)
    assert "home at ten" not in home.told(home.you)


def test_rule_09_what_was_taken_back_stands_as_taken_back(home: Home) -> None:
    one = note(home)
    home.do(home.me, "gratitude.take_back", one)
    for session in (home.me, home.you):
        assert "taken back" in home.rows(session, "gratitude")[one]
        assert WORDS not in home.told(session)
    assert not any(WORDS.encode() in data for data in home.shared_files().values())


# -- 10 -----------------------------------------------------------------------------------------


def test_rule_10_each_can_take_along_what_is_theirs_alone_and_at_once(
    home: Home, tmp_path: Path
) -> None:
    note(home, "What I wrote.")
    home.do(home.you, "gratitude.write", text="What I received.")
    home.do(home.you, "gratitude.write", text="Sealed by you.", opens="Monday 18:00")
    home.do(home.you, "boundaries.agree", proposal(home))
    home.you.own.keep_draft("gratitude.write\n", {"text": "your draft"})
    before = home.shared_files()
    folder = write_export(home.me, tmp_path / "export")
    text = "".join(path.read_text("utf-8") for path in folder.iterdir())
    to_read = (folder / "dashboard.md").read_text("utf-8")
    for kept in ("What I wrote.", "What I received.", ASKS):
        assert kept in to_read
        assert kept in (folder / "entries.json").read_text("utf-8")
    for others in ("Sealed by you.", "your draft"):
        assert others not in text
    assert home.shared_files() == before


def test_rule_10_sending_says_that_it_can_be_kept_and_shown(home: Home) -> None:
    record, action = next(
        pair for pair in home.me.plugins.actions() if pair[1].id == "gratitude.write"
    )
    form = home.me.form(record, action, "")
    assert "keep this and show it" in form.says


# -- 11 -----------------------------------------------------------------------------------------


def test_rule_11_the_help_page_needs_nothing_and_writes_nothing(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path / "none"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    env["PYTHONDONTWRITEBYTECODE"] = "1"  # what Python itself keeps is not the page's
    watch = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event.startswith('socket.') or (event == 'open' and args[2] and args[2] & 3\n"
        "            and args[0] != '/dev/null'):\n"
        "        print('WROTE', event, args[:1], file=sys.stderr)\n"
        "sys.addaudithook(hook)\n"
        "from dashboard.start import main\n"
        "main(['help-me', '--country', 'GB', '--language', 'en'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch], env=env, capture_output=True, text=True, check=True
    )
    assert "WROTE" not in done.stderr
    assert not (tmp_path / "none").exists()
    said = " ".join(done.stdout.split())
    assert "not for a relationship with violence, threats or control" in said
    assert "Leaving can be the right thing" in said
    assert "Having done wrong is no reason to be hit, threatened or controlled" in said
    assert "safer device" in said
    assert "999" in said


# -- 12 -----------------------------------------------------------------------------------------


def test_rule_12_skipping_costs_nothing(home: Home) -> None:
    one = note(home)
    ask = proposal(home)
    first = home.you.today().text()
    files = home.shared_files()
    for _week in range(4):
        home.later(days=7)
        home.told(home.you)
    assert home.shared_files() == files
    assert "thank-you" in first
    assert "thank-you" in home.you.today().text()
    assert not re.search(
        r"\blate\b|overdue|missed|waiting for you|remind", home.told(home.you), re.I
    )
    home.later(days=7)
    assert "proposal" not in home.you.today().text()
    assert one in home.rows(home.you, "gratitude")
    assert ask in home.rows(home.you, "boundaries")
