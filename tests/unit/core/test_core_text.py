"""People's words are harmless for a terminal and otherwise as they were written."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.text import clean, one_line, person_id

BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
odd = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t\x1b\x07\x9b\x85\u2028\u2029\u202e\u2066\u200d\ufe0f\u0301\ud800"),
    )
)


@given(odd)
def test_no_control_or_direction_remains(text: str) -> None:
    for char in clean(text):
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert ord(char) not in BIDI


@given(odd)
def test_clean_again_is_the_same(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(odd)
def test_it_can_be_written_to_a_file(text: str) -> None:
    assert clean(text).encode().decode() == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_plain_words_stay_as_they_are(text: str) -> None:
    kept = "".join(char for char in text if not unicodedata.combining(char))
    assert clean(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "👩‍❤️‍💋‍👩", "🏳️‍🌈", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "1️⃣", "न्‍य", "می‌خواهم", "ẞüöä", "한국어", "e\u0301",
        "a\tb\nc", "שָׁלוֹם", "", "…—“”",
    ],
)  # fmt: skip
def test_emoji_and_all_writing_stay_whole(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x1b[31mb", "a[31mb"), ("\x9b31m", "31m"), ("a\u202eb", "ab"), ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"), ("\x00\x07\x7f", ""), ("a\ud800b", "ab"),
        ("\u2066x\u2069\u200e\u061c", "x"), ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("\r\r\n", "\n\n"), ("\U000e0001", ""),
    ],
)  # fmt: skip
def test_what_could_do_harm_goes(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(odd, st.integers(2, 60))
def test_one_line_is_one_short_line(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most and "\n" not in line and "\t" not in line
    assert line == line.strip()


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("  a\n\tb ") == "a b"
    assert one_line("abcdef", 4) == "abc…" and one_line("abcd", 4) == "abcd"


@given(st.text())
def test_an_id_can_be_one(name: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_-]{0,23}", person_id(name))


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Zoë Müller", "zoe-muller"), ("李", "person"), ("", "person"), ("4you", "you"),
        ("--x--", "x"), ("O'Neil", "o-neil"), ("A" * 60, "a" * 24), ("../../x", "x"),
        ("ALICE", "alice"),
    ],
)  # fmt: skip
def test_ids_of_names(name: str, id_: str) -> None:
    assert person_id(name) == id_
