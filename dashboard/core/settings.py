"""Settings files: TOML in, typed settings out, and a mistake told with file, line and field."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from dashboard.core.errors import BadSettings
from dashboard.core.text import one_line

T = TypeVar("T")

LARGEST = 1024 * 1024  # bytes; a settings file is a page or two
_PLAIN = {
    "int": "a whole number",
    "str": 'text in quotes, "like this"',
    "bool": "true or false",
    "float": "a number",
    "array": "a list, [like, this]",
    "object": "a table, [like.this]",
    "date": "a date, 2026-12-24",
}


def read(path: Path) -> str:
    """Return the file's text. Raises :class:`BadSettings` if it is no text, or far too long."""
    try:
        data = _bytes(path)
        if len(data) > LARGEST:
            raise BadSettings(f"{path.name} is larger than a settings file can be (1 MiB).")
        return data.decode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadSettings(
            f"{path.name}, line {line}: this is not text in UTF-8. Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise BadSettings(f"{path.name} can't be read: {error.strerror}.") from error


def _bytes(path: Path) -> bytes:
    # Another may write to the folder: a pipe there must not hang, nor a huge file fill the memory.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise BadSettings(f"{path.name} is no plain file, so it is not read.")
        return file.read(LARGEST + 1)


def parse(text: str, type_: type[T], name: str) -> T:
    """Return *text* (TOML) as settings of the msgspec type *type_*.

    Raises :class:`BadSettings`: one sentence with *name*, the line, the field and what would be
    right.
    """
    try:
        table = tomllib.loads(text)
    except ValueError as error:  # a number of thousands of digits is no TOMLDecodeError
        raise BadSettings(f"{name}, {_syntax(str(error), text)}.") from error
    except RecursionError as error:
        raise BadSettings(f"{name}: lists or tables are nested far too deeply.") from error
    try:
        return msgspec.convert(table, type_)
    except msgspec.ValidationError as error:
        raise BadSettings(_invalid(str(error), text, name)) from error
    except Exception as error:  # the type is a plugin's: its own checks can raise anything
        raise BadSettings(f"{name}: {one_line(str(error)) or type(error).__name__}.") from error


def default(type_: type[T]) -> T:
    """Return the settings that ship, when there is no file. Every field has a default."""
    return msgspec.convert({}, type_)


def _syntax(message: str, text: str) -> str:
    lines = text.splitlines() or [""]
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    number = int(found[1]) if found else len(lines)  # else "(at end of document)"
    what = re.sub(r"\s*\(at .*\)", "", message).strip()
    shown = one_line(lines[min(number, len(lines)) - 1], 40)
    return f"line {number}: {what[:1].lower()}{what[1:]}, in: {shown}"


def _invalid(message: str, text: str, name: str) -> str:
    what, _, path = message.partition(" - at `$")
    keys = re.findall(r"\.([A-Za-z0-9_-]+)|\[(\d+)\]", path)
    unknown = re.search(r"unknown field `(.+?)`", what)
    fields = [key for key, _index in keys if key]
    if unknown:
        fields.append(unknown[1])
        what = "there is no such field; is it misspelt?"
    else:
        what = re.sub(r"`(\w+)( \| null)?`", lambda found: _PLAIN.get(found[1], found[1]), what)
        what = f"{what[:1].lower()}{what[1:]}"
    field = ".".join(fields)
    line = line_of(text, fields)
    where = f", line {line}" if line else ""
    shown = f", field '{one_line(field, 60)}'" if field else ""
    sentence = f"{name}{where}{shown}: {one_line(what)}"
    return sentence if sentence.endswith("?") else sentence.rstrip(".") + "."


def line_of(text: str, fields: list[str]) -> int | None:
    """Return the line (from 1) on which a field stands in TOML *text*; None if it can't be told."""
    table: list[str] = []
    wanted = fields
    best: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if heading := re.fullmatch(r"\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?", bare):
            table = [part.strip().strip("\"'") for part in heading[1].split(".")]
            if table == wanted[: len(table)]:
                best = best or number
            continue
        if key := re.match(r"([A-Za-z0-9_.\"'-]+)\s*=", bare):
            path = [*table, *(part.strip("\"'") for part in key[1].split("."))]
            if path == wanted:
                return number
            if path == wanted[: len(path)]:
                best = number
    return best
