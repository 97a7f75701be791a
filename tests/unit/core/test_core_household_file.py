"""Who lives here: found, made, joined, and every mistake in the file told in one sentence."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import household as households
from dashboard.core.errors import BadSettings, CannotSave, DashboardError, Refused
from dashboard.core.household import FILE, check_name, create, find, join, load

GOOD = """
format = 1
accounts = "one"
time_zone = "Europe/Berlin"
[[people]]
id = "alice"
name = "Alice"
[[people]]
id = "bob"
name = "Bob"
"""


def written(folder: Path, text: str | bytes) -> Path:
    (folder / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_a_household_is_read_by_folder_or_file(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    for place in (tmp_path, tmp_path / FILE):
        home = load(place)
        assert home.root == tmp_path and home.one_account and home.zone.key == "Europe/Berlin"
        assert [(person.id, person.name) for person in home.people] == [
            ("alice", "Alice"), ("bob", "Bob"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "tells"),
    [
        ("format = 1", "format = 2", "'format'"), ("format = 1", "", "'format'"),
        ("Europe/Berlin", "Mars", "'time_zone'"), ("Europe/Berlin", "../x", "'time_zone'"),
        ('"Europe/Berlin"', "5", "'time_zone'"), ('"one"', '"few"', "'accounts'"),
        ('"one"', '"several"', "'people.account'"), ('"one"', "1", "'accounts'"),
        ('id = "alice"', 'id = "Alice"', "'people.id'"), ('id = "alice"', "id = 5", "'people.id'"),
        ('id = "alice"', "id = inf", "'people.id'"), ('id = "alice"', 'id = "../x"', "'people.id'"),
        ('id = "alice"', 'id = "bob"', "same id"), ('id = "alice"', "", "'people.id'"),
        ("format = 1", 'format = 1\ndevice = "a/b"', "'device'"),
        ("format = 1", "format = 1\ndevice = nan", "'device'"),
        ("format = 1", 'format = 1\nroot = "here"', "'root'"),
        ("format = 1", "format = 1\nroot = 5", "'root'"),
        ("[[people]]", "[people]", "household.toml"), ("format = 1", "format = ", "line 2"),
        ("format = 1", "x = " + "[" * 20_000, "household.toml"),
        ("format = 1", "x = " + "9" * 5000, "household.toml"),
        (GOOD, "", "'format'"), (GOOD, 'format=1\naccounts="one"\ntime_zone="UTC"', "'people'"),
        (GOOD, 'format=1\naccounts="one"\ntime_zone="UTC"\npeople=5', "'people'"),
        (GOOD, 'format=1\naccounts="one"\ntime_zone="UTC"\npeople=[1, 2]', "'people.id'"),
        ("[[people]]", '[[people]]\nid="eve"\n[[people]]', "household.toml"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence(tmp_path: Path, old: str, new: str, tells: str) -> None:
    assert old in GOOD
    with pytest.raises(BadSettings) as told:
        load(written(tmp_path, GOOD.replace(old, new, 1)))
    sentence = told.value.sentence
    assert sentence.startswith(str(tmp_path / FILE)) and tells in sentence
    assert "\n" not in sentence and sentence.endswith(".") and len(sentence) < 400


@given(st.one_of(st.binary(), st.text().map(lambda text: (GOOD + text).encode("utf-8", "replace"))))
def test_any_file_is_a_household_or_one_sentence(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            load(written(Path(folder), data))
        except DashboardError as error:
            assert error.sentence and "\n" not in error.sentence


def test_no_household_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="dashboard init"):
        load(tmp_path)
    (tmp_path / FILE).mkdir()
    with pytest.raises(BadSettings, match="can't be read") as told:
        load(tmp_path)
    assert "Errno" not in told.value.sentence


def test_it_is_found_by_what_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    monkeypatch.setattr(households, "SYSTEM_FILE", tmp_path / "none")
    assert find() == own_home / ".local/share/dashboard/household"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert find() == tmp_path / "dashboard/household"
    (tmp_path / "etc").mkdir()
    monkeypatch.setattr(households, "SYSTEM_FILE", tmp_path / "etc" / FILE)
    written(tmp_path / "etc", GOOD)
    assert find() == tmp_path / "etc" / FILE
    monkeypatch.setenv("DASHBOARD_HOUSEHOLD", "~/ours")
    assert find() == own_home / "ours"
    assert find("/else") == Path("/else")


def test_what_is_made_is_ones_own_and_reads_back(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = create(tmp_path / "a" / "home", ["Zoë Müller", "Bob"], "Europe/Berlin")
    finally:
        os.umask(before)
    assert load(made.root) == made
    assert [person.id for person in made.people] == ["zoe-muller", "bob"]
    for path in (made.root, *made.root.rglob("*")):
        if not path.is_relative_to(made.config) or path == made.config:
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Bob", "Böb"], ["bob", "bob-2"]), (["李", "王"], ["person", "person-2"]),
        (["  Ann \t Lee  "], ["ann-lee"]), (["4"], ["person"]), (['"; x = 1 #'], ["x-1"]),
        (["👩‍❤️‍👩", "Bob"], ["person", "bob"]), (["x" * 40, "y" * 40], ["x" * 24, "y" * 24]),
    ],
)  # fmt: skip
def test_any_name_does(tmp_path: Path, names: list[str], ids: list[str]) -> None:
    made = create(tmp_path / "home", names, "UTC")
    assert [person.id for person in made.people] == ids
    assert load(made.root) == made


@given(st.lists(st.text(max_size=50), min_size=1, max_size=2))
def test_names_do_or_are_refused_in_words(names: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            made = create(Path(folder) / "home", names, "UTC")
        except Refused as error:
            assert error.sentence.endswith(".")
        else:
            assert load(made.root) == made


@pytest.mark.parametrize(
    "names", [[""], [" \t"], ["x" * 41], ["Bob", "bob"], ["\x1b\x07"], ["\u202e"]]
)
def test_names_that_will_not_do_leave_nothing(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(Refused):
        create(tmp_path / "home", names, "UTC")
    assert not (tmp_path / "home").exists()
    assert check_name("Alice") == ""


def test_a_place_that_is_taken_is_left_as_it_is(tmp_path: Path) -> None:
    create(tmp_path / "home", ["Alice"], "UTC")
    with pytest.raises(Refused, match="already"):
        create(tmp_path / "home", ["Bob"], "UTC")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("")
    with pytest.raises(Refused, match="not empty"):
        create(tmp_path / "full", ["Bob"], "UTC")
    with pytest.raises(Refused, match="not empty"):
        create(tmp_path / "full/file", ["Bob"], "UTC")
    with pytest.raises(DashboardError):
        create(tmp_path / "full/file/below", ["Bob"], "UTC")
    with pytest.raises(Refused, match="time zone"):
        create(tmp_path / "new", ["Bob"], "Mars")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["file"]


def test_the_partner_joins_once(tmp_path: Path) -> None:
    alone = create(tmp_path / "home", ["Alice"], "UTC")
    assert alone.partner(alone.people[0]) is None
    for name in ("alice", " ALICE "):
        with pytest.raises(Refused, match="nickname"):
            join(alone, name)
    home, bob = join(alone, "Bob")
    assert home.partner(bob) == alone.people[0] and load(home.root) == home
    with pytest.raises(Refused, match="for two"):
        join(home, "Eve")


def test_somebody_is_found_by_id_or_name(tmp_path: Path) -> None:
    home = create(tmp_path / "home", ["Zoë Müller", "Bob"], "UTC")
    assert home.person("zoë müller") is home.people[0] is home.person("zoe-muller")
    with pytest.raises(Refused, match="only: zoe-muller, bob") as told:
        home.person("eve\x1b[2J")
    assert "\x1b" not in told.value.sentence


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    real = Path.mkdir
    monkeypatch.setattr(Path, "mkdir", lambda self, *a, **k: (
        real(self, *a, **k) if self.name == "home" else mkdir()
    ))  # fmt: skip
    with pytest.raises(CannotSave, match="The disk is full"):
        create(tmp_path / "home", ["Alice"], "UTC")
