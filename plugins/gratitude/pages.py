"""The screen of notes, and a person's part of the export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dashboard.api.context import View
from dashboard.api.types import Item, Page, Section
from dashboard.core.text import one_line
from dashboard.core.words import _, near_day
from plugins.gratitude import labels
from plugins.gratitude.model import Card, Stands, paragraphs
from plugins.gratitude.own import Kept, Own
from plugins.gratitude.shelf import Shelf
from plugins.gratitude.today import fitting_actions, title

KEPT = "kept/"
LET_GO = "gratitude.let_go"
_SHORT = 54  # characters of a note that stand for it in a list
_KEPT_BESIDE = 3


def page(view: View) -> Page:
    """The whole screen. Nothing on it tells what the other has unfolded or kept."""
    shelf = Shelf(view)
    name, most = view.partner_name, shelf.settings.shown
    for_you = [*shelf.envelopes(), *shelf.received()]
    return Page(
        (
            Section(
                _("For you"),
                tuple(item(shelf, card) for card in for_you[:most]),
                empty=_("What {name} writes to you will lie here.", name=name),
            ),
            Section(
                _("From you"),
                tuple(item(shelf, card) for card in shelf.mine()[:most]),
                empty=_("A first one could be: “Thank you for the tea this morning.”"),
            ),
            Section(
                _("On the wall"),
                tuple(item(shelf, card) for card in shelf.on_wall()[:most]),
                empty=_("Room for something short, such as: “There is soup on the stove.”"),
            ),
            Section(
                _("Kept"),
                tuple(kept_item(view, kept) for kept in reversed(shelf.own.kept)),
                empty=_("A note that does you good can be kept, and is yours from then on."),
            ),
        )
    )


def item(shelf: Shelf, card: Card) -> Item:
    """A note as a row. An envelope shows no words before it is unfolded."""
    shown, words = _in_short(card.text) or title(shelf, card), card.paragraphs
    if shelf.is_envelope(card):
        shown, words = _("✉ {what}", what=title(shelf, card)), ()
    return Item(card.id, shown, state(shelf, card), words, fitting_actions(shelf, card))


def kept_item(view: View, kept: Kept) -> Item:
    """A kept copy as a row."""
    return Item(
        KEPT + kept.id,
        _in_short(kept.text),
        near_day(kept.day, view.today),
        paragraphs(kept.text),
        (LET_GO,),
    )


def _in_short(text: str) -> str:
    return one_line(text, _SHORT)


def state(shelf: Shelf, card: Card) -> str:
    """How a note stands, in words: its day, or when it opens, or that it was taken back."""
    if card.stands is Stands.TAKEN_BACK:
        return _("taken back")
    if card.stands is Stands.UNREADABLE:
        return _("cannot be read")
    if card.stands is Stands.SEALED:
        opens = card.opens_at(shelf.now)
        return _("opens {when}", when=near_time(opens, shelf.now)) if opens else _("opens soon")
    return near_day(card.since(shelf.now), shelf.view.today)


def near_time(time: dt.datetime, now: dt.datetime) -> str:
    """Return "Friday 18:00"."""
    day = near_day(time.date(), now.date())
    return _("{day} {time}", day=day, time=time.strftime("%H:%M"))


def kept_now(view: View) -> list[str]:
    """The newest kept notes, for the panel beside Today."""
    kept = Own.read(view.own).kept[-_KEPT_BESIDE:]
    return [_("“{words}”", words=one_line(note.text)) for note in reversed(kept)]


def export_markdown(view: View) -> str:
    """What this person wrote, received and kept. Words stand as quotations, as they were."""
    shelf = Shelf(view)
    mine = [card for card in shelf.cards.values() if shelf.is_mine(card)]
    others = [card for card in shelf.cards.values() if not shelf.is_mine(card)]
    parts = [_("## Notes")]
    for heading, cards in ((_("### Written"), mine), (_("### Received"), others)):
        parts += [heading, *(_quoted_card(shelf, card) for card in cards)] if cards else []
    if shelf.own.kept:
        parts.append(_("### Kept"))
        parts += [
            _quoted(
                labels.received(kept.tone, view.name(kept.author)), kept.day, kept.text.split("\n")
            )
            for kept in shelf.own.kept
        ]
    return "\n\n".join(parts) + "\n" if len(parts) > 1 else ""


def _quoted_card(shelf: Shelf, card: Card) -> str:
    if card.stands in (Stands.OPEN, Stands.SEALED):
        return _quoted(title(shelf, card), card.day, card.text.split("\n"))
    return _quoted(title(shelf, card), card.day, [state(shelf, card)])


def _quoted(name: str, day: dt.date, lines: Iterable[str]) -> str:
    said = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"{day.isoformat()}, {name}:\n\n{said}"
