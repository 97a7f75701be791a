"""What notes put on Today and on the wall, and the good moments they tell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.api.context import View, WallView
from dashboard.api.types import Letter, Moment, Place, TodayLine, WallItem
from dashboard.core.text import one_line
from dashboard.core.words import _
from plugins.gratitude import labels
from plugins.gratitude.model import TODAY, WALL, Card, Stands, State, Tone
from plugins.gratitude.settings import known
from plugins.gratitude.shelf import CLOSED, Shelf, stands_on_wall

SCREEN = "gratitude"
UNFOLD = "gratitude.unfold"
_ENVELOPE, _ON_WALL, _ON_THIS_DAY, _FIRST = 10, 30, 40, 60
_LINE = 160


def today_lines(view: View) -> Iterator[TodayLine]:
    """Give envelopes, the wall, a memory; or, before the first note ever, a kind first step."""
    shelf = Shelf(view)
    if TODAY in shelf.closed:
        return
    if late := shelf.late():
        said = _("{name}: {words}", name=view.name(late.author), words=one_line(late.text, _LINE))
        yield TodayLine(Place.AHEAD, said, when=_("today"), rank=1, screen=SCREEN, item=late.id)
    yield from (*_envelopes(shelf), *_wall(shelf), *_memory(shelf))
    if not shelf.cards:  # never after a note from the partner: nobody owes one back
        invitation = _("Leave {name} a thank-you. Two words are plenty.", name=view.partner_name)
        yield TodayLine(
            Place.KIND, invitation, rank=_FIRST, action="gratitude.write", verb=_("write")
        )


def letter(shelf: Shelf, card: Card) -> Letter:
    """A note unfolded, with what this person can do with it."""
    return Letter(
        title=title(shelf, card),
        paragraphs=card.paragraphs,
        signed=shelf.view.name(card.author),
        day=card.since(shelf.now),
        item=card.id,
        actions=tuple(id_ for id_ in fitting_actions(shelf, card) if id_ != UNFOLD),
    )


def title(shelf: Shelf, card: Card) -> str:
    """What a note is called for this person."""
    if shelf.is_mine(card):
        return labels.sent(card.tone, shelf.view.partner_name)
    return labels.received(card.tone, shelf.view.name(card.author))


def fitting_actions(shelf: Shelf, card: Card) -> tuple[str, ...]:
    """The actions that a note allows now, the most likely first."""
    fitting: list[str] = []
    if shelf.is_envelope(card):
        fitting.append(UNFOLD)
    if not shelf.is_mine(card) and card.stands is Stands.OPEN and card.id not in shelf.kept_ids:
        fitting.append("gratitude.keep")
    if shelf.is_on_wall(card):
        fitting.append("gratitude.take_down")
    if shelf.is_mine(card) and card.stands is not Stands.TAKEN_BACK:
        fitting.append("gratitude.take_back")
    return tuple(fitting)


def wall_items(view: WallView) -> Iterator[WallItem]:
    """Give the notes for the wall; none for somebody who wishes for none there."""
    days = known(view.settings).wall_days
    names = {person.id: person.name for person in view.people}
    state = view.state if isinstance(view.state, State) else State()
    for card in state.cards.values():
        receivers = names.keys() - {card.author}
        closed = any(WALL in view.wishes.get(id_, {}).get(CLOSED, ()) for id_ in receivers)
        if not closed and stands_on_wall(card, view.now, days):
            yield WallItem(
                card.text,
                signed=names.get(card.author, card.author),
                until=card.since(view.now) + dt.timedelta(days=days),
            )


def moments(view: View) -> Iterator[Moment]:
    """Give what this person kept, and small wins that this person wrote down."""
    shelf = Shelf(view)
    for kept in shelf.kept_and_standing():
        said = _("{name}: {words}", name=view.name(kept.author), words=one_line(kept.text, _LINE))
        yield Moment(kept.day, said, item=kept.id)
    for card in shelf.cards.values():
        if shelf.is_mine(card) and card.tone == Tone.WIN and card.stands is Stands.OPEN:
            yield Moment(card.since(view.now), one_line(card.text, _LINE), item=card.id)


def _envelopes(shelf: Shelf) -> Iterator[TodayLine]:
    for place, card in enumerate(shelf.envelopes_on_today()):
        unfolded = letter(shelf, card)
        yield TodayLine(
            Place.KIND,
            unfolded.title,
            rank=_ENVELOPE + place,
            letter=unfolded,
            item=card.id,
            action=UNFOLD,
            verb=_("unfold"),
        )


def _wall(shelf: Shelf) -> Iterator[TodayLine]:
    for card in shelf.on_wall()[: shelf.settings.on_today]:
        by = _("from you") if shelf.is_mine(card) else shelf.view.name(card.author)
        yield TodayLine(
            Place.KIND,
            _("On the wall: {words}", words=one_line(card.text, _LINE)),
            note=by,
            rank=_ON_WALL,
            letter=letter(shelf, card),
            item=card.id,
            verb=_("read"),
        )


def _memory(shelf: Shelf) -> Iterator[TodayLine]:
    card = shelf.on_this_day()
    if card is not None:
        yield TodayLine(
            Place.KIND,
            _("On this day in {year}", year=card.since(shelf.now).year),
            note=title(shelf, card),
            rank=_ON_THIS_DAY,
            letter=letter(shelf, card),
            item=card.id,
            verb=_("unfold"),
        )
