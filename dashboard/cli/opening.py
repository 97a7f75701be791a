"""Opens the household for one command, as one person."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import click

from dashboard.api.context import Context
from dashboard.core import household as households
from dashboard.core.errors import Refused
from dashboard.core.household import Household, Person
from dashboard.core.text import clean
from dashboard.core.words import _
from dashboard.host.opening import who
from dashboard.host.session import Session

_MOST_TOLD = 3  # of what is wrong with the journals; "dashboard doctor" tells all


class Opening:
    """The household that a command means; opened when the command first needs it.

    It is the host's side of :class:`dashboard.api.terminal.Terminal`.
    """

    def __init__(self, place: str | None, me: str | None) -> None:
        self._place = place
        self._me = me

    @cached_property
    def household(self) -> Household:
        """Who lives here. Raises :class:`Refused` if there is no household yet."""
        return households.load(households.find(self._place).absolute())

    @cached_property
    def session(self) -> Session:
        """The household as this person has it open, all years of it."""
        session = Session(self.household, who(self.household, self._me))
        session.load_all()
        return session

    @property
    def me(self) -> Person:
        """Whose command this is."""
        return self.session.me

    @property
    def partner(self) -> Person | None:
        """The other one, if somebody has joined."""
        return self.session.partner

    def person(self, name: str) -> Person:
        """The person of that id or name."""
        return self.household.person(name)

    def context(self, plugin_id: str) -> Context:
        """A plugin's context. What is wrong with the journals is told on standard error."""
        for sentence in self._wrong:
            click.echo(clean(sentence), err=True)
        self._wrong = ()
        return self.session.context(plugin_id)

    @cached_property
    def _wrong(self) -> tuple[str, ...]:
        problems = self.session.journals.archive.problems[:_MOST_TOLD]
        return tuple(problem.sentence for problem in problems)

    def rows(self, rows: Sequence[Mapping[str, Any]], lines: Sequence[str], as_json: bool) -> None:
        """Print rows as JSON, or else lines."""
        if as_json:
            click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2, default=str))
        else:
            click.echo("\n".join(clean(line) for line in lines))

    def words(self, given: str | None, prompt: str) -> str:
        """The words that a person means."""
        if given not in (None, "-"):
            text = str(given)
        elif sys.stdin.isatty():
            text = _ask(prompt)
        else:
            text = sys.stdin.read()
        text = clean(text).strip()
        if not text:
            raise Refused(_("There are no words yet, so nothing was done."))
        return text

    def say(self, sentence: str) -> None:
        """Print one sentence."""
        click.echo(clean(sentence))


def _ask(prompt: str) -> str:
    click.echo(_("{prompt} (an empty line ends it)", prompt=prompt))
    lines: list[str] = []
    while line := click.prompt("", prompt_suffix="> ", default="", show_default=False):
        lines.append(line)
    return "\n".join(lines)
