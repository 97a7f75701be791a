"""Decodes a body so that every text in it is harmless for a terminal.

``core.text.clean`` decides what is harmless. Going through every text of every entry would
cost more than decoding it, so a body in which nothing can need cleaning is recognised first.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from dashboard.core.text import clean

T = TypeVar("T")

# Writing in which no character is a control, a direction, a surrogate or a combining mark:
# Latin, Greek, Cyrillic, punctuation, symbols, kana, CJK, Hangul, emoji with their joiners.
# JSON holds line feeds and tabs as escapes, so that none stands in the raw bytes.
_PLAIN = (
    "[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u200b-\u200d\u2010-\u2027"
    "\u202f-\u205f\u2070-\u20cf\u2100-\u2bff\u3001-\u3029\u3041-\u3096\u30a0-\u30ff"
    "\u3400-\u9fff\uac00-\ud7a3\ufe0f\U0001f000-\U0001faff]*"
)
_RISKY_ESCAPES = (b"\\u", b"\\r", b"\\b", b"\\f")


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(_PLAIN)


def surely_harmless(body: bytes) -> bool:
    """Whether no text in this JSON can be changed by ``clean``; False if that is not sure."""
    if any(escape in body for escape in _RISKY_ESCAPES):
        return False
    try:
        return _plain().fullmatch(body.decode()) is not None
    except UnicodeDecodeError:
        return False


def cleaned(value: Any) -> Any:
    """The same plain JSON value with every text and every key cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def decode(body: bytes, type_: type[T]) -> T:
    """Decode *body* as *type_* with every text cleaned. Raises ``msgspec.DecodeError``."""
    if not surely_harmless(body):
        try:
            body = msgspec.json.encode(cleaned(msgspec.json.decode(body)))
        except (RecursionError, UnicodeError) as error:
            raise msgspec.DecodeError("nested too deeply or no text") from error
    value: T = _decoder(cast(Hashable, type_)).decode(body)
    return value


def encode(body: Any) -> bytes:
    """A body as JSON; texts that no JSON can hold (lone surrogates) are cleaned first."""
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        return msgspec.json.encode(cleaned(msgspec.to_builtins(body)))


@cache
def _decoder(type_: Hashable) -> Any:
    return msgspec.json.Decoder(type_)
