"""What can be done with notes: keys, palette texts and forms. The deeds are in ``deeds``."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.api.context import Context, View
from dashboard.api.types import Action, Choice, Field, FieldKind, Form, Where
from dashboard.core.words import _
from plugins.gratitude import deeds, labels
from plugins.gratitude.model import PLACES, TODAY, WALL, Stands, Tone
from plugins.gratitude.pages import KEPT
from plugins.gratitude.shelf import CLOSED, ON_THIS_DAY, YES, Shelf
from plugins.gratitude.today import SCREEN

Values = Mapping[str, str]


def all_actions() -> list[Action]:
    """All actions, in the order of the palette."""
    return [
        Action(
            "gratitude.write", _("Write a note"), _("note"), _write, "n",
            Where.ANYWHERE, form=_ask_write,
        ),
        Action("gratitude.hello", _("Send a hello"), _("hello"), _hello, "o", Where.ANYWHERE),
        Action(
            "gratitude.take_hello_back", _("Take today's hello back"), _("take hello back"),
            lambda context, values, item: deeds.take_hello_back(context), "u", Where.ANYWHERE,
        ),
        Action(
            "gratitude.late", _("Say that I am running late"), _("running late"),
            lambda context, values, item: deeds.say_late(context, values.get("about", ""))[1],
            where=Where.ANYWHERE, form=_ask_late,
        ),
        Action(
            "gratitude.unfold", _("Unfold a note"), _("unfold"), _unfold,
            where=Where.ITEM, screen=SCREEN,
        ),
        Action(
            "gratitude.keep", _("Keep a note"), _("keep"),
            lambda context, values, item: deeds.keep(context, item), "k", Where.ITEM, SCREEN,
        ),
        Action(
            "gratitude.let_go", _("Delete a kept note"), _("let go"),
            lambda context, values, item: deeds.let_go(context, item), "x", Where.ITEM, SCREEN,
            _ask_let_go,
        ),
        Action(
            "gratitude.take_down", _("Take a note off the wall"), _("take down"),
            lambda context, values, item: deeds.take_down(context, item), "d", Where.ITEM, SCREEN,
        ),
        Action(
            "gratitude.take_back", _("Take one's own note back"), _("take back"),
            lambda context, values, item: deeds.take_back(context, item), "t", Where.ITEM, SCREEN,
            _ask_take_back,
        ),
        Action(
            "gratitude.places", _("Choose where notes may find me"), _("places"), _places, "p",
            Where.SCREEN, SCREEN, _ask_places,
        ),
        Action(
            "gratitude.on_this_day", _("Choose whether to be reminded of earlier years"),
            _("earlier years"), _on_this_day, "e", Where.SCREEN, SCREEN, _ask_on_this_day,
        ),
    ]  # fmt: skip


def _write(context: Context, values: Values, item: str) -> str:
    tone, place = values.get("tone") or Tone.THANKS, values.get("place") or TODAY
    text, opens = values.get("text", ""), values.get("opens", "")
    return deeds.send(context, text, tone, place, opens)[1]


def _hello(context: Context, values: Values, item: str) -> str:
    said = deeds.say_hello(context)[1]
    return _("{said} Press u to take it back.", said=said)


def _unfold(context: Context, values: Values, item: str) -> str:
    deeds.unfold(context, item)
    return _("It stays under Notes, and can be kept.")


def _places(context: Context, values: Values, item: str) -> str:
    before = context.view.wishes.get(CLOSED, frozenset())
    closed = {
        place for place in PLACES if values.get(place, "") == "closed"
        or (place not in values and place in before)
    }  # fmt: skip
    return deeds.choose_places(context, frozenset(closed))


def _on_this_day(context: Context, values: Values, item: str) -> str:
    return deeds.choose_on_this_day(context, values.get("wanted") == YES)


def _ask_write(view: View, item: str) -> Form:
    name = view.partner_name

    def remark(values: Values) -> str:
        text = values.get("text", "").strip()
        in_full = labels.in_full(values.get("tone", ""), text)
        says = [_("It will read: “{words}”", words=in_full)] if in_full != text else []
        if values.get("place") == WALL:
            says.append(_("Guests can read what stands on the wall."))
        return " ".join(says)

    return Form(
        _("A note for {name}", name=name),
        (
            Field("tone", _("What it is"), FieldKind.CHOICE, labels.tone_choices(), Tone.THANKS),
            Field("text", _("Words"), FieldKind.TEXT, hint=_("Two words are plenty.")),
            Field("place", _("Where"), FieldKind.CHOICE, labels.place_choices(name), TODAY),
            Field(
                "opens", _("From when"), FieldKind.WHEN, optional=True,
                hint=_("now, if left empty; until then it is sealed, and you can take it back"),
            ),
        ),
        send=_("Send"),
        says=_("Once opened, {name} can keep this and show it to others.", name=name),
        remark=remark,
    )  # fmt: skip


def _ask_late(view: View, item: str) -> Form:
    return Form(
        _("Running late"),
        (
            Field(
                "about", _("In your words"), optional=True,
                hint=_("such as: home around seven; it may stay empty"),
            ),
        ),
        send=_("Tell {name}", name=view.partner_name),
        says=_("Only these words go out, never where you are."),
    )  # fmt: skip


def _ask_take_back(view: View, item: str) -> Form:
    card = deeds.find(view, item)
    if card.stands is Stands.SEALED:
        says = _("It has not opened. Nobody else will know that it was there.")
    else:
        says = _(
            "Its words go, and that something was taken back stays. A copy that {name} kept stays"
            " with {name}.",
            name=view.partner_name,
        )
    return Form(_("Take this note back"), reads=card.paragraphs, send=_("Take it back"), says=says)


def _ask_let_go(view: View, item: str) -> Form:
    id_ = item.removeprefix(KEPT)
    reads = next((kept.text for kept in Shelf(view).own.kept if kept.id == id_), "")
    return Form(
        _("Let go of a kept note"), reads=(reads,), send=_("Delete my copy"),
        says=_("Nobody else learns of it."),
    )  # fmt: skip


def _ask_places(view: View, item: str) -> Form:
    closed = view.wishes.get(CLOSED, frozenset())
    choices = (Choice("open", _("open")), Choice("closed", _("closed")))
    names = {TODAY: _("My Today"), WALL: _("The wall at home")}
    return Form(
        _("Where notes may find me"),
        tuple(
            Field(
                place, names[place], FieldKind.CHOICE, choices,
                "closed" if place in closed else "open",
            )
            for place in PLACES
        ),
        send=_("Keep it so"),
        says=_("{name} is not told. What is closed to notes waits quietly under Notes; what was"
               " meant for the wall comes in an envelope.", name=view.partner_name),
    )  # fmt: skip


def _ask_on_this_day(view: View, item: str) -> Form:
    wanted = YES in view.wishes.get(ON_THIS_DAY, frozenset())
    return Form(
        _("On this day"),
        (
            Field(
                "wanted", _("A good note of the same day in an earlier year, on Today"),
                FieldKind.CHOICE,
                (Choice(YES, _("I would like that")), Choice("no", _("rather not"))),
                YES if wanted else "no",
            ),
        ),
        send=_("Keep it so"),
        says=_("It shows only if both of you like it. Nobody is told what the other chose."),
    )  # fmt: skip
