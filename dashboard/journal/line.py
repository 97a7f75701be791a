"""One line of a journal file: how it is made, taken apart and blanked.

``{"h":…,"e":{head},"s":salt,"b":body}``: *h* chains the heads, *d* in the head is the digest
of salt and body. Both are taken over the bytes as they stand, so nothing need be canonical,
and a head stays provable when salt and body are gone.
"""

from __future__ import annotations

import datetime as dt
import os
from functools import lru_cache
from hashlib import sha256

import msgspec

REDACT = "core.redact"
LONGEST_BODY = 64 * 1024
_START = b'{"h":"'
_HEAD_AT = len(_START) + 64 + len(b'","e":')
_LONGEST_HEAD = 64 * 1024
_HEX = frozenset(b"0123456789abcdef")
_LONGEST_KIND = 100


class Line(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """The four parts; *s* and *b* are empty once the words are taken back."""

    h: str
    e: msgspec.Raw
    s: str = ""
    b: msgspec.Raw = msgspec.Raw()


class Head(msgspec.Struct, gc=False):
    """What stays of an entry for good. Fields of later versions are passed over."""

    n: int
    pair: tuple[int, int] = msgspec.field(name="l")
    k: str
    at: str
    d: str
    seen: dict[str, tuple[int, str]] = {}


class Redaction(msgspec.Struct, frozen=True):
    """The body of a ``core.redact`` entry: the number of what is taken back."""

    n: int


# A body nested a thousand levels deep is a RecursionError to the decoder.
NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

parse = msgspec.json.Decoder(Line).decode
parse_head = msgspec.json.Decoder(Head).decode
_parse_redaction = msgspec.json.Decoder(Redaction).decode


def chained(previous: bytes, head: bytes | msgspec.Raw) -> bytes:
    """The *h* of a line, as hex: SHA-256 over the previous *h* (hex, ``b""`` first) and head."""
    return sha256(previous + head).hexdigest().encode()


def body_digest(salt: str, body: bytes | msgspec.Raw) -> str:
    """The *d* of a head, as hex: SHA-256 over the salt as it stands in the line and the body."""
    return sha256(salt.encode() + body).hexdigest()


def make(previous: bytes, head: Head, body: bytes) -> tuple[bytes, bytes]:
    """Return the line with its line feed, and its *h*; fills in the head's *d*."""
    salt = os.urandom(16).hex()
    head.d = body_digest(salt, body)
    raw = msgspec.json.encode(head)
    h = chained(previous, raw)
    return b'%b%b","e":%b,"s":"%b","b":%b}\n' % (_START, h, raw, salt.encode(), body), h


def body_of(line: Line, digest: str) -> bytes | None:
    """The body, if it is there and is what the head's digest says."""
    if not line.s or not line.b or body_digest(line.s, line.b) != digest:
        return None
    return bytes(line.b)


def redacted_number(body: bytes) -> int | None:
    """The number that a ``core.redact`` body names, or None if it is not one."""
    try:
        return _parse_redaction(body).n
    except NO_JSON:
        return None


def stated_chain(raw: bytes) -> list[bytes]:
    """Every *h* that a damaged line still shows, to go on from behind it."""
    found = []
    at = 0
    while at >= 0:
        h = raw[at + len(_START) : at + len(_START) + 64]
        if len(h) == 64 and _HEX.issuperset(h):  # at 0 even if what stands before is damaged
            found.append(h)
        at = raw.find(_START, at + 1)
    return found


def head_by_chain(raw: bytes, previous: bytes) -> bytes | None:
    """The head of a line whose rest is half blanked or damaged: the part that fits the chain."""
    stated = raw[len(_START) : len(_START) + 64]
    end = raw.find(b"}", _HEAD_AT)
    while 0 <= end <= _LONGEST_HEAD:
        head = raw[_HEAD_AT : end + 1]
        if chained(previous, head) == stated:
            return head
        end = raw.find(b"}", end + 1)
    return None


def likely_head(raw: bytes) -> bytes | None:
    """What looks like the head of a damaged line; proves nothing."""
    end = raw.find(b"}", _HEAD_AT)
    for _ in range(4):
        try:
            parse_head(raw[_HEAD_AT : end + 1])
        except NO_JSON:
            end = raw.find(b"}", end + 1)
        else:
            return raw[_HEAD_AT : end + 1]
    return None


def blank_range(raw: bytes, head: bytes) -> tuple[int, int]:
    """The bytes of a line (without line feed) to overwrite with spaces: salt and body."""
    return _HEAD_AT + len(head), len(raw) - 1


def day_of(text: str) -> dt.date | None:
    """The day of a head's ``at``, ``YYYY-MM-DD`` and nothing else."""
    try:
        return msgspec.convert(text, dt.date)
    except msgspec.ValidationError:
        return None


@lru_cache(maxsize=1024)
def sound_kind(kind: str) -> bool:
    """Whether *kind* is a plain dotted name, safe to show and to look up."""
    return (
        0 < len(kind) <= _LONGEST_KIND
        and kind.isascii()
        and kind.replace(".", "_").replace("-", "_").replace("_", "a").isalnum()
    )
