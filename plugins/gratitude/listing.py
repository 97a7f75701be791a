"""Notes as rows for scripts, and as lines to read."""

from __future__ import annotations

from typing import Any

from dashboard.api.context import View
from dashboard.core.words import _, near_day
from plugins.gratitude import labels, pages
from plugins.gratitude.model import Card, Stands
from plugins.gratitude.own import Kept
from plugins.gratitude.shelf import Shelf
from plugins.gratitude.today import title


def listing(view: View) -> tuple[list[dict[str, Any]], list[str]]:
    """Return every note that *view*'s person may see, newest first: as objects, and as lines.

    A note carries its day and no hour; only one's own sealed ones say when they open.
    """
    shelf = Shelf(view)
    cards = [*shelf.on_wall(), *shelf.envelopes(), *shelf.received(), *shelf.mine()]
    rows = [_row(shelf, card) for card in cards]
    lines = [line for card in cards for line in _lines(shelf, card)]
    for kept in reversed(shelf.own.kept):
        rows.append(_kept_row(view, kept))
        name = labels.received(kept.tone, view.name(kept.author))
        said = _("{title}, {state}", title=name, state=near_day(kept.day, view.today))
        lines += [
            _("{line}, kept  [{id}]", line=said, id=pages.KEPT + kept.id),
            *_indented(kept.text),
        ]
    return rows, lines or [_("No notes yet. A first one: dashboard thank")]


def _row(shelf: Shelf, card: Card) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": card.id,
        "from": card.author,
        "tone": card.tone,
        "day": card.since(shelf.now).isoformat(),
        "place": card.place,
        "text": "" if shelf.is_envelope(card) else card.text,
        "state": _state(shelf, card),
    }
    if shelf.is_mine(card) and shelf.view.partner is not None:
        row["to"] = shelf.view.partner.id
    if card.stands is Stands.SEALED and card.opens is not None:
        row["opens"] = card.opens.isoformat(timespec="minutes")
    return row


def _kept_row(view: View, kept: Kept) -> dict[str, Any]:
    return {
        "id": pages.KEPT + kept.id,
        "from": kept.author,
        "tone": kept.tone,
        "day": kept.day.isoformat(),
        "place": "",
        "text": kept.text,
        "state": "kept",
    }


def _state(shelf: Shelf, card: Card) -> str:
    if shelf.is_envelope(card):
        return "envelope"
    if shelf.is_on_wall(card):
        return "on the wall"
    return card.stands.value


def _lines(shelf: Shelf, card: Card) -> list[str]:
    item = pages.item(shelf, card)
    where = _("{line}, on the wall", line=item.meta) if shelf.is_on_wall(card) else item.meta
    said = _("{title}, {state}", title=title(shelf, card), state=where)
    return [_("{line}  [{id}]", line=said, id=card.id), *_indented("\n\n".join(item.body))]


def _indented(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.split("\n")] if text else []
