"""What can be done on the screen "Limits & agreements": keys, words, forms and deeds.

Not named ``actions``: importing a module of that name would hide the plugin's hook.
"""

from __future__ import annotations

from dashboard.api.types import Action, Where
from dashboard.core.words import _
from plugins.boundaries import deeds, forms
from plugins.boundaries.pages import (
    AGREE,
    LIMIT,
    NO,
    NOT_YET,
    PROPOSE,
    REVISE,
    SCREEN,
    TALKED,
    WITHDRAW,
)


def all_actions() -> tuple[Action, ...]:
    """Declare them all, in the order of the palette."""
    on_screen, on_item = Where.SCREEN, Where.ITEM
    return (
        Action(PROPOSE, _("Propose an agreement"), _("propose"), deeds.propose, "p",
               on_screen, SCREEN, forms.propose),
        Action(LIMIT, _("Write a limit of my own"), _("my limit"), deeds.limit, "m",
               on_screen, SCREEN, forms.limit),
        Action(AGREE, _("Agree to a proposal"), _("agree"), deeds.agree, "g",
               on_item, SCREEN, forms.agree),
        Action(NOT_YET, _("Say not yet to a proposal"), _("not yet"), deeds.not_yet, "t",
               on_item, SCREEN, forms.not_yet),
        Action(NO, _("Say no to a proposal"), _("no"), deeds.no, "x",
               on_item, SCREEN, forms.no),
        Action(TALKED, _("We talked about it"), _("talked"), deeds.talked, "v",
               on_item, SCREEN, forms.talked),
        Action(REVISE, _("Write new words for it"), _("revise"), deeds.revise, "r",
               on_item, SCREEN, forms.revise),
        Action(WITHDRAW, _("End it, or take it back"), _("end it"), deeds.withdraw, "w",
               on_item, SCREEN, forms.withdraw),
    )  # fmt: skip
