"""The notes of the made-up household: small, plain, and as true with the two exchanged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from dashboard.api.context import Entry, Person
from dashboard.api.types import Told
from dashboard.core.words import _
from plugins.gratitude.model import TODAY, WALL, Note, Tone
from plugins.gratitude.own import Kept

# Days ago, who wrote it (0 or 1), tone, words. The seventh week has nothing in it.
_NOTES: tuple[tuple[int, int, Tone, str], ...] = (
    (84, 0, Tone.THANKS, "Thank you for sitting with me last night, even without words."),
    (82, 1, Tone.HELLO, "Thinking of you at the dentist's. Soup is on the stove."),
    (79, 1, Tone.THANKS, "Thank you for asking how the meeting went, and for hearing all of it."),
    (75, 0, Tone.WIN, "I called the bank. Four minutes, after three weeks of not calling."),
    (72, 1, Tone.TELLING, "Thank you for telling me that Sundays are hard. I had not known."),
    (70, 0, Tone.NOTICED, "I noticed that you said it before I asked. It was not easy, I think."),
    (66, 0, Tone.THANKS, "Thank you for the clean kitchen. I came home to it like to a gift."),
    (63, 1, Tone.THANKS, "Thank you for the walk. I liked the part with no topic best."),
    (60, 1, Tone.WIN, "First whole night of sleep in a long while. I wanted you to know."),
    (57, 0, Tone.HELLO, "The bakery had the seeded rolls. Two are yours."),
    (54, 1, Tone.NOTICED, "I noticed that you went out to breathe, and came back when you said."),
    (52, 0, Tone.THANKS, "Thank you for picking my mother up from the station."),
    (39, 1, Tone.HELLO, "That was a hard week. I am glad that we are still at this table."),
    (37, 0, Tone.THANKS, "Thank you for the note. It was the first good thing that day."),
    (33, 0, Tone.TELLING, "Thank you for telling me that you need an evening alone now and then."),
    (30, 1, Tone.THANKS, "Thank you for mending the bicycle light. I saw it, in the rain."),
    (26, 1, Tone.WIN, "I said no to the extra shift. Friday is ours."),
    (23, 0, Tone.NOTICED, "I noticed that you told me about the delay before it was one."),
    (19, 0, Tone.THANKS, "Thank you for laughing at the film with me. I had missed that sound."),
    (15, 1, Tone.THANKS, "Thank you for asking what the song was. It is the one from the ferry."),
    (11, 0, Tone.WIN, "Ten pages of the book, for nobody but me."),
    (8, 1, Tone.HELLO, "Fog on the river, all gold. I thought of you."),
    (5, 0, Tone.THANKS, "Thank you for the quiet evening. We mended nothing, and it was good."),
    (1, 0, Tone.THANKS, "Thank you for putting the kettle on when you heard me at the door."),
    (0, 1, Tone.THANKS, "Thank you for letting me sleep in, and for the coffee, still warm."),
)  # fmt: skip
_READ_UNTIL = 2  # days ago: what is newer still waits in its envelope
_KEPT_BY = {0: (63, 39, 15), 1: (84, 37, 19)}
_TAKEN_BACK = 52


def story(people: Sequence[Person], now: dt.datetime) -> Iterable[Told]:
    """Give what the two wrote, counted back from *now*."""
    today = now.date()
    for ago, who, tone, words in _NOTES:
        day = today - dt.timedelta(days=ago)
        yield Told(day, people[who].id, Note(tone, _(words)), name=f"note-{ago}")
    yield Told(today - dt.timedelta(days=51), people[0].id, takes_back=f"note-{_TAKEN_BACK}")
    wall = Note(Tone.HELLO, _("There is apple cake under the blue cloth."), WALL)
    yield Told(today, people[0].id, wall, name="wall")
    opens = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(18), now.tzinfo)
    waits = _("Thank you for this week. Open the window when you read this; it smells of rain.")
    sealed = Note(Tone.THANKS, waits, TODAY, opens.isoformat())
    yield Told(today, people[1].id, sealed, name="sealed", sealed=True)
    for who, person in enumerate(people):
        yield Told(today, person.id, remembers=partial(_remembers, who, today))


def _remembers(who: int, today: dt.date, told: Mapping[str, Entry]) -> Mapping[str, Any]:
    """What one has unfolded and kept by now."""
    kept = [told[f"note-{ago}"] for ago in _KEPT_BY[who]]
    return {
        "unfolded_until": (today - dt.timedelta(days=_READ_UNTIL)).isoformat(),
        "kept": [
            Kept(entry.id, entry.author, entry.body.tone, entry.body.text, entry.day).as_json()
            for entry in kept
        ],
    }
