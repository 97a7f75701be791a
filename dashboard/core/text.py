"""People's words, made harmless for a terminal before anything else sees them."""

from __future__ import annotations

import unicodedata

# Explicit bidirectional controls can make a line read as something that was not written
# (Unicode Technical Report 36, "Bidirectional Text Spoofing").
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_SEPARATORS = {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
_KEPT = {"\n", "\t"}


class _Harmless(dict[int, "str | None"]):
    """A translate table that decides about each character once, when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kept: str | None = char
        if code in _SEPARATORS:
            kept = _SEPARATORS[code]
        elif code in _BIDI or 0xE0000 <= code <= 0xE001F:
            kept = None
        elif char not in _KEPT and unicodedata.category(char) in {"Cc", "Cs"}:
            kept = None
        self[code] = kept
        return kept


_TABLE = _Harmless()
_LONGEST_RUN_OF_MARKS = 4


def clean(text: str) -> str:
    """Return *text* without control, bidirectional and surrogate characters.

    Line feeds and tabs stay (``\\r\\n`` becomes ``\\n``); joiners stay, so that emoji and
    Arabic or Indic writing stay whole. Runs of more than four combining marks are cut: they
    would paint over the lines above. The result is safe to write to a terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _LONGEST_RUN_OF_MARKS:
            kept.append(char)
    return "".join(kept)


def one_line(text: str, most: int = 200) -> str:
    """Return *text* cleaned, on one line, at most *most* characters, cut with an ellipsis."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def person_id(name: str) -> str:
    """Return an id ``[a-z][a-z0-9_-]*`` made from a name that people chose freely.

    "Zoë Müller" becomes ``zoe-muller``; a name without Latin letters becomes ``person``.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join("".join(c if c.isalnum() else " " for c in plain).split())
    slug = slug.lstrip("0123456789-")[:24].rstrip("-")
    return slug or "person"
