"""Notes on the command line: ``dashboard thank`` and ``dashboard notes``."""

from __future__ import annotations

from typing import Any

import click

from dashboard.api.context import Context
from dashboard.api.terminal import Terminal, terminal
from dashboard.core.errors import Refused
from dashboard.core.words import _
from plugins.gratitude import deeds
from plugins.gratitude.listing import listing
from plugins.gratitude.model import PLACES, TODAY, Tone
from plugins.gratitude.shelf import CLOSED, Shelf

_PLACES = click.Choice(list(PLACES))
_TONES = click.Choice([tone.value for tone in Tone if tone is not Tone.LATE])


@click.command(
    short_help=_("Leave your partner a note"),
    help=_(
        "Leave your partner a note: a thank-you, a small win, a hello.\n\n"
        "Better leave WORDS out: then they are asked for, or read from standard input. What"
        " stands on a command line can be read by others on the same machine while it runs, and"
        " stays in the shell's history."
    ),
)
@click.argument("person", required=False)
@click.argument("words", nargs=-1)
@click.option("--tone", type=_TONES, default=Tone.THANKS.value, help=_("what it is"))
@click.option("--on", "place", type=_PLACES, default=TODAY, help=_("where it shows"))
@click.option(
    "--at", "opens", default="", metavar=_("TIME"), help=_("from when; until then sealed")
)
def thank(person: str | None, words: tuple[str, ...], tone: str, place: str, opens: str) -> None:
    """Write a note."""
    here = terminal()
    if person is not None and here.person(person).id == here.me.id:
        raise Refused(_("Notes go to the other one. This one would come to yourself."))
    context = here.context("gratitude")
    prompt = _("Words for {name}", name=context.view.partner_name)
    text = here.words(" ".join(words) or None, prompt)
    _tell_sent(here, deeds.send(context, text, tone, place, opens))


@click.group(help=_("Notes for each other: read, keep, take back"))
def notes() -> None:
    """Hold the commands below."""


@notes.command("list", help=_("List the notes that you may see, and those that you kept"))
@click.option("--json", "as_json", is_flag=True, help=_("as JSON"))
def list_(as_json: bool) -> None:
    """List the notes."""
    here = terminal()
    here.rows(*listing(here.context("gratitude").view), as_json)


@notes.command(help=_("Unfold an envelope and read it; without ID the oldest of the newest few"))
@click.argument("id_", metavar="[ID]", required=False)
def unfold(id_: str | None) -> None:
    """Read an envelope."""
    here, context = _here()
    if id_ is None:
        waiting = Shelf(context.view).envelopes_on_today()
        if not waiting:
            here.say(_("There is no envelope to unfold just now."))
            return
        id_ = waiting[0].id
    card = deeds.unfold(context, id_)
    here.say("\n\n".join([*card.paragraphs, f"— {context.view.name(card.author)}"]))


@notes.command(help=_("Send a hello: “Thinking of you.”"))
def hello() -> None:
    """Send a hello."""
    here, context = _here()
    _tell_sent(here, deeds.say_hello(context))


@notes.command(help=_("Say that you are running late"))
@click.option("--about", default="", metavar=_("WORDS"), help=_("such as: home around seven"))
def late(about: str) -> None:
    """Say that one is running late."""
    here, context = _here()
    _tell_sent(here, deeds.say_late(context, about))


@notes.command("keep", help=_("Keep a copy of a note, for yourself alone"))
@click.argument("id_", metavar="ID")
def keep(id_: str) -> None:
    """Keep a note."""
    here, context = _here()
    here.say(deeds.keep(context, id_))


@notes.command("let-go", help=_("Delete a copy that you kept"))
@click.argument("id_", metavar="ID")
def let_go(id_: str) -> None:
    """Delete a kept copy."""
    here, context = _here()
    here.say(deeds.let_go(context, id_))


@notes.command("take-back", help=_("Take your own note back, sealed or open"))
@click.argument("id_", metavar="ID")
def take_back(id_: str) -> None:
    """Take a note back."""
    here, context = _here()
    here.say(deeds.take_back(context, id_))


@notes.command("take-down", help=_("Take a note off the wall, whoever wrote it"))
@click.argument("id_", metavar="ID")
def take_down(id_: str) -> None:
    """Take a note off the wall."""
    here, context = _here()
    here.say(deeds.take_down(context, id_))


@notes.command(help=_("Choose silently where notes for you may show"))
@click.option("--close", "close", type=_PLACES, multiple=True, help=_("no notes there"))
@click.option("--open", "open_", type=_PLACES, multiple=True, help=_("notes may show there"))
def places(close: tuple[str, ...], open_: tuple[str, ...]) -> None:
    """Open and close places."""
    here, context = _here()
    before = context.view.wishes.get(CLOSED, frozenset())
    if close or open_:
        here.say(deeds.choose_places(context, (before | set(close)) - set(open_)))
        return
    for place in PLACES:
        here.say(
            _("{place}: closed", place=place)
            if place in before
            else _("{place}: open", place=place)
        )


@notes.command("on-this-day", help=_("Choose silently whether earlier years may show on Today"))
@click.argument("wanted", type=click.Choice(["yes", "no"]))
def on_this_day(wanted: str) -> None:
    """Choose whether to be reminded."""
    here, context = _here()
    here.say(deeds.choose_on_this_day(context, wanted == "yes"))


def _here() -> tuple[Terminal, Context]:
    here = terminal()
    return here, here.context("gratitude")


def _tell_sent(here: Terminal, sent: tuple[Any, str]) -> None:
    id_, said = sent
    here.say(said)
    here.say(_("To take it back: dashboard notes take-back {id}", id=id_))
