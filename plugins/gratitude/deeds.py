"""What happens when a person does something with a note. Every deed says what it did."""

from __future__ import annotations

import datetime as dt

from dashboard.api.context import Context, View
from dashboard.core.errors import Refused
from dashboard.core.text import clean
from dashboard.core.when import read_when
from dashboard.core.words import _
from plugins.gratitude import labels
from plugins.gratitude.model import PLACES, TODAY, WALL, Card, Down, Note, Stands, Tone
from plugins.gratitude.pages import KEPT, near_time
from plugins.gratitude.settings import known
from plugins.gratitude.shelf import CLOSED, ON_THIS_DAY, YES, Shelf

Sent = tuple[str, str]
"""The id of a note, and the sentence that says where it went."""


def send(
    context: Context, text: str, tone: str = Tone.THANKS, place: str = TODAY, opens: str = ""
) -> Sent:
    """Write a note; with a time ahead it is sealed until then."""
    view = context.view
    if tone not in list(Tone) or place not in PLACES:
        raise Refused(_("That kind of note, or that place for one, is not known here."))
    text = labels.in_full(tone, clean(text))
    _check(text, place, view)
    when = _ahead(opens, view.now)
    name = view.partner_name
    if when is not None:
        id_ = context.seal(Note(tone, text, place, when.isoformat(timespec="minutes")))
        when_said = near_time(when, view.now)
        return id_, _(
            "Sealed until {when}. Until then you can take it back unread.", when=when_said
        )
    id_ = context.say(Note(tone, text, place))
    if place == WALL:
        return id_, _("It goes to the wall. Either of you can take it down.")
    if view.partner is None:
        return id_, _("It waits in an envelope until {name} joins.", name=name)
    return id_, _("It lies in an envelope for {name}.", name=name)


def say_hello(context: Context) -> Sent:
    """Send a hello without asking anything; one a day, so that no key can be leant on."""
    shelf = Shelf(context.view)
    last = shelf.cards.get(shelf.own.hello)
    if last is not None and last.stands is Stands.OPEN and last.day == shelf.view.today:
        raise Refused(_("Your hello of today is on its way already. A note can say more."))
    id_, _said = send(context, _("Thinking of you."), Tone.HELLO)
    context.remember(hello=id_)
    return id_, _("A hello for {name}: “Thinking of you.”", name=shelf.view.partner_name)


def take_hello_back(context: Context) -> str:
    """Take back today's hello."""
    shelf = Shelf(context.view)
    last = shelf.cards.get(shelf.own.hello)
    if last is None or last.stands is not Stands.OPEN or last.day != shelf.view.today:
        raise Refused(_("There is no hello of today to take back."))
    context.take_back(last.id)
    context.remember(hello=None)
    return _("The hello is taken back.")


def say_late(context: Context, about: str) -> Sent:
    """Say that one is running late: nothing but these words goes out."""
    about = " ".join(clean(about).split())
    text = _("Running late: {about}", about=about) if about else _("Running late.")
    id_, _said = send(context, text, Tone.LATE)
    return id_, _("Told {name}: “{words}”", name=context.view.partner_name, words=text)


def unfold(context: Context, id_: str) -> Card:
    """Remember, for this person alone, that a note was unfolded."""
    view = context.view
    card = find(view, id_)
    shelf = Shelf(view)
    if shelf.is_envelope(card) and (changed := shelf.own.unfolding(card, shelf.cards, view.now)):
        context.remember(**changed)
    return card


def keep(context: Context, id_: str) -> str:
    """Keep a copy of the partner's note, for this person alone."""
    view = context.view
    card = find(view, id_)
    shelf = Shelf(view)
    if shelf.is_mine(card):
        raise Refused(_("You wrote that one yourself; it is yours as it is."))
    if card.stands is not Stands.OPEN:
        raise Refused(_("There are no words left in it to keep."))
    if card.id not in shelf.kept_ids:
        unfolded = shelf.own.unfolding(card, shelf.cards, view.now)
        context.remember(**unfolded, **shelf.own.keeping(card, view.now))
    return _("Kept, for you alone.")


def let_go(context: Context, id_: str) -> str:
    """Delete one's kept copy of a note."""
    id_ = id_.removeprefix(KEPT)
    shelf = Shelf(context.view)
    if id_ not in shelf.kept_ids:
        raise Refused(_("That one is not among what you kept."))
    context.remember(**shelf.own.letting_go(id_))
    return _("Let go. Your copy is deleted.")


def take_back(context: Context, id_: str) -> str:
    """Take back one's own note: the words of an open one go; of a sealed one nothing stays."""
    view = context.view
    card = find(view, id_)
    if card.author != view.me.id:
        raise Refused(_("Only {name} can take that one back.", name=view.name(card.author)))
    if card.stands is Stands.TAKEN_BACK:
        raise Refused(_("That one is taken back already."))
    context.take_back(card.id)
    if card.stands is Stands.SEALED:
        return _("Taken back before it opened. Nobody is told.")
    return _("Taken back. If {name} kept a copy, it stays with {name}.", name=view.partner_name)


def take_down(context: Context, id_: str) -> str:
    """Take a note off the wall, whoever wrote it."""
    view = context.view
    card = find(view, id_)
    if not Shelf(view).is_on_wall(card):
        raise Refused(_("That one is not on the wall."))
    context.say(Down(card.id))
    return _("It is off the wall. It stays among the notes.")


def choose_places(context: Context, closed: frozenset[str]) -> str:
    """Choose silently where notes for this person may show."""
    view = context.view
    shelf = Shelf(view)
    if (WALL in closed) != (WALL in shelf.closed):
        # First what is remembered: between the two calls no note may pass for an old one.
        context.remember(**shelf.own.closing_wall(WALL in closed, view.today))
    context.wish(CLOSED, closed)
    return _("Noted, for you alone. What comes in a closed place waits under Notes.")


def choose_on_this_day(context: Context, wanted: bool) -> str:
    """Choose silently whether to be reminded; it happens only if both like it."""
    context.wish(ON_THIS_DAY, frozenset({YES} if wanted else ()))
    if wanted:
        return _("Noted. It shows if both of you like it.")
    return _("Noted. Nothing of earlier years will show.")


def find(view: View, id_: str) -> Card:
    """Return the note of that id that this person may see; a kept copy's id finds its note."""
    card = Shelf(view).cards.get(id_.removeprefix(KEPT))
    if card is None:
        raise Refused(_("There is no note of that name here."))
    return card


def _check(text: str, place: str, view: View) -> None:
    settings = known(view.settings)
    if not text:
        raise Refused(_("There are no words in it yet. Two are plenty."))
    if place == WALL and len(text) > settings.longest_on_wall:
        raise Refused(
            _(
                "The wall has room for {most} characters. Shorten it, or send it in an envelope.",
                most=settings.longest_on_wall,
            )
        )
    if len(text) > settings.longest:
        raise Refused(
            _(
                "A note has room for {most} characters. This is longer; two are fine, too.",
                most=settings.longest,
            )
        )


def _ahead(opens: str, now: dt.datetime) -> dt.datetime | None:
    """Read a time; None for at once, which a time that has passed is too."""
    if not opens.strip():
        return None
    try:
        when = read_when(opens, now)
    except OverflowError:  # within hours of year 1 or 9999
        raise Refused(_("That time is too far away to wait for.")) from None
    return when if when > now else None
