"""Entries as a careless or hostile program might write them: right in form, odd in all else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from dashboard.api.context import Entry
from dashboard.api.types import EntryKind
from dashboard.core.text import clean
from dashboard.testing.building import NOW, entry

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

WORDS = (
    "", " ", "x", "Danke für die Suppe, Schätzchen: ẞ, ö und …", "two\n\nparagraphs\tand a tab",
    "[b]bold[/b] [/] [@click=app.quit]press[/]", "👩‍❤️‍👩 🏳️‍🌈 ❤️ 👍🏽", "a" * 5000, "word " * 900,
    "a\u0301\u0302\u0303\u0304\u0305", "中文字符 العربية עברית",
    "<script>", "{name} %s %(x)d {0}", "../../etc", "\u200b", "null", "-1", "alice", "bob", "eve",
    "both", "today", "wall", "yes", "2026-11-22", "2026-02-30", "2026-11-27T19:00:00+01:00",
    "2026-11-27T19:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "9999-12-31",
    "alice/home/shared/1", "bob/home/shared/2", "alice/home/sealed/3", "bob/home/shared/99",
)  # fmt: skip
"""Texts that a field of text may hold; control characters are gone when a plugin gets them."""

HOSTILE = ("\x1b[2Jgone\x07", "\u202egnorw", "line\x00feed\r\n", "\x9b31m")
"""Texts that a person may type or paste into a form."""


def entries(kinds: Sequence[EntryKind], people: Sequence[str]) -> SearchStrategy[list[Entry]]:
    """Lists of entries of *kinds* by *people* and by somebody who is not here, in order."""
    from hypothesis import strategies as st

    authors = st.sampled_from([*people, *people, "eve"])
    days = st.integers(-3000, 40).map(lambda away: NOW.date() + dt.timedelta(days=away))
    states = st.sampled_from(["", "", "", "", "taken back", "sealed", "unreadable"])
    rows = st.one_of(
        *(st.tuples(st.just(kind), authors, days, states, bodies(kind.body)) for kind in kinds)
    )

    def made(drawn: list[tuple[EntryKind, str, dt.date, str, Any]]) -> list[Entry]:
        drawn = sorted(drawn, key=lambda row: row[2])
        return [
            entry(
                kind.kind, None if state == "unreadable" else body, author, number, day,
                taken_back=state == "taken back", sealed=state == "sealed" and bool(kind.lift),
            )
            for number, (kind, author, day, state, body) in enumerate(drawn, 1)
        ]  # fmt: skip

    return st.lists(rows, max_size=12).map(made)


def bodies(type_: type[Any]) -> SearchStrategy[Any]:
    """Bodies of a msgspec type with anything in their fields; None where none would do."""

    def body(value: Any) -> Any:
        try:
            return msgspec.convert(value, type_)
        except msgspec.ValidationError:
            return None

    return _of(inspect.type_info(type_)).map(body)


def _of(info: inspect.Type) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=30).map(clean))
    match info:
        case inspect.StructType():
            fields = {field.encode_name: _of(field.type) for field in info.fields}
            wanted = {f.encode_name for f in info.fields if f.required}
            needed = {name: made for name, made in fields.items() if name in wanted}
            rest = {name: made for name, made in fields.items() if name not in wanted}
            return st.fixed_dictionaries(needed, optional=rest)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.one_of(st.integers(-2, 40), st.just(2**62))
        case inspect.FloatType():
            return st.floats(allow_nan=False)
        case inspect.NoneType():
            return st.none()
        case inspect.UnionType():
            return st.one_of(*(_of(one) for one in info.types))
        case inspect.LiteralType():
            return st.sampled_from(info.values)
        case inspect.EnumType():
            return st.sampled_from([member.value for member in info.cls])
        case inspect.ListType() | inspect.SetType() | inspect.FrozenSetType():
            return st.lists(_of(info.item_type), max_size=4)
        case inspect.VarTupleType():
            return st.lists(_of(info.item_type), max_size=4)
        case inspect.TupleType():
            return st.tuples(*(_of(one) for one in info.item_types)).map(list)
        case inspect.DictType():
            return st.dictionaries(_of(info.key_type), _of(info.value_type), max_size=3)
        case inspect.DateType():
            return st.dates().map(str)
        case inspect.DateTimeType():
            return st.datetimes(timezones=st.just(dt.UTC)).map(lambda time: time.isoformat())
    return texts
