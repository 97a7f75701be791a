"""What folds get to see: unknown kinds, malformed bodies, harmless texts."""

import datetime as dt
import subprocess
import sys
import unicodedata
from typing import Literal

import msgspec
import pytest

from dashboard.core.errors import DashboardError
from dashboard.core.text import clean
from dashboard.journal import words
from dashboard.journal.entry import MalformedEntry, sample


class Note(msgspec.Struct, frozen=True):
    text: str


class Deep(msgspec.Struct, frozen=True):
    title: str
    tags: dict[str, list[str]]
    note: Note
    when: dt.date | None = None


def test_unknown_kinds_are_kept(home):
    home.writer("bob").append("from.a_newer-plugin", {"anything": [1, {"x": None}]})
    (entry,) = home.archive().entries
    assert entry.kind == "from.a_newer-plugin"
    assert entry.decode(dict) == {"anything": [1, {"x": None}]}


def test_fields_of_later_versions_are_passed_over(home):
    import json

    from dashboard.journal.line import body_digest, chained

    head = {"n": 1, "l": [20779, 0], "k": "a.b", "at": "2026-11-22", "new": {"x": [1]}}
    head["d"] = body_digest("00", b"{}")
    raw = json.dumps(head).encode()
    line = b'{"h":"%b","e":%b,"s":"00","b":{}}\n' % (chained(b"", raw), raw)
    home.file("bob").write_bytes(line)
    archive = home.archive()
    assert archive.problems == ()
    assert len(archive.entries) == 1


@pytest.mark.parametrize(
    "body", ["{}", "[]", "null", '{"text":1}', '"text"', '{"text":"\\ud800"}', "1e999"]
)
def test_malformed_bodies_name_the_entry_and_harm_no_other(home, body):
    from dashboard.journal.line import Head, make

    raw, h = make(b"", Head(1, (20779, 0), "test.note", "2026-11-22", ""), body.encode())
    more, _ = make(h, Head(2, (20779, 1), "test.note", "2026-11-22", ""), b'{"text":"fine"}')
    home.file("bob").write_bytes(raw + more)
    bad, good = home.archive().entries
    with pytest.raises(MalformedEntry, match="bob/home/shared/1") as caught:
        bad.decode(Note)
    assert isinstance(caught.value, DashboardError)
    assert good.decode(Note) == Note("fine")


def test_deeply_nested_bodies(home):
    deep = '{"text":' + "[" * 5000 + '"\\u0007"' + "]" * 5000 + "}"
    home.file("bob").write_bytes(home.forge("bob", ["x"]))
    entry = sample("bob", "test.note", {})
    from dashboard.journal.line import Head, make

    raw, _ = make(b"", Head(1, (20779, 0), "test.note", "2026-11-22", ""), deep.encode())
    home.file("bob").write_bytes(raw)
    archive = home.archive()
    for found in archive.entries:
        with pytest.raises(MalformedEntry):
            found.decode(Note)
    assert archive.entries or archive.problems
    assert entry.decode(dict) == {}


def test_what_a_malformed_entry_says_is_harmless():
    entry = sample("bob", "test.note", {"text": "\x1b[31m"})

    class Choice(msgspec.Struct):
        text: Literal["a"]

    with pytest.raises(MalformedEntry) as caught:
        entry.decode(Choice)
    assert clean(caught.value.sentence) == caught.value.sentence


def test_every_text_is_made_harmless():
    evil = "\x1b]0;title\x07 \u202eesrever\u2066 a\r\nb\x00 \ud7ff"
    body = {"title": evil, "tags": {evil: [evil, "ok"]}, "note": {"text": evil}}
    found = sample("bob", "x.y", body | {"when": "2026-11-22"}).decode(Deep)
    for text in (found.title, *found.tags, *found.tags[clean(evil)], found.note.text):
        assert clean(text) == text
        assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in text)
        assert "\u202e" not in text
    assert found.when == dt.date(2026, 11, 22)
    assert found.tags[clean(evil)][1] == "ok"


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\x7f", "\u202e", "\u2069", "\u200f", "\u061c"])
@pytest.mark.parametrize("escaped", [False, True])
def test_raw_and_escaped_controls(char, escaped):
    text = f"a{char}b"
    body = msgspec.json.encode({"text": text})
    if escaped:
        body = b'{"text":"a\\u%04xb"}' % ord(char)
    assert not words.surely_harmless(body)
    assert words.decode(body, Note).text == "ab"


def test_whatever_passes_quickly_needs_no_cleaning():
    """Every character there is: the quick way must agree with core.text.clean."""
    quick = 0
    for code in range(0x20, 0x110000):
        char = chr(code)
        if (
            not 0xD800 <= code < 0xE000
            and char not in '"\\'
            and words.surely_harmless(char.encode())
        ):
            quick += 1
            assert clean(char * 6) == char * 6, hex(code)
    assert quick > 40_000
    for text in ("Grüße, ça va? “Да” 日本語 ❤️ 👩‍👩‍👧", "tab\tand\nfeed"):
        assert words.surely_harmless(msgspec.json.encode(text)), text


def test_decoding_is_kept(home):
    home.say("bob", "x")
    (entry,) = home.archive().entries
    assert entry.decode(Note) is entry.decode(Note)
    assert entry.decode(dict) == {"text": "x"}
    assert entry.decode(Note) == Note("x")


def test_an_entry_does_not_show_its_words_in_logs(home):
    entry = home.say("bob", "secret")
    assert "secret" not in repr(entry) + str(entry)


def test_get(home):
    home.say("bob")
    archive = home.archive()
    assert archive.get("bob/home/shared/1") is archive.entries[0]
    odd = ("", "/", "bob/home/shared/2", "bob/home/shared/x", "bob/home/shared/-1", "x/y/z/1")
    for id in (*odd, "bob/home/shared/" + "9" * 5000, "bob/home/shared/²"):
        assert archive.get(id) is None


def test_entries_is_never_changed_in_place(home):
    home.say("bob", "1")
    archive = home.archive()
    kept = archive.entries
    copy = list(kept)
    home.say("bob", "2")
    archive.refresh()
    assert kept == copy
    assert len(archive.entries) == 2


def test_a_refresh_without_news_changes_nothing(home):
    home.say("bob")
    archive = home.archive()
    before = (archive.version, archive.epoch, archive.entries)
    assert archive.refresh() == []
    assert (archive.version, archive.epoch, archive.entries) == before


def test_new_streams_are_noticed(home):
    home.audiences = ("shared",)
    home.say("alice", "a")
    archive = home.archive()
    home.audiences = ("shared", "sealed")
    home.say("bob", "sealed", audience="sealed")
    assert [e.audience for e in archive.refresh()] == ["sealed"]


def test_importing_loads_little():
    code = (
        "import sys; before = set(sys.modules); import dashboard.journal; "
        "assert not [m for m in sys.modules if m.startswith('dashboard.journal.')]; "
        "import dashboard.journal.reader, dashboard.journal.writer; "
        "print(*{m.split('.')[0] for m in set(sys.modules) - before})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(run.stdout.split())
    assert not loaded & {"textual", "asyncio", "click", "json", "logging", "pluggy", "tomlkit"}
