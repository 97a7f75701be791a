"""Settings that both may edit with any editor: the last good ones hold, and a change comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest
from unit.host import tea

from dashboard.core.errors import Refused
from dashboard.core.settings import LARGEST
from dashboard.host.session import Session
from dashboard.host.shared_settings import SharedSettings, differences
from dashboard.testing import OpenedHousehold


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cups: int = 2
    kinds: tuple[str, ...] = ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir(mode=0o700)
    return folder


def shared(folder: Path) -> SharedSettings:
    settings = SharedSettings(folder)
    settings.declare("tea", Settings)
    return settings


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "tea.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


BAD = [
    ("cups = ", "line 1"), ("\ncups = 'x'", "line 2, field 'cups'"), ("cup = 3", "field 'cup'"),
    (b"\xff\xfe\x00", "UTF-8"), (b"cups = 3\n\x80", "line 2"), ("# " + "x" * LARGEST, "1 MiB"),
    ("a = " + "[" * 20_000, "nested"), ("cups = " + "9" * 5000, "line 1"), ("\x00", "line 1"),
]  # fmt: skip


def test_without_a_file_what_ships_holds(folder: Path) -> None:
    settings = shared(folder)
    assert settings.get("tea") == Settings() and settings.problems == {}
    assert settings.get("coffee") is None and settings.names == ["tea"]


@pytest.mark.parametrize(("text", "tells"), BAD, ids=lambda value: str(value)[:12])
def test_a_bad_file_leaves_the_last_good_settings(
    folder: Path, text: str | bytes, tells: str
) -> None:
    write(folder, "cups = 5")
    settings = shared(folder)
    write(folder, text)
    assert settings.reload("tea")
    assert settings.get("tea").cups == 5
    assert "config/tea.toml" in settings.problems["tea"] or "tea.toml" in settings.problems["tea"]
    assert tells in settings.problems["tea"]
    assert "The last good settings stay." in settings.problems["tea"]
    assert not settings.reload("tea"), "nothing has changed since"
    restarted = shared(folder)
    assert restarted.get("tea").cups == 5 and restarted.problems == settings.problems
    write(folder, "cups = 6")
    assert settings.reload("tea")
    assert settings.get("tea").cups == 6 and settings.problems == {}


def test_a_bad_first_file_leaves_what_ships(folder: Path) -> None:
    write(folder, "cups = ")
    assert shared(folder).get("tea") == Settings()


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "link to nothing", "link to itself"])
def test_what_is_no_file_hangs_nobody(folder: Path, kind: str) -> None:
    write(folder, "cups = 5")
    settings = shared(folder)
    file = folder / "tea.toml"
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "device":
        file.symlink_to("/dev/zero")
    elif kind == "link to itself":
        file.symlink_to(file)
    else:
        file.symlink_to("/nowhere")
    settings.reload("tea")
    assert settings.get("tea").cups == (2 if kind.startswith("link") else 5)


def test_a_file_that_is_gone_means_what_ships(folder: Path) -> None:
    write(folder, "cups = 5")
    settings = shared(folder)
    (folder / "tea.toml").unlink()
    assert settings.reload_all()
    assert settings.get("tea") == Settings()
    assert [change.says for change in settings.changes({"tea": 1})] == [("cups: 5 → as it ships",)]


def test_a_folder_that_is_gone_harms_nothing(folder: Path) -> None:
    settings = shared(folder)
    shutil.rmtree(folder)
    settings.reload("tea")
    assert settings.get("tea") == Settings() and settings.newest() == {"tea": 0}
    assert settings.changes({"tea": 1}) == []


def test_each_good_version_is_kept_once(folder: Path) -> None:
    settings = shared(folder)
    for cups in (3, 3, 4, 4, 3):
        write(folder, f"cups = {cups}")
        settings.reload("tea")
        shared(folder)
    assert settings.newest() == {"tea": 4}  # what ships, 3, 4, 3
    write(folder, "cups = ")
    settings.reload("tea")
    assert settings.newest() == {"tea": 4}


def test_only_the_newest_versions_are_kept(folder: Path) -> None:
    settings = shared(folder)
    for cups in range(70):
        write(folder, f"cups = {cups}")
        settings.reload("tea")
    kept = list((folder / ".history/tea").iterdir())
    assert 50 <= len(kept) <= 52 and settings.newest() == {"tea": 71}


def test_a_change_is_told_by_field_and_taken_back(folder: Path) -> None:
    write(folder, "cups = 2\nkinds = ['a']\n# ours\n")
    settings = shared(folder)
    seen = settings.newest()
    write(folder, "cups = 9\n")
    settings.reload("tea")
    (change,) = settings.changes(seen)
    assert change.says == ("cups: 2 → 9", "kinds: ['a'] → as it ships")
    settings.take_back("tea", seen["tea"])
    assert (folder / "tea.toml").read_text() == "cups = 2\nkinds = ['a']\n# ours\n"
    assert settings.get("tea").cups == 2 and settings.changes(seen) == []


def test_a_changed_comment_is_no_change(folder: Path) -> None:
    write(folder, "cups = 2")
    settings = shared(folder)
    seen = settings.newest()
    write(folder, "cups = 2  # two")
    settings.reload("tea")
    assert settings.changes(seen) == []


@pytest.mark.parametrize("damage", ["gone", b"\xff", b"cups = ", b"what = 1"])
def test_a_version_that_is_gone_is_not_taken_back(folder: Path, damage: str | bytes) -> None:
    write(folder, "cups = 5")
    settings = shared(folder)
    write(folder, "cups = 6")
    settings.reload("tea")
    first = folder / ".history/tea/1.toml"
    first.unlink() if damage == "gone" else first.write_bytes(damage)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no longer there"):
        settings.take_back("tea", 1)
    assert (folder / "tea.toml").read_text() == "cups = 6"


def test_odd_files_in_the_history_are_passed_over(folder: Path) -> None:
    write(folder, "cups = 5")
    settings = shared(folder)
    for name in ("7.toml~", "9.toml.swp", "².toml", "x.toml", ".8.1", "10"):
        (folder / ".history/tea" / name).write_text("cups = 7")
    assert settings.newest() == {"tea": 1}
    shutil.rmtree(folder / ".history")
    (folder / ".history").write_text("")
    assert shared(folder).get("tea").cups == 5


def test_many_threads_noticing_one_change_keep_one_version(folder: Path) -> None:
    write(folder, "cups = 5")
    sessions = [shared(folder) for _ in range(8)]
    for cups in range(6, 16):
        write(folder, f"cups = {cups}")
        ready = threading.Barrier(len(sessions))

        def notice(one: SharedSettings, ready: threading.Barrier = ready) -> None:
            ready.wait()
            one.reload("tea")

        threads = [threading.Thread(target=notice, args=(one,)) for one in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [one.newest() for one in sessions] == [{"tea": 11}] * 8
    assert len(list((folder / ".history/tea").iterdir())) == 11


NOTICE = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from unit.host.test_host_shared_settings import shared
settings = shared(Path(sys.argv[1]))
print("ready", flush=True)
for line in sys.stdin:
    settings.reload("tea")
    print(settings.newest()["tea"], flush=True)
"""


