"""What each action asks, and what it shows to be read first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.api.context import View
from dashboard.api.types import Choice, Field, FieldKind, Form
from dashboard.core.errors import Refused
from dashboard.core.words import _
from plugins.boundaries import told, writing
from plugins.boundaries.model import CATEGORIES, Agreement, OwnLimit, known
from plugins.boundaries.settings import known as settings
from plugins.boundaries.standing import ALIVE, standing

OTHER = "(own)"
FOR_BOTH = "for_both"  # where words wait that were meant as a limit and are for both


def propose(view: View, item: str) -> Form:
    """Ask for a proposal."""
    return Form(
        _("Propose an agreement"),
        (
            _words(str(view.own.get(FOR_BOTH) or ""), _("It holds when both say yes to them.")),
            *_category(view, ""),
            *_days(),
        ),
        send=_("Propose it"),
        says=_("A proposal can be taken back, and an agreement ended, by either, at any time."),
    )


def limit(view: View, item: str) -> Form:
    """Ask for a limit, with a gentle remark while it is written."""
    return Form(
        _("My limit"),
        (
            _words("", _("“I will …”, or “If …, I will …”")),
            *_category(view, ""),
            _look_again(),
        ),
        send=_("Write it down"),
        says=_("It is yours alone: the other reads it, and nobody checks it."),
        remark=_remark_for(view),
    )


def revise(view: View, item: str) -> Form:
    """Ask for new words for an agreement, or for one's own limit."""
    state = known(view.state)
    if item in state.limits:
        old_limit = state.limits[item]
        return Form(
            _("New words for my limit"),
            (
                _words(old_limit.text, _("“I will …”, or “If …, I will …”")),
                *_category(view, old_limit.category),
                _look_again(old_limit.look_again.isoformat() if old_limit.look_again else ""),
            ),
            send=_("Write it down"),
            reads=told.quoted(old_limit.text),
            remark=_remark_for(view),
        )
    old = state.agreements.get(item)
    if old is None:
        return _gone()
    return Form(
        _("New words for our agreement"),
        (_words(old.text), *_category(view, old.category), *_days(old, view)),
        send=_("Propose the new words"),
        reads=reads(old, view),
        says=_("The old words stay in force until both said yes to the new ones."),
    )


def agree(view: View, item: str) -> Form:
    """Show the exact words and all the conditions."""
    return _answer(view, item, _("Agree to these words"))


def not_yet(view: View, item: str) -> Form:
    """Show the same, to say "not yet"."""
    return _answer(view, item, _("Say not yet"))


def no(view: View, item: str) -> Form:
    """Show the same, to say no."""
    return _answer(view, item, _("Say no"))


def withdraw(view: View, item: str) -> Form:
    """Show what ends; ask nothing."""
    state = known(view.state)
    own = state.limits.get(item)
    if own:
        return Form(
            _("Let go of my limit"), send=_("Let it go"), reads=told.quoted(own.text),
            says=_("At once, and without a reason."),
        )  # fmt: skip
    old = state.agreements.get(item)
    if old is None:
        return _gone()
    if standing(old, view.today) in ALIVE:
        title, send = _("End our agreement"), _("End it now")
    else:
        title, send = _("Take back my proposal"), _("Take it back")
    return Form(
        title, send=send, reads=reads(old, view), says=_("At once, and without a reason.")
    )  # fmt: skip


def talked(view: View, item: str) -> Form:
    """Ask when to look again."""
    found = _find(view, item)
    if found is None:
        return _gone()
    return Form(
        _("You talked about it"),
        (_look_again(name="next"),),
        send=_("Keep the day"),
        reads=told.quoted(found.text),
        says=_("Nothing changes but the day of the reminder. Without a day there is none."),
    )


def reads(agreement: Agreement, view: View) -> tuple[str, ...]:
    """The exact words and every condition: what one agrees to, all of it."""
    return (*told.quoted(agreement.text), *told.conditions(agreement, view))


def chosen_category(values: Mapping[str, str]) -> str:
    """The category that was chosen in a form, or written beside it."""
    own = values.get("own_category", "").strip()
    picked = values.get("category", "")
    if picked == OTHER and not own:
        raise Refused(_("Write what it is about, or choose one of the others."))
    return own if picked == OTHER else picked


def _answer(view: View, item: str, send: str) -> Form:
    found = known(view.state).agreements.get(item)
    if found is None:
        return _gone()
    return Form(
        _("{name} proposes", name=view.name(found.by)),
        send=send,
        reads=reads(found, view),
        says=_("You may say no, or not now, or nothing. Nothing else here changes."),
    )


def _find(view: View, item: str) -> Agreement | OwnLimit | None:
    state = known(view.state)
    return state.agreements.get(item) or state.limits.get(item)


def _gone() -> Form:
    return Form(_("Not here any more"), reads=(_("These words are not here any more."),))


def _words(initial: str = "", hint: str = "") -> Field:
    return Field("text", _("The exact words"), FieldKind.TEXT, initial=initial, hint=hint)


def _category(view: View, initial: str) -> tuple[Field, Field]:
    names = (*CATEGORIES, *settings(view.settings).own_categories)
    choices = tuple(Choice(name, told.category(name)) for name in dict.fromkeys(names))
    own = initial if initial and initial not in names else ""
    picked = OTHER if own else initial or CATEGORIES[0]
    return (
        Field(
            "category", _("What is it about?"), FieldKind.CHOICE,
            (*choices, Choice(OTHER, _("something else"))), initial=picked,
        ),
        Field("own_category", _("Something else: what?"), initial=own, optional=True),
    )  # fmt: skip


def _days(old: Agreement | None = None, view: View | None = None) -> tuple[Field, ...]:
    starts = ends = review = ""
    if old and view:
        starts = old.starts.isoformat() if old.starts and old.starts > view.today else ""
        ends = old.ends.isoformat() if old.ends and old.ends > view.today else ""
        look = old.look_again
        review = look.isoformat() if look and look > view.today else ""
    return (
        Field(
            "starts", _("From"), FieldKind.DAY, initial=starts, optional=True,
            hint=_("empty: from the yes on; transparency: from the day after"),
        ),
        Field(
            "ends", _("Last day"), FieldKind.DAY, initial=ends, optional=True,
            hint=_("it ends by itself then; transparency needs one"),
        ),
        _look_again(review),
    )  # fmt: skip


def _look_again(initial: str = "", name: str = "review") -> Field:
    return Field(
        name, _("Look at it again"), FieldKind.DAY, initial=initial, optional=True,
        hint=_("such as: in 4 weeks"),
    )  # fmt: skip


def _remark_for(view: View) -> Callable[[Mapping[str, str]], str]:
    return lambda values: writing.remark(view, values.get("text", ""))
