"""Limits and agreements as Markdown, with all that has been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.api.context import View
from dashboard.core.words import _
from plugins.boundaries import told
from plugins.boundaries.model import Agreement, OwnLimit, known


def markdown(view: View) -> str:
    """Everything that was said between the two, in the order of writing; "" if nothing was."""
    state = known(view.state)
    blocks = [
        *_part(
            _("Agreements and proposals"),
            [_agreement(one, view) for one in state.agreements.values()],
        ),
        *_part(_("Limits"), [_limit(one, view) for one in state.limits.values()]),
    ]
    if not blocks:
        return ""
    return "\n\n".join([_("## Limits & agreements"), *blocks]) + "\n"


def _part(title: str, blocks: Sequence[str]) -> Iterator[str]:
    if blocks:
        yield f"### {title}"
        yield from blocks


def _agreement(agreement: Agreement, view: View) -> str:
    known_conditions = () if agreement.gone else told.conditions(agreement, view)
    return _block(
        agreement.text,
        (
            *known_conditions,
            told.state_sentence(agreement, view),
            *told.history(agreement, view),
        ),
    )


def _limit(limit: OwnLimit, view: View) -> str:
    about = (_("About: {category}", category=told.category(limit.category)),)
    return _block(
        limit.text,
        (
            *(about if limit.category else ()),
            told.limit_sentence(limit, view),
            *told.limit_history(limit, view),
        ),
    )


def _block(text: str, lines: Sequence[str]) -> str:
    words = told.quoted(text) or (told.title(text),)
    return "\n".join([*(f"> {line}  " for line in words), "", *(f"- {line}" for line in lines)])
