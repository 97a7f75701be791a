"""What each of the two reads at first opening: for whom this is, and who can read what."""

from __future__ import annotations

from dashboard.core.household import Household, administrators
from dashboard.core.words import _


def pages(household: Household) -> list[tuple[str, list[str], list[tuple[str, str]]]]:
    """Give (title, paragraphs, keys) of what is read at first opening."""
    return [
        (
            _("For two people who are not afraid of each other"),
            [
                _("This helps two people who both want to mend what broke between them, in small "
                  "steps, over months. It is not for a home with violence, threats or control "
                  "in it."),
                _("If you are afraid of what the other might do, or not sure, read on about help "
                  "first. It is there at any time: press ? and then !"),
            ],
            [("h", _("if you are afraid: read this first")), ("Enter", _("go on"))],
        ),
        (
            _("Who can read what"),
            [
                *who_reads(household),
                _("What you send can be kept and shown by the one who opened it. Days are kept, "
                  "hours are not. Nobody sees what you have read, or when you were here."),
                _("Either of you can do everything that the other can. Either can stop at any "
                  "time."),
            ],
            [("Enter", _("go on"))],
        ),
    ]  # fmt: skip


def who_reads(household: Household) -> list[str]:
    """Say who can read what here, with the names of those who hold the keys."""
    names = _(", ").join(("root", *administrators()))
    sentences = [
        _("Whoever runs this computer can read all that is not encrypted, sealed notes included, "
          "and could change the programs or watch what is typed. Here that is: {names}.",
          names=names)
    ]  # fmt: skip
    if household.one_account:
        sentences.append(
            _("You are trying it out under one account: it is the program alone that keeps your "
              "part from your partner's. Whoever can use this account can open every file.")
        )  # fmt: skip
    return sentences
