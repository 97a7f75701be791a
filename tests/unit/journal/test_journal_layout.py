"""The folders of a journal, and which streams are found in them."""

import os
from pathlib import Path

import pytest

from dashboard.core.errors import Refused
from dashboard.journal.layout import make_journal
from dashboard.journal.stream import find_streams

NONE = {"uid": None, "household_gid": None, "service_gid": None}


def modes(root: Path) -> dict[str, int]:
    return {str(p.relative_to(root)): p.stat().st_mode & 0o7777 for p in root.rglob("*")}


def test_one_account(tmp_path):
    make_journal(tmp_path / "j", "alice", "home", **NONE)
    assert modes(tmp_path / "j") == dict.fromkeys(
        ("alice", "alice/home", "alice/home/shared", "alice/home/sealed"), 0o700
    )


def test_again_changes_nothing_and_mends_modes(tmp_path):
    make_journal(tmp_path, "alice", "home", **NONE)
    (tmp_path / "alice/home/shared/2026.jsonl").write_text("")
    before = modes(tmp_path)
    (tmp_path / "alice/home/sealed").chmod(0o777)
    make_journal(tmp_path, "alice", "home", **NONE)
    assert modes(tmp_path) == before


def test_several_accounts(tmp_path):
    """With this process's own ids, so that it needs no root; real accounts are elsewhere."""
    gid = os.getgid()
    ids = {"uid": os.getuid(), "household_gid": gid, "service_gid": gid}
    old = os.umask(0o077)
    try:
        for _ in range(2):
            make_journal(tmp_path / "j", "bob", "pi", **ids)
    finally:
        os.umask(old)
    assert modes(tmp_path / "j") == {
        "bob": 0o755,
        "bob/pi": 0o711,
        "bob/pi/shared": 0o2750,
        "bob/pi/sealed": 0o2750,
    }


@pytest.mark.parametrize("name", ["", "..", "a/b", "Ä", "-x", ".hidden", "x" * 65, "a b"])
def test_odd_names(tmp_path, name):
    with pytest.raises(Refused):
        make_journal(tmp_path, name, "home", **NONE)
    with pytest.raises(Refused):
        make_journal(tmp_path, "alice", name, **NONE)
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_way_is_not_followed(tmp_path):
    (tmp_path / "target").mkdir(mode=0o755)
    (tmp_path / "alice").symlink_to(tmp_path / "target")
    with pytest.raises(OSError):
        make_journal(tmp_path, "alice", "home", **NONE)


def test_streams(tmp_path):
    for person, device in (("alice", "home"), ("alice", "pi"), ("bob", "home"), ("eve", "home")):
        make_journal(tmp_path, person, device, **NONE)
    (tmp_path / "alice" / "Junk Name").mkdir()
    (tmp_path / "alice" / "Junk Name" / "shared").mkdir()
    (tmp_path / "alice" / "file").write_text("")
    (tmp_path / "bob" / "home" / "sealed").rmdir()
    (tmp_path / "bob" / "home" / "sealed").write_text("")
    streams = find_streams(tmp_path, {"alice": 1, "bob": None, "nobody": 2}, ["shared", "sealed"])
    assert [(s.name, s.owner) for s in streams] == [
        ("alice/home/sealed", 1),
        ("alice/home/shared", 1),
        ("alice/pi/sealed", 1),
        ("alice/pi/shared", 1),
        ("bob/home/shared", None),
    ]
    assert find_streams(tmp_path / "missing", {"alice": 1}, ["shared"]) == []
    assert find_streams(tmp_path, {"..": 1, "a/b": 1}, ["shared", "../x"]) == []
