"""Whose session this is."""

from __future__ import annotations

import os
import pwd

from dashboard.core.errors import Refused
from dashboard.core.household import Household, Person
from dashboard.core.words import _


def who(household: Household, me: str | None) -> Person:
    """Return whose session this is.

    In a one-account household one says so (``--as``); with several accounts the kernel does.
    Raises :class:`Refused` in words that say what to add.
    """
    if household.one_account:
        if me:
            return household.person(me)
        if len(household.people) == 1:
            return household.people[0]
        names = _(" or ").join(f"--as {person.id}" for person in household.people)
        raise Refused(_("Who is this? Add {names}.", names=names))
    account = pwd.getpwuid(os.getuid()).pw_name
    found = next((person for person in household.people if person.account == account), None)
    if me and (found is None or household.person(me) != found):
        raise Refused(_("Here everybody is who their Unix account says; --as is for trying out."))
    if found is None:
        raise Refused(_("The account {account} is nobody's in this household.", account=account))
    return found