def test_many_processes_noticing_one_change_keep_one_version(folder: Path) -> None:
    write(folder, "cups = 5")
    shared(folder)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", NOTICE, str(folder), os.getcwd()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for child in children:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
    for cups in range(6, 26):
        write(folder, f"cups = {cups}")
        for child in children:
            assert child.stdin is not None
            child.stdin.write("\n")
            child.stdin.flush()
        numbers = {child.stdout.readline() for child in children if child.stdout}
        assert numbers == {f"{cups - 4}\n"}
    for child in children:
        child.communicate()
        assert child.returncode == 0


def test_a_version_that_another_wrote_meanwhile_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sessions see two versions at once: the one that comes second gets the next number."""
    write(folder, "cups = 5")
    settings = shared(folder)
    other = shared(folder)
    real, done = os.link, []

    def link(source: Path, target: Path) -> None:
        if not done:
            done.append(True)
            write(folder, "cups = 6")
            thread = threading.Thread(target=other.reload, args=("tea",))
            thread.start()
            thread.join()
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    write(folder, "cups = 7")
    settings.reload("tea")
    assert settings.newest() == {"tea": 3}
    texts = [(folder / f".history/tea/{n}.toml").read_text() for n in (1, 2, 3)]
    assert texts == ["cups = 5", "cups = 6", "cups = 7"]


# -- as both see it ---------------------------------------------------------------------------


def both(home: OpenedHousehold) -> list[Session]:
    sessions = [home.session(name, tea.FOUND) for name in ("alice", "bob")]
    for session in sessions:
        session.settings_changes()
    return sessions


def test_both_see_a_change_and_either_takes_it_back(household: OpenedHousehold) -> None:
    for taker in (0, 1):
        sessions = both(household)
        file = household.household.config / "tea.toml"
        file.write_text(f"cups = {7 + taker}")
        for session in sessions:
            assert session.reload_settings()
            (change,) = session.settings_changes()
            assert change.says[0].startswith("cups: ")
            assert f"→ {7 + taker}" in session.today().text()
        assert "as they were" in sessions[taker].settings_take_back()
        for session in sessions:
            session.reload_settings()
            assert session.view("tea").settings.cups == 2
            assert session.settings_changes() == []
        file.unlink()


def test_fine_puts_it_away_for_oneself_alone(household: OpenedHousehold) -> None:
    alice, bob = both(household)
    (household.household.config / "tea.toml").write_text("cups = 7")
    for session in (alice, bob):
        session.reload_settings()
    alice.fine()
    assert alice.settings_changes() == []
    assert len(bob.settings_changes()) == 1
    assert household.session("alice", tea.FOUND).settings_changes() == []
    assert len(household.session("bob", tea.FOUND).settings_changes()) == 1


def test_a_change_while_one_was_away_is_told(household: OpenedHousehold) -> None:
    both(household)
    (household.household.config / "tea.toml").write_text("cups = 7")
    household.session("alice", tea.FOUND)
    (change,) = household.session("bob", tea.FOUND).settings_changes()
    assert change.says[0] == "cups: as it ships → 7"


def test_there_may_be_nothing_to_take_back(household: OpenedHousehold) -> None:
    with pytest.raises(Refused, match="no change"):
        both(household)[0].settings_take_back()


@pytest.mark.parametrize("way", ["sed", "vim", "over", "backup"])
def test_however_an_editor_saves(household: OpenedHousehold, way: str) -> None:
    alice, bob = both(household)
    file = household.household.config / "tea.toml"
    file.write_text("cups = 3")
    alice.reload_settings()
    if way == "sed":
        subprocess.run(["sed", "-i", "s/3/7/", file], check=True)
    elif way == "vim":
        aside = file.with_name("4913")
        aside.write_text("cups = 7")
        file.rename(file.with_name("tea.toml~"))
        aside.rename(file)
        file.with_name("tea.toml~").unlink()
    elif way == "backup":
        shutil.copy(file, file.with_name("tea.toml~"))
        file.write_text("cups = 7")
    else:
        file.write_text("cups = 7")
    for session in (alice, bob):
        assert session.reload_settings()
        assert session.view("tea").settings.cups == 7 and session.settings.problems == {}


# -- differences ------------------------------------------------------------------------------


def test_differences_name_the_field_under_its_table() -> None:
    before, after = "a = 1\n[b]\nc = true\n[d.e]\nf = 'x'", "a = 1\n[b]\nc = false\ng = 2"
    assert differences(before, after) == [
        "b.c: True → False", "b.g: as it ships → 2", "d.e.f: x → as it ships",
    ]  # fmt: skip
    assert differences("a = ", "a = 1") == [] == differences("", "")


def test_differences_are_harmless_on_a_terminal() -> None:
    (says,) = differences("", 'a = "\\u001b[2J' + "x" * 500 + '"')
    assert "\x1b" not in says and len(says) < 120
