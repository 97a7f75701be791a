"""The words by which notes are called, by tone and by who looks."""

from __future__ import annotations

from dashboard.api.types import Choice
from dashboard.core.words import _
from plugins.gratitude.model import TODAY, WALL, Tone


def received(tone: str, name: str) -> str:
    """Call a note from *name*: "A thank-you from Bob"."""
    names: dict[str, str] = {
        Tone.THANKS: _("A thank-you from {name}", name=name),
        Tone.TELLING: _("A thank-you from {name}", name=name),
        Tone.NOTICED: _("{name} noticed something good", name=name),
        Tone.WIN: _("A small win, from {name}", name=name),
        Tone.HELLO: _("A hello from {name}", name=name),
        Tone.LATE: _("{name} is running late", name=name),
    }
    return names.get(tone) or _("A note from {name}", name=name)


def sent(tone: str, name: str) -> str:
    """Call one's own note for *name*: "A thank-you for Bob"."""
    names: dict[str, str] = {
        Tone.THANKS: _("A thank-you for {name}", name=name),
        Tone.TELLING: _("A thank-you for {name}", name=name),
        Tone.NOTICED: _("Something good you noticed, for {name}", name=name),
        Tone.WIN: _("A small win of yours, for {name}", name=name),
        Tone.HELLO: _("A hello for {name}", name=name),
        Tone.LATE: _("Running late, for {name}", name=name),
    }
    return names.get(tone) or _("A note for {name}", name=name)


def tone_choices() -> tuple[Choice, ...]:
    """What a note may be when it is written."""
    return (
        Choice(Tone.THANKS, _("A thank-you")),
        Choice(Tone.TELLING, _("Thank you for telling me …")),
        Choice(Tone.NOTICED, _("I noticed that you …")),
        Choice(Tone.WIN, _("A small win")),
        Choice(Tone.HELLO, _("A hello")),
    )


def place_choices(name: str) -> tuple[Choice, ...]:
    """Where a note may be left."""
    return (
        Choice(TODAY, _("in an envelope, for {name} alone", name=name)),
        Choice(WALL, _("on the wall at home")),
    )


def in_full(tone: str, text: str) -> str:
    """Return the whole sentence that a tone begins and the words go on with.

    Words that begin with a capital letter are a sentence of their own and stay as they are.
    """
    text = text.strip()
    if not text[:1].islower():
        return text
    if tone == Tone.TELLING:
        begins, whole = (
            _("Thank you for telling me"),
            _("Thank you for telling me {words}", words=text),
        )
    elif tone == Tone.NOTICED:
        begins, whole = _("I noticed that you"), _("I noticed that you {words}", words=text)
    else:
        return text
    return text if text.casefold().startswith(begins.casefold()) else whole
