"""What can go wrong, in words for the person it happens to."""

from __future__ import annotations


class DashboardError(Exception):
    """One clear sentence for the person: what is wrong, where, and what to do.

    The command line prints it and ends with :attr:`exit_code`; a screen shows it in
    its last line. Never carries a traceback to the person.
    """

    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(DashboardError):
    """The wish is understood and is not allowed; nothing was changed."""


class CannotSave(DashboardError):
    """The disk did not take it (full, read-only, gone); what was there before still stands."""


class BadSettings(DashboardError):
    """A settings file that can't be used; names the file, the line and the field."""


class UsageError(DashboardError):
    """Called in a way that does not exist."""

    exit_code = 2
