"""What the actions do. Each looks again at the moment of acting, and says what happened.

The screens and the command line do the same things by the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.api.context import Context, View
from dashboard.core.errors import Refused
from dashboard.core.words import _, near_day
from plugins.boundaries import told, writing
from plugins.boundaries.bodies import Answer, Limit, Propose, Reviewed, Withdraw
from plugins.boundaries.forms import FOR_BOTH, chosen_category
from plugins.boundaries.model import Agreement, Says, known, read_iso, what_is_wrong
from plugins.boundaries.settings import known as settings
from plugins.boundaries.standing import (
    ALIVE,
    Standing,
    can_answer,
    can_end,
    standing,
    too_late,
)


def propose(context: Context, values: Mapping[str, str], item: str = "") -> str:
    """Propose an agreement."""
    view = context.view
    body = _proposal(view, values, "")
    context.say(body)
    if view.own.get(FOR_BOTH):
        context.remember(**{FOR_BOTH: None})
    return _proposed(view)


def limit(context: Context, values: Mapping[str, str], item: str = "") -> str:
    """Write a limit down."""
    try:
        context.say(_limit(context.view, values, ""))
    except writing.ForBoth as error:
        context.remember(**{FOR_BOTH: values.get("text", "")})
        raise Refused(
            _(
                "{says} Your words wait in “Propose an agreement” (p). "
                "A limit says what you will do: “I will …”, or “If …, I will …”.",
                says=error.sentence,
            )
        ) from None
    return _("Written down. {name} can read it.", name=context.view.partner_name)


def revise(context: Context, values: Mapping[str, str], item: str) -> str:
    """Propose new words for an agreement, or replace one's own limit."""
    view = context.view
    state = known(view.state)
    own = state.limits.get(item)
    if own is not None:
        if own.by != view.me.id or not own.stands:
            raise Refused(_("Only a limit of your own that stands can be revised."))
        context.say(_limit(view, values, item))
        return _("The new words stand; the old ones can be read in the past.")
    if standing(_agreement(view, item), view.today) not in ALIVE:
        raise Refused(_("Only what is in force can be revised. Propose it anew instead."))
    body = _proposal(view, values, item)
    context.say(body)
    return _("Proposed. The old words stay in force until both said yes to the new ones.")


def agree(context: Context, values: Mapping[str, str], item: str) -> str:
    """Say yes to exactly these words."""
    view = context.view
    old = _answerable(view, item)
    longest = settings(view.settings).longest_openness_days
    writing.check(
        what_is_wrong(old.text, old.category, old.starts, old.ends, view.today, longest), longest
    )
    if too_late(old, view.today):
        raise Refused(_("Its last day would be over before it could start."))
    context.say(Answer(old.id, old.digest, old.text, Says.YES.value, old.revises))
    now = known(context.view.state).agreements.get(item)
    if now is None or standing(now, context.view.today) not in ALIVE:
        raise Refused(_changed())
    return told.state_sentence(now, context.view)


def not_yet(context: Context, values: Mapping[str, str], item: str) -> str:
    """Say not yet."""
    return _decline(context, item, Says.NOT_YET, Standing.NOT_YET)


def no(context: Context, values: Mapping[str, str], item: str) -> str:
    """Say no."""
    return _decline(context, item, Says.NO, Standing.NO)


def withdraw(context: Context, values: Mapping[str, str], item: str) -> str:
    """End an agreement, take back a proposal, or let go of a limit: at once."""
    view = context.view
    own = known(view.state).limits.get(item)
    if own is not None:
        if own.by != view.me.id:
            raise Refused(_("That limit is {name}'s own.", name=view.name(own.by)))
        if not own.stands:
            raise Refused(_("It does not stand any more."))
        context.say(Withdraw(item))
        return _("Let go.")
    old = _agreement(view, item)
    if can_answer(old, view.me.id, view.today):
        raise Refused(_("Nothing of it is in force. You may say no, or not yet, or nothing."))
    if not can_end(old, view.me.id, view.today):
        raise Refused(_("It is not in force any more."))
    in_force = standing(old, view.today) in ALIVE
    context.say(Withdraw(item))
    if in_force:
        return _("No longer in force since {day}.", day=near_day(view.today, view.today))
    return _("Taken back.")


def talked(context: Context, values: Mapping[str, str], item: str) -> str:
    """Set the next day to look at something again."""
    view = context.view
    own = known(view.state).limits.get(item)
    if own is not None:
        if own.by != view.me.id or not own.stands:
            raise Refused(_("Only its owner sets a day for a limit."))
    elif standing(_agreement(view, item), view.today) not in ALIVE:
        raise Refused(_("It is not in force any more."))
    next_ = writing.next_look(view, values.get("next", ""))
    context.say(Reviewed(item, next_))
    if not next_:
        return _("Noted, without a next day.")
    return _("Noted. You look at it again {on}.", on=_on(view, next_))


def _decline(context: Context, item: str, says: Says, already: Standing) -> str:
    old = _answerable(context.view, item)
    if standing(old, context.view.today) is already:
        return _("That is your answer already.")
    context.say(Answer(old.id, old.digest, old.text, says.value, old.revises))
    if says is Says.NO:
        return _("Said. Nothing else here changes.")
    return _("Said: not yet. Nothing else here changes.")


def _answerable(view: View, item: str) -> Agreement:
    """The other's proposal, still as it was read. Its id stands for exactly those words."""
    old = _agreement(view, item)
    if old.by == view.me.id:
        raise Refused(_("It is your own proposal: it takes the other's yes."))
    if old.agreed and standing(old, view.today) in ALIVE:
        raise Refused(_("You both said yes to these words already."))
    if old.wrong:
        raise Refused(told.why_not(old.wrong))
    if old.withdrawn or old.gone or old.agreed:
        raise Refused(_changed())
    return old


def _agreement(view: View, item: str) -> Agreement:
    found = known(view.state).agreements.get(item)
    if found is None:
        raise Refused(_("These words are not here any more."))
    return found


def _proposal(view: View, values: Mapping[str, str], revises: str) -> Propose:
    starts, ends, review = (values.get(name, "") for name in ("starts", "ends", "review"))
    return writing.proposal(
        view, values.get("text", ""), chosen_category(values), starts, ends, review, revises
    )


def _limit(view: View, values: Mapping[str, str], revises: str) -> Limit:
    return writing.limit(
        view, values.get("text", ""), chosen_category(values), values.get("review", ""), revises
    )


def _changed() -> str:
    return _("These words have changed since; read them again.")


def _proposed(view: View) -> str:
    if view.partner is None:
        return _("Proposed. It waits until your partner is here, too.")
    return _("Proposed. No answer from {name} is as good as not yet.", name=view.partner.name)


def _on(view: View, iso: str) -> str:
    day = read_iso(iso)
    assert day is not None
    return told.on_day(day, view.today)
