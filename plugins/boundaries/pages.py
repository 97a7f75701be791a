"""The screen "Limits & agreements" as data."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.api.context import View
from dashboard.api.types import Item, Page, Section
from dashboard.core.words import _, near_day
from plugins.boundaries import told
from plugins.boundaries.model import Agreement, OwnLimit, known
from plugins.boundaries.standing import (
    ALIVE,
    OPEN,
    PAST,
    Standing,
    can_answer,
    can_end,
    standing,
    waiting_for,
)

SCREEN = "boundaries"
AGREE, NOT_YET, NO = "boundaries.agree", "boundaries.not_yet", "boundaries.no"
PROPOSE, LIMIT, REVISE = "boundaries.propose", "boundaries.limit", "boundaries.revise"
WITHDRAW, TALKED = "boundaries.withdraw", "boundaries.talked"


def page(view: View) -> Page:
    """Everything that has been said, by how it stands; what waits for an answer comes first."""
    state, me, today = known(view.state), view.me.id, view.today
    waiting = tuple(item(one, view) for one in waiting_for(state, me, today))
    agreed, mine_open, past = [], [], []
    for one in reversed([*state.agreements.values()]):
        stands = standing(one, today)
        if stands in ALIVE:
            agreed.append(item(one, view))
        elif stands in OPEN and one.by == me:
            mine_open.append(item(one, view))
        elif stands in PAST:
            past.append((one.day, item(one, view)))
    past += [(one.day, limit_item(one, view)) for one in state.limits.values() if not one.stands]
    past.sort(key=lambda pair: pair[0], reverse=True)
    sections = [
        Section(_("Proposed to you"), waiting),
        Section(_("Our agreements"), tuple(agreed), empty=_first_agreement()),
        Section(_("My limits"), tuple(_limits(view, own=True)), empty=_first_limit()),
        *_partners(view),
        Section(_("Proposed, and open"), tuple(mine_open)),
        Section(_("In the past"), tuple(row for _day, row in past)),
    ]
    kept = tuple(section for section in sections if section.items or section.empty)
    return Page(
        kept,
        intro=_(
            "My limit says what I will do. "
            "Our agreement holds when both said yes to the same words."
        ),
    )


def item(agreement: Agreement, view: View) -> Item:
    """A proposal or an agreement: exact words, conditions, how it stands, its history."""
    return Item(
        agreement.id,
        told.title(agreement.text),
        meta=_meta(agreement, view),
        body=(
            *told.quoted(agreement.text),
            *(() if agreement.gone else told.conditions(agreement, view)),
            told.state_sentence(agreement, view),
            *told.history(agreement, view),
        ),
        actions=fitting(agreement, view),
    )


def limit_item(limit: OwnLimit, view: View) -> Item:
    """A limit: for its owner to change, for the other to read."""
    about = (_("About: {category}", category=told.category(limit.category)),)
    look = limit.look_again if limit.stands and limit.by == view.me.id else None
    actions: tuple[str, ...] = ()
    if limit.stands and limit.by == view.me.id:
        actions = (REVISE, WITHDRAW, TALKED)
    return Item(
        limit.id,
        told.title(limit.text),
        body=(
            *told.quoted(limit.text),
            *(about if limit.category else ()),
            *((_("Look again: {day}", day=told.exact_day(look)),) if look else ()),
            told.limit_sentence(limit, view),
            *told.limit_history(limit, view),
        ),
        actions=actions,
    )


def fitting(agreement: Agreement, view: View) -> tuple[str, ...]:
    """The actions that fit an agreement now, the most likely first."""
    me, today = view.me.id, view.today
    if can_answer(agreement, me, today):
        stands = standing(agreement, today)
        offers = ((AGREE, None), (NOT_YET, Standing.NOT_YET), (NO, Standing.NO))
        return tuple(action for action, said in offers if said is not stands)
    if standing(agreement, today) in ALIVE:
        return (TALKED, REVISE, WITHDRAW)
    return (WITHDRAW,) if can_end(agreement, me, today) else ()


def _meta(agreement: Agreement, view: View) -> str:
    stands = standing(agreement, view.today)
    if stands is Standing.COMING and agreement.first_day:
        return _("from {day}", day=near_day(agreement.first_day, view.today))
    if stands is Standing.IN_FORCE and agreement.ends:
        return _("until {day}", day=near_day(agreement.ends, view.today))
    if stands in OPEN and agreement.by == view.me.id:
        return _("waiting")
    short = {
        Standing.NOT_YET: _("not yet"),
        Standing.NO: _("not agreed"),
        Standing.ENDED: _("ended"),
        Standing.WITHDRAWN: _("no longer in force"),
        Standing.REPLACED: _("replaced"),
        Standing.TAKEN_BACK: _("taken back"),
        Standing.LAPSED: _("gone by"),
        Standing.IMPOSSIBLE: _("can't be in force"),
    }
    return short.get(stands, "")


def _limits(view: View, own: bool) -> Iterator[Item]:
    for limit in reversed([*known(view.state).limits.values()]):
        if limit.stands and (limit.by == view.me.id) is own:
            yield limit_item(limit, view)


def _partners(view: View) -> Iterator[Section]:
    items = tuple(_limits(view, own=False))
    if view.partner is not None or items:
        name = view.partner_name
        yield Section(
            _("{name}'s limits", name=name),
            items,
            empty=_("None yet. They are for {name} alone to write.", name=name),
        )


def _first_agreement() -> str:
    return _("A first one, perhaps: “Our phones stay in the hall at dinner.” (p)")


def _first_limit() -> str:
    return _("A first one, perhaps: “If voices are raised, I will go for a short walk.” (m)")


def in_force_now(view: View) -> list[str]:
    """The words of each agreement that holds now, for the panel beside Today."""
    return [
        one.text
        for one in known(view.state).agreements.values()
        if standing(one, view.today) is Standing.IN_FORCE
    ]
