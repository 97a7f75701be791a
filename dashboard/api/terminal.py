"""What a plugin's click commands are given: one person at one command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import click

from dashboard.api.context import Context
from dashboard.core.household import Person


class Terminal(Protocol):
    """The household as opened by this command, as one person."""

    @property
    def me(self) -> Person:
        """Whose command this is."""

    @property
    def partner(self) -> Person | None:
        """The other one, if somebody has joined."""

    def person(self, name: str) -> Person:
        """The person of that id or name; :class:`~dashboard.core.errors.Refused` if unknown."""

    def context(self, plugin_id: str) -> Context:
        """A plugin's context, ready to look and to act; its view is of now."""

    def rows(self, rows: Sequence[Mapping[str, Any]], lines: Sequence[str], as_json: bool) -> None:
        """Print *rows* as a JSON list of objects with an "id", or else *lines* of plain text."""

    def words(self, given: str | None, prompt: str) -> str:
        """Return the words a person means: as *given*, from a prompt, or from standard input.

        ``-`` or nothing given reads standard input if it is no terminal; in a terminal it asks,
        so that no word need stand on a command line. :class:`~dashboard.core.errors.Refused`
        when there are none.
        """

    def say(self, sentence: str) -> None:
        """Print one sentence about what happened."""


def terminal() -> Terminal:
    """Return the terminal of the command that is running. Use it inside a click command."""
    found: Terminal = click.get_current_context().find_root().obj
    return found
