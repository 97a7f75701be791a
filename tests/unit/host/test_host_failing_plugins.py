"""A plugin that fails loses its own results; everybody else works on, and it is told."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from unit.host import failing
from unit.host.failing import Way

from dashboard.api.types import Action, Form, Where
from dashboard.core.errors import DashboardError
from dashboard.host.doctor import examine
from dashboard.host.records import Found, Phase, Status
from dashboard.host.session import Session, plugin_folder
from dashboard.host.trial import try_all
from dashboard.start import main
from dashboard.testing import OpenedHousehold

GOOD = [Found(name, f"plugins.{name}", "household-dashboard") for name in ("gratitude", "support")]


def put(home: OpenedHousehold, source: str, name: str = "bad") -> None:
    """Put a plugin into the own folders of both."""
    for person in home.people:
        folder = plugin_folder(home.household, person)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        (folder / f"{name}.py").write_text(source)
        (folder / f"{name}.py").chmod(0o600)


def found_in(home: OpenedHousehold, name: str = "bad") -> list[Found]:
    folder = plugin_folder(home.household, home.people[0])
    return [*GOOD, Found(name, "", f"your folder {folder}", str(folder / f"{name}.py"))]


def run(capsys: pytest.CaptureFixture[str], home: OpenedHousehold, me: str, *words: str) -> Any:
    with suppress(SystemExit):
        main(["--household", str(home.household.root), "--as", me, *words, "--json"])
    return json.loads(capsys.readouterr().out)


def told(session: Session) -> tuple[str, str, str]:
    (record,) = (r for r in session.plugins.records if r.id == "bad" or r.found.name == "bad")
    return str(record.status), str(record.phase or ""), record.reason


@pytest.mark.parametrize("way", failing.ALL, ids=lambda way: way.name)
def test_it_is_told_and_the_others_work_on(household: OpenedHousehold, way: Way) -> None:
    put(household, way.source)
    session = household.session("alice", found_in(household))
    try_all(session)
    status, phase, reason = told(session)
    assert phase == way.phase
    assert way.tells in reason
    assert status == ("failed" if way.failed else "enabled")
    for name, other in (("alice", "Bob"), ("bob", "Alice")):
        session = household.session(name, found_in(household))
        text = session.today().text()
        assert f"Leave {other} a thank-you." in text
        assert {"gratitude", "support"} <= {record.id for record in session.plugins.enabled}


@pytest.mark.parametrize(
    "way", [way for way in failing.ALL if way.phase == "load"], ids=lambda way: way.name
)
def test_the_command_line_tells_it(
    household: OpenedHousehold, way: Way, capsys: pytest.CaptureFixture[str]
) -> None:
    put(household, way.source)
    for me, other in (("alice", "Bob"), ("bob", "Alice")):
        rows = {row["id"]: row for row in run(capsys, household, me, "plugins")}
        assert rows["bad"]["status"] == "failed" and rows["bad"]["phase"] == "load"
        assert way.tells in rows["bad"]["reason"]
        assert rows["bad"]["source"].startswith("your folder ")
        assert {rows[name]["status"] for name in ("gratitude", "boundaries", "support")} == {
            "enabled"
        }
        texts = [row["text"] for row in run(capsys, household, me, "today")]
        assert any(text.startswith(f"Leave {other} a thank-you.") for text in texts)
        assert any("Bad could not be loaded" in t or "bad could not be loaded" in t for t in texts)


@pytest.mark.parametrize(
    "way",
    [way for way in failing.ALL if way.phase in ("call", "screen")][::4],
    ids=lambda way: way.name,
)
def test_the_doctor_tells_it(household: OpenedHousehold, way: Way) -> None:
    put(household, way.source)
    session = household.session("bob", found_in(household))
    assert any("The plugin Bad had a problem" in check.says for _id, check in examine(session))


def test_settings_of_the_wrong_type_are_told_by_the_command_line(
    household: OpenedHousehold, capsys: pytest.CaptureFixture[str]
) -> None:
    put(household, failing.SETTINGS[0].source)
    (row,) = (row for row in run(capsys, household, "alice", "plugins") if row["id"] == "bad")
    assert (row["status"], row["phase"]) == ("enabled", "settings")


def test_a_bad_settings_file_leaves_what_ships(household: OpenedHousehold) -> None:
    put(household, failing.WHOLE + "\n@hookimpl\ndef settings_type():\n    return Settings\n")
    (household.household.config / "bad.toml").write_text("cups = 'many'")
    session = household.session("alice", found_in(household))
    assert session.view("bad").settings.cups == 2
    assert "bad.toml, line 1, field 'cups'" in session.settings.problems["bad"]
    assert "bad.toml, line 1" in session.today().text()


def test_a_misspelt_hook_is_found_and_the_nearest_named(
    household: OpenedHousehold, capsys: pytest.CaptureFixture[str]
) -> None:
    put(household, failing.WHOLE + "\n@hookimpl\ndef todays_lines(view):\n    return []\n")
    (row,) = (row for row in run(capsys, household, "bob", "plugins") if row["id"] == "bad")
    assert row["warnings"] == ["there is no hook 'todays_lines'; is 'today_lines' meant?"]
    assert row["status"] == "enabled"


def test_a_hook_that_resembles_none(household: OpenedHousehold) -> None:
    put(
        household,
        failing.WHOLE + "\n@hookimpl\ndef zzz():\n    return []\n@hookimpl\ndef dt2(): 1\n",
    )
    record = household.session("bob", found_in(household)).plugins.record("bad")
    assert record is not None and record.warnings == [
        "there is no hook 'dt2'",
        "there is no hook 'zzz'",
    ]


def test_two_of_the_same_id_name_both_owners(household: OpenedHousehold) -> None:
    put(household, failing.WHOLE.replace('"bad"', '"gratitude"'))
    records = household.session("alice", found_in(household)).plugins.records
    (record,) = (record for record in records if record.status is Status.FAILED)
    assert "the one of household-dashboard stays" in record.reason
    assert f"the one of your folder {plugin_folder(household.household, household.people[0])}" in (
        record.reason
    )
    assert (
        "Leave Bob a thank-you." in household.session("alice", found_in(household)).today().text()
    )


def test_one_module_found_twice_stays_whole(household: OpenedHousehold) -> None:
    twice = [GOOD[0], Found("again", "plugins.gratitude", "another package")]
    session = household.session("alice", twice)
    assert [record.status for record in session.plugins.records] == ["enabled", "failed"]
    assert "another name" in session.plugins.records[1].reason
    assert "Leave Bob a thank-you." in session.today().text()


def test_an_id_that_is_taken_is_told_once(household: OpenedHousehold) -> None:
    action = "Action('bad.a', 'A', 'a', print)"
    put(
        household, failing.WHOLE + f"\n@hookimpl\ndef actions():\n    return [{action}, {action}]\n"
    )
    session = household.session("alice", found_in(household))
    for _again in range(3):
        actions = [action for _record, action in session.plugins.actions()]
    assert [action.id for action in actions].count("bad.a") == 1
    record = session.plugins.record("bad")
    assert record is not None and record.warnings == [
        "'bad.a' is there already; this one is left out"
    ]


# -- deeds ------------------------------------------------------------------------------------


def act(household: OpenedHousehold, do: str) -> tuple[Session, str]:
    code = f"\ndef do(context, values, item):\n    {do}\n"
    put(household, failing.WHOLE + code)
    session = household.session("alice", found_in(household))
    record = session.plugins.record("bad")
    assert record is not None
    action = Action("bad.a", "A", "a", record.module.do, where=Where.ANYWHERE)
    return session, session.act(record, action, {}, "")


@pytest.mark.parametrize("do", ["raise RuntimeError('no')", "raise SystemExit", "1 / 0"])
def test_a_raising_deed_is_told_as_a_sentence(household: OpenedHousehold, do: str) -> None:
    with pytest.raises(DashboardError, match="Bad had a problem, and this was not done"):
        act(household, do)


def test_a_refusal_is_passed_on_and_no_failure(household: OpenedHousehold) -> None:
    with pytest.raises(DashboardError, match=r"^Not today\.$"):
        act(household, "from dashboard.core.errors import Refused; raise Refused('Not today.')")


@pytest.mark.parametrize("do", ["return None", "return 5"])
def test_a_deed_that_says_nothing_was_done_all_the_same(
    household: OpenedHousehold, do: str
) -> None:
    session, said = act(household, f"context.remember(cups=3); {do}")
    assert said == ""
    assert session.view("bad").own == {"cups": 3}
    assert told(session)[1] == Phase.CALL


@pytest.mark.parametrize("remark", ["1 / 0", "SystemExit", "None", "5"])
def test_a_remark_never_stands_in_the_way(household: OpenedHousehold, remark: str) -> None:
    put(household, failing.WHOLE)
    session = household.session("alice", found_in(household))
    record = session.plugins.record("bad")
    assert record is not None

    def says(values: object) -> Any:
        if remark == "SystemExit":
            raise SystemExit
        return eval(remark)

    action = Action("bad.a", "A", "a", lambda *_: "", form=lambda *_: Form("A", remark=says))
    form = session.form(record, action, "")
    assert form is not None and form.remark is not None
    assert form.remark({}) == ""
    assert told(session)[1] == Phase.CALL


def test_the_state_of_a_raising_fold_is_that_of_nothing(household: OpenedHousehold) -> None:
    fold = """
