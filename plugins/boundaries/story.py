"""The limits and agreements of the made-up household: also a no, a not yet, and an ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard.api.context import Entry, Person
from dashboard.api.types import Told
from dashboard.core.words import _
from plugins.boundaries.bodies import Answer, Limit, Propose, Reviewed, Withdraw
from plugins.boundaries.model import Says

Body = Callable[[Mapping[str, Entry]], object]


def story(people: Sequence[Person], now: dt.datetime) -> Iterable[Told]:
    """Give what the two agreed to, or did not, counted back from *now*."""
    one, two = people[0].id, people[1].id
    today = now.date()

    def day(ago: int) -> dt.date:
        return today - dt.timedelta(days=ago)

    def iso(ago: int) -> str:
        return day(ago).isoformat()

    phones = Propose(_("Our phones stay in the hall at dinner."), "communication", review=iso(50))
    yield Told(day(80), one, phones, "phones")
    yield Told(day(79), two, _answer("phones", Says.YES))
    yield Told(day(50), two, _about("phones", lambda id_: Reviewed(id_, iso(-4))))

    walk = _("If voices are raised, I will go for a walk and be back within the hour.")
    yield Told(day(70), two, Limit(walk, "personal space"))
    room = _("I will sleep in the small room when I need a night alone, and say so at supper.")
    yield Told(day(68), one, Limit(room, "personal space"))

    late = _("When a message from work comes after nine, we mention it the next morning.")
    openness = Propose(late, "transparency", starts=iso(58), ends=iso(10))
    yield Told(day(60), two, openness, "late")
    yield Told(day(59), one, _answer("late", Says.YES))
    yield Told(day(35), one, _about("late", Withdraw))

    parents = Propose(_("We have lunch with my parents every Sunday."), "communication")
    yield Told(day(45), one, parents, "parents")
    yield Told(day(44), two, _answer("parents", Says.NO))

    plans = Propose(
        _("On Sunday evening we tell each other our plans for the week."), "communication"
    )
    yield Told(day(28), two, plans, "plans")
    yield Told(day(27), one, _answer("plans", Says.NOT_YET))

    stop = _("When one of us says “stop”, we both stop talking for twenty minutes.")
    yield Told(day(14), one, Propose(stop, "communication", review=iso(-5)), "stop")
    yield Told(day(13), two, _answer("stop", Says.YES))

    alone = _("Saturday mornings are for each of us alone, until noon.")
    yield Told(day(2), two, Propose(alone, "personal space", review=iso(-28)), "alone")


def _answer(name: str, says: Says) -> Body:
    """An answer to the exact words that were proposed."""

    def body(told: Mapping[str, Entry]) -> Answer:
        entry = told[name]
        return Answer(entry.id, entry.digest, entry.body.text, says.value)

    return body


def _about(name: str, make: Callable[[str], object]) -> Body:
    return lambda told: make(told[name].id)
