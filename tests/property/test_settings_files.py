"""Whatever stands in a settings file, it is told in one sentence with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import settings
from dashboard.core.errors import BadSettings
from dashboard.host.shared_settings import differences


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    many: int = 0


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    cups: Annotated[int, msgspec.Meta(ge=0, le=9)] = 2
    word: str = ""
    on: bool = True
    rows: tuple[Inner, ...] = ()


keys = st.sampled_from(
    ["cups", "word", "on", "rows", "rows.name", "x", "[rows]", "[[rows]]", "a.b"]
)
values = st.sampled_from(
    ["1", "10", "-1", "1.5", '"x"', "true", "[]", "[{}]", "{}", '[{name="a"}]', "1979-05-27",
     "07:32:00", "nan", "", "'", '"""', "[1", "{a=", "0xff", "1_000", "\x00", "ß", "'\x1b[2J'"]
)  # fmt: skip
lines = st.one_of(
    st.tuples(keys, values).map(" = ".join), keys, st.just("# comment"), st.text(max_size=12)
)
texts = st.one_of(st.text(), st.lists(lines, max_size=6).map("\n".join))


@given(texts)
def test_any_text_gives_settings_or_one_sentence(text: str) -> None:
    try:
        found = settings.parse(text, Settings, "config/tea.toml")
    except BadSettings as error:
        sentence = error.sentence
        assert sentence.startswith("config/tea.toml")
        assert sentence.endswith((".", "?")) and "\n" not in sentence and "\x1b" not in sentence
        assert len(sentence) < 500 and "$" not in sentence.split(", in: ")[0]
    else:
        assert isinstance(found, Settings) and 0 <= found.cups <= 9


@given(st.integers(0, 30), st.sampled_from(["cups = 'x'", "on = 5", "word = 1", "cups = 99"]))
def test_the_line_of_a_mistake_is_told(above: int, wrong: str) -> None:
    text = "# comment\n" * above + wrong + "\n# end"
    field = wrong.split(" ")[0]
    try:
        settings.parse(text, Settings, "tea.toml")
    except BadSettings as error:
        assert error.sentence.startswith(f"tea.toml, line {above + 1}, field '{field}': ")
    else:
        raise AssertionError(wrong)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_one_sentence(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tea.toml"
        file.write_bytes(data)
        try:
            text = settings.read(file)
        except BadSettings as error:
            line = data[: len(data)].count(b"\n") + 1
            assert error.sentence.startswith("tea.toml, line ")
            assert int(error.sentence.split("line ")[1].split(":")[0]) <= line
        else:
            assert text.encode() == data


tables = st.dictionaries(
    st.sampled_from(["a", "b", "c d", "ß"]),
    st.one_of(st.integers(), st.text(max_size=9), st.booleans(), st.lists(st.integers())),
)


@given(tables, tables)
def test_differences_are_there_just_if_something_is_different(
    before: dict[str, object], after: dict[str, object]
) -> None:
    said = differences(tomlkit.dumps(before), tomlkit.dumps(after))
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    same_word = {key for key in changed if str(before.get(key)) == str(after.get(key))}
    assert len(changed) - len(same_word) <= len(said) <= len(changed)
    assert all("\n" not in one for one in said)
