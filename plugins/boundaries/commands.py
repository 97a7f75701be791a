"""``dashboard boundary``: the same deeds as on the screen."""

from __future__ import annotations

import sys

import click

from dashboard.api.terminal import Terminal, terminal
from dashboard.core.errors import Refused
from dashboard.core.words import _
from plugins.boundaries import deeds, forms, rows, writing
from plugins.boundaries.model import Agreement, OwnLimit
from plugins.boundaries.rows import Thing
from plugins.boundaries.standing import can_answer

ID = "boundaries"


@click.group(help=_("Limits of one's own, and agreements that both said yes to."))
def boundary() -> None:
    """Group the commands below."""


@boundary.command(help=_("Propose an agreement; it holds when both said yes to the same words."))
@click.argument("words", required=False)
@click.option("--category", default="", help=_("transparency, personal space, or any other"))
@click.option("--starts", default="", help=_("its first day; else the day of the yes"))
@click.option("--until", "--ends", "ends", default="", help=_("its last day"))
@click.option("--review", default="", help=_("the day to look at it again"))
@click.option("--revises", default="", help=_("the agreement whose place it takes"))
def propose(
    words: str | None, category: str, starts: str, ends: str, review: str, revises: str
) -> None:
    """Propose an agreement, or new words for one."""
    at = terminal()
    context = at.context(ID)
    old = rows.find(context.view, revises) if revises else None
    if isinstance(old, OwnLimit):
        raise Refused(_("That is a limit; revise it with: dashboard boundary revise ID"))
    values = {
        "text": at.words(words, _("The exact words")),
        "category": category, "starts": starts, "ends": ends, "review": review,
    }  # fmt: skip
    at.say(deeds.revise(context, values, old.id) if old else deeds.propose(context, values))


@boundary.command(help=_("Write a limit of your own: “I will …”, or “If …, I will …”."))
@click.argument("words", required=False)
@click.option("--category", default="", help=_("transparency, personal space, or any other"))
@click.option("--review", default="", help=_("the day to look at it again"))
def limit(words: str | None, category: str, review: str) -> None:
    """Write a limit down."""
    at = terminal()
    context = at.context(ID)
    text = at.words(words, _("The exact words"))
    try:
        context.say(writing.limit(context.view, text, category, review))
    except writing.ForBoth as error:
        raise _as_proposal(error) from None
    at.say(_("Written down. {name} can read it.", name=context.view.partner_name))


@boundary.command(help=_("Say yes to exactly the words of a proposal, which are shown first."))
@click.argument("id_", metavar="ID")
def agree(id_: str) -> None:
    """Show the words, ask, and agree; an id stands for exactly those words."""
    at = terminal()
    context = at.context(ID)
    found = _agreement(at, id_)
    view = context.view
    mine_to_say = can_answer(found, view.me.id, view.today)  # if not, the deed says why
    for line in forms.reads(found, view) if mine_to_say else ():
        at.say(line)
    if mine_to_say and _asks():
        typed = click.prompt(
            _("To agree to these words, type: agree"), default="", show_default=False
        )
        if typed.strip().casefold() not in ("agree", _("agree").casefold()):
            raise Refused(_("Nothing was agreed to, and nothing else changed."))
    at.say(deeds.agree(context, {}, found.id))


@boundary.command(help=_("Say no or not-yet to a proposal. Nothing else changes by it."))
@click.argument("id_", metavar="ID")
@click.argument("says", type=click.Choice(["no", "not-yet"]))
def answer(id_: str, says: str) -> None:
    """Say no, or not yet."""
    at = terminal()
    found = _agreement(at, id_)
    deed = deeds.no if says == "no" else deeds.not_yet
    at.say(deed(at.context(ID), {}, found.id))


@boundary.command(help=_("End an agreement, take back a proposal or let go of a limit, at once."))
@click.argument("id_", metavar="ID")
def withdraw(id_: str) -> None:
    """End it, without a reason."""
    at = terminal()
    context = at.context(ID)
    at.say(deeds.withdraw(context, {}, rows.find(context.view, id_).id))


@boundary.command(help=_("Propose new words for an agreement, or rewrite a limit of your own."))
@click.argument("id_", metavar="ID")
@click.argument("words", required=False)
@click.option("--category", default=None, help=_("else as it was"))
@click.option("--starts", default=None, help=_("its first day; else as it was"))
@click.option("--until", "--ends", "ends", default=None, help=_("its last day; else as it was"))
@click.option("--review", default=None, help=_("the day to look at it again; else as it was"))
def revise(
    id_: str, words: str | None, category: str | None, starts: str | None, ends: str | None,
    review: str | None,
) -> None:  # fmt: skip
    """Revise it; what is not given stays as it was."""
    at = terminal()
    context = at.context(ID)
    old = rows.find(context.view, id_)
    form = forms.revise(context.view, old.id)
    values = {field.name: field.initial for field in form.fields}
    given = {"category": category, "starts": starts, "ends": ends, "review": review}
    values |= {name: value for name, value in given.items() if value is not None}
    if category is not None:
        values["own_category"] = ""
    values["text"] = at.words(words, _("The exact words"))
    try:
        at.say(deeds.revise(context, values, old.id))
    except writing.ForBoth as error:
        raise _as_proposal(error) from None


@boundary.command(help=_("You talked about it: set the next day to look at it, or none."))
@click.argument("id_", metavar="ID")
@click.option("--next", "next_", default="", help=_("the next day to look at it; else none"))
def talked(id_: str, next_: str) -> None:
    """Set the next day to look at it."""
    at = terminal()
    context = at.context(ID)
    at.say(deeds.talked(context, {"next": next_}, rows.find(context.view, id_).id))


@boundary.command("list", help=_("List what holds and what is open."))
@click.option("--json", "as_json", is_flag=True, help=_("as a JSON list of objects"))
@click.option("--all", "past", is_flag=True, help=_("with all that is past"))
def list_(as_json: bool, past: bool) -> None:
    """List limits and agreements."""
    at = terminal()
    view = at.context(ID).view
    found = rows.things(view, past)
    lines = [rows.line(one, view) for one in found] or [_("Nothing is written down yet.")]
    at.rows([rows.row(one, view) for one in found], lines, as_json)


@boundary.command(help=_("Show the exact words of one of them, and all that has been."))
@click.argument("id_", metavar="ID")
def show(id_: str) -> None:
    """Show one of them whole."""
    at = terminal()
    view = at.context(ID).view
    for line in rows.whole(rows.find(view, id_), view):
        at.say(line)


def _agreement(at: Terminal, id_: str) -> Agreement:
    found: Thing = rows.find(at.context(ID).view, id_)
    if isinstance(found, OwnLimit):
        raise Refused(_("That is a limit: it is its owner's alone, and asks for no answer."))
    return found


def _as_proposal(error: Refused) -> Refused:
    return Refused(
        _(
            "{says} Then: dashboard boundary propose. "
            "A limit says what you will do: “I will …”, or “If …, I will …”.",
            says=error.sentence,
        )
    )


def _asks() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty()
