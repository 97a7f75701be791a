"""What is wrong with a journal, as values to show; nothing of it ever stops a screen."""

from __future__ import annotations

from typing import Literal

import msgspec

What = Literal["changed", "gone", "damaged", "silent", "unsafe", "unreadable", "writable"]


class Problem(msgspec.Struct, frozen=True, order=True):
    """One sentence about one place; *where* is ``2026.jsonl:17`` or an entry's id."""

    stream: str
    where: str
    sentence: str
    what: What


def changed(author: str, stream: str, n: int, witness: str) -> Problem:
    """The past was rewritten, as far as *witness* (an entry's id, or "") can tell."""
    where = f"{stream}/{n}"
    told = f" ({witness} saw it otherwise.)" if witness else " (It was here before, and differs.)"
    return Problem(
        stream,
        where,
        f"Something that {author} wrote, {where} or before it, was changed afterwards.{told}",
        "changed",
    )


def gone(author: str, stream: str, n: int, witness: str) -> Problem:
    """An entry that somebody has seen is not there any more."""
    where = f"{stream}/{n}"
    told = f" ({witness} saw it.)" if witness else " (It was here before.)"
    return Problem(
        stream,
        where,
        f"Something that {author} wrote is gone or can't be read any more: {where}.{told}",
        "gone",
    )


def silent(author: str, stream: str, n: int) -> Problem:
    """Words were blanked without the entry that says so."""
    where = f"{stream}/{n}"
    return Problem(
        stream, where, f"Words of {author} were taken away without saying so: {where}.", "silent"
    )


def damaged_body(author: str, stream: str, n: int) -> Problem:
    """The head is sound, salt or body are not what was written."""
    where = f"{stream}/{n}"
    return Problem(
        stream,
        where,
        f"The words of this entry are damaged or were changed, so they are not shown: {where}, "
        f"by {author}.",
        "damaged",
    )


def damaged_line(author: str, stream: str, where: str) -> Problem:
    """A whole line that is no entry, or that does not fit the chain."""
    return Problem(
        stream,
        where,
        f"A line in {author}'s journal is damaged or does not follow what stands before it; it "
        f"is passed over: {stream}, {where}.",
        "damaged",
    )


def unsafe(stream: str, where: str, reason: str) -> Problem:
    """A file or folder that is not read, since its author can't be told from it."""
    return Problem(stream, where, f"{stream}, {where} is not read: {reason}.", "unsafe")


def unreadable(stream: str, where: str, reason: str) -> Problem:
    """A file or folder that could not be read."""
    return Problem(stream, where, f"{stream}, {where} can't be read: {reason}.", "unreadable")


def writable(author: str, stream: str, where: str) -> Problem:
    """A file that more accounts than its author's can write to."""
    return Problem(
        stream,
        where,
        f"Others than {author} can write to {stream}, {where}; saving anything as {author} mends "
        f"it.",
        "writable",
    )
