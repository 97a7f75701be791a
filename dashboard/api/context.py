"""What a plugin is given: the view, to look at; the context, to act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dashboard.core.household import Person

__all__ = ["Context", "Entry", "Person", "View", "WallView"]


@dataclass(frozen=True)
class Entry:
    """An entry of the plugin's own kinds, decoded.

    *body* is None when its writer took it back, or it could not be read. *day* is the
    household's day on which it was written; hours are not kept. *digest* stands for the exact
    words. *sealed* tells its writer that it has not opened yet; nobody else has it until then.
    """

    id: str
    author: str
    kind: str
    day: dt.date
    digest: str
    body: Any
    taken_back: bool = False
    sealed: bool = False


@dataclass(frozen=True)
class View:
    """The household as one person may see it, for one plugin, at one moment.

    *now* is aware, in the household's zone. *state* is what the plugin's own ``fold`` made of
    the entries. *own* is what the plugin remembers for this person alone. *wishes* are this
    person's own choices by topic; *both* holds, by topic, only what both chose.
    """

    me: Person
    partner: Person | None
    now: dt.datetime
    settings: Any = None
    state: Any = None
    own: Mapping[str, Any] = field(default_factory=dict)
    wishes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    both: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The household's day."""
        return self.now.date()

    def name(self, person_id: str) -> str:
        """The name to show for a person's id."""
        for person in (self.me, self.partner):
            if person is not None and person.id == person_id:
                return person.name
        return person_id

    @property
    def partner_name(self) -> str:
        """The partner's name; before the partner has joined, "your partner"."""
        from dashboard.core.words import _

        return self.partner.name if self.partner else _("your partner")


@dataclass(frozen=True)
class WallView:
    """What the wall may know: shared entries' state, and each person's choices by topic."""

    people: tuple[Person, ...]
    now: dt.datetime
    settings: Any = None
    state: Any = None
    wishes: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)


class Context(Protocol):
    """Acts for one person, for one plugin. Every call returns when it is safely on disk.

    Each raises :class:`~dashboard.core.errors.CannotSave` when the disk does not take it. Calls
    may block: an action's ``do`` runs in a thread.
    """

    @property
    def view(self) -> View:
        """What the person sees now; newer after each call below."""

    def say(self, body: Any) -> str:
        """Write an entry for both to read, of the kind whose type *body* has; return its id."""

    def seal(self, body: Any) -> str:
        """Write an entry that nobody else reads until its kind's rule opens it; return its id."""

    def take_back(self, id_: str) -> None:
        """Take back one's own entry: its words go, that something was taken back stays.

        Of a sealed entry that has not opened nobody else ever learns.
        """

    def remember(self, **values: Any) -> None:
        """Keep values (JSON) for this person alone, until replaced; None forgets one."""

    def wish(self, topic: str, choices: frozenset[str]) -> None:
        """Choose silently; ``view.both`` shows of it only what the other chose too."""
