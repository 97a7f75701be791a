"""What is written in the journal: the bodies of the plugin's entries. All are for both to read.

Days are ISO 8601 ("2026-12-24") or "". They are text, so that a day that can't be read costs
one entry its force and nobody the screen.
"""

from __future__ import annotations

import msgspec


class Propose(msgspec.Struct, frozen=True):
    """A proposal. All that one agrees to is in here, so that the digest stands for all of it."""

    text: str
    category: str = ""
    starts: str = ""
    ends: str = ""
    review: str = ""
    revises: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What the other says to the proposal *ref*: "yes", "no" or "not yet".

    A yes counts only for the *digest* and the words that it quotes. *revises* repeats which
    agreement the new words take the place of.
    """

    ref: str
    digest: str = ""
    quote: str = ""
    says: str = ""
    revises: str = ""


class Withdraw(msgspec.Struct, frozen=True):
    """Ends an agreement, takes back one's own proposal, or lets go of one's own limit."""

    ref: str


class Limit(msgspec.Struct, frozen=True):
    """What its writer will do; *revises* is the writer's own older limit that it replaces."""

    text: str
    category: str = ""
    review: str = ""
    revises: str = ""


class Reviewed(msgspec.Struct, frozen=True):
    """It was talked about; *next* is when to look again. Nothing else changes by it."""

    ref: str
    next: str = ""


PROPOSE = "boundaries.propose"
ANSWER = "boundaries.answer"
WITHDRAW = "boundaries.withdraw"
LIMIT = "boundaries.limit"
REVIEWED = "boundaries.reviewed"

KINDS: dict[str, type[msgspec.Struct]] = {
    PROPOSE: Propose,
    ANSWER: Answer,
    WITHDRAW: Withdraw,
    LIMIT: Limit,
    REVIEWED: Reviewed,
}