@hookimpl
def entry_kinds():
    return [EntryKind("bad.cup", Cup)]

@hookimpl
def fold(entries, people):
    return {len(people)} if not entries else 1 / 0
"""
    put(household, failing.WHOLE + fold)
    session = household.session("alice", found_in(household))
    record = session.plugins.record("bad")
    assert record is not None
    session.context("bad").say(record.module.Cup("Earl Grey"))
    assert session.view("bad").state == {2}
    assert told(session)[2].startswith("ZeroDivisionError")


# -- one's own folder -------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["file", "folder", "beside", "package"])
def test_what_others_can_write_is_refused(household: OpenedHousehold, what: str) -> None:
    folder = plugin_folder(household.household, household.people[0])
    folder.mkdir(mode=0o700)
    if what in ("beside", "package"):
        (folder / "bad").mkdir(mode=0o700)
        file = folder / "bad" / "__init__.py"
        (folder / "bad" / "beside.py").write_text("")
        (folder / "bad" / "beside.py").chmod(0o600)
    else:
        file = folder / "bad.py"
    file.write_text(failing.WHOLE)
    file.chmod(0o600)
    found = [Found("bad", "", "your folder", str(file))]
    assert told(household.session("alice", found))[0] == "enabled"
    wide = {"file": file, "folder": folder, "package": folder / "bad"}
    wide["beside"] = folder / "bad" / "beside.py"
    wide[what].chmod(0o770)
    status, phase, reason = told(household.session("alice", found))
    assert (status, phase) == ("failed", "load")
    assert f"chmod go-w '{wide[what]}'" in reason


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file somebody else's")
def test_what_belongs_to_somebody_else_is_refused(household: OpenedHousehold) -> None:
    put(household, failing.WHOLE)
    os.chown(found_in(household)[-1].path, 1, 1)
    status, _phase, reason = told(household.session("alice", found_in(household)))
    assert status == "failed" and "others could have changed it" in reason


def test_each_loads_from_the_own_folder_alone(household: OpenedHousehold) -> None:
    put(household, failing.WHOLE)
    file = Path(found_in(household)[-1].path)
    assert household.session("alice").plugins.record("bad") is not None
    file.unlink()
    assert household.session("alice").plugins.record("bad") is None
    assert household.session("bob").plugins.record("bad") is not None


def test_odd_files_in_the_own_folder_are_passed_over(household: OpenedHousehold) -> None:
    put(household, failing.WHOLE)
    folder = plugin_folder(household.household, household.people[0])
    for name in (".hidden.py", "_private.py", "notes.txt", "bad.py~"):
        (folder / name).write_text("1 / 0")
    (folder / "empty").mkdir()
    (folder / "gone.py").symlink_to("/nowhere")
    names = [record.found.name for record in household.session("alice").plugins.records]
    assert sorted(names) == ["bad", "boundaries", "gratitude", "support"]
